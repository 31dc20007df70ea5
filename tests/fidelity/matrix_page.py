"""The type matrix as a page, rendered from the table that the tests hold the program to."""

from __future__ import annotations

from collections.abc import Iterator

from dbmigrate.engines.oracle.carriers import carrier
from dbmigrate.engines.oracle.types import logical_type, target_type
from dbmigrate.model.table import Column
from dbmigrate.model.types import LogicalType
from tests.fidelity import mssql_samples
from tests.fidelity.mssql_samples import MSSQL
from tests.fidelity.samples import MOMENTS, NUMBERS, POSTGRESQL, SERVER_TYPES, SQLITE, TEXTS, Pair, Sample

PAIRS: tuple[Pair, ...] = ((SQLITE, POSTGRESQL), (POSTGRESQL, SQLITE), (POSTGRESQL, POSTGRESQL), (SQLITE, SQLITE))
NAMES = {SQLITE: "SQLite", POSTGRESQL: "PostgreSQL", MSSQL: "SQL Server"}
SECTIONS = (
    ("Numbers", NUMBERS),
    ("Dates and times", MOMENTS),
    ("Text, bytes, UUID, JSON", TEXTS),
    ("PostgreSQL's own types", SERVER_TYPES),
)
_LONGEST = 44

_HEAD = """\
# Type matrix

What becomes of each edge value of each type, between each pair of engines. Rendered from the table in
`tests/fidelity/samples.py` by `python -m tests.fidelity.matrix_page`; a test compares this page with it, and another
migrates every value of every cell, reads both sides back with plain drivers, and holds the outcome to the table.
How far each part is proven differs: SQLite and PostgreSQL are held to the table in every `make test`; SQL Server was
measured over the wire against a compatible server; Oracle was not measured. The last two have sections of their own.

| cell | meaning |
| --- | --- |
| exact | every value of the row arrives as it was |
| refused: ... | these values are refused, each with its row on the reject list and a reason; all others arrive exact |
| by consent (...) | the group file consents to these changes by name, and the run counts them |
| - | not in the table: one of the engines has no such type, or another row covers it |

There is no further outcome: no value is changed without a word, and no row is in both places or in neither. After each
migration `verify` says *match* at the levels `hashes` and `source`.
"""


_MSSQL_HEAD = """\
## SQL Server: measured over the wire against a compatible server

Babelfish 4.3, through mssql-python and through pyodbc, by `tests/fidelity/test_mssql_types.py`, which is skipped
without a server (`DBMIGRATE_TEST_MSSQL_URL`); never on Microsoft's. That server keeps six of seven digits of a second:
what is said of a seventh one is from the type map, not measured.
"""

_ORACLE_HEAD = """\
## Oracle: from the type map, not measured

What the program reads a column as, and in what staged column its values go to Oracle. No server was at hand: this is
the program's own map, rendered; `docs/oracle.md` says what of it is proven, and how.
"""


def render() -> str:
    """The whole page."""
    own = (line for title, samples in SECTIONS for line in _section(title, samples))
    return "\n".join([_HEAD, *own, *_mssql(), *_oracle()]) + "\n"


_MSSQL_SECTIONS = (
    ("Numbers", mssql_samples.NUMBERS),
    ("Dates and times", mssql_samples.MOMENTS),
    ("Text, bytes, UUID, XML", mssql_samples.TEXTS),
)


def _mssql() -> Iterator[str]:
    yield _MSSQL_HEAD
    engines, pairs = (MSSQL, SQLITE, POSTGRESQL), mssql_samples.PAIRS
    for title, samples in _MSSQL_SECTIONS:
        yield f"### {title}\n"
        yield "| case | SQL Server | SQLite | PostgreSQL | " + " | ".join(_pair_name(pair) for pair in pairs) + " |"
        yield "| --- " * (4 + len(pairs)) + "|"
        for sample in samples:
            cells = [*(_declared(sample, engine) for engine in engines), *(_cell(sample, pair) for pair in pairs)]
            yield f"| {sample.name.replace('_', ' ')} | " + " | ".join(cells) + " |"
        yield ""


ORACLE_TYPES = (
    *("NUMBER(4,0)", "NUMBER(9,0)", "NUMBER(18,0)", "NUMBER(38,0)", "NUMBER(12,2)", "NUMBER(5,-2)", "NUMBER(*,0)"),
    *("NUMBER", "FLOAT(126)", "BINARY_FLOAT", "BINARY_DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP(6)", "TIMESTAMP(9)"),
    *("TIMESTAMP(6) WITH TIME ZONE", "TIMESTAMP(6) WITH LOCAL TIME ZONE", "VARCHAR2(20 CHAR)", "VARCHAR2(20 BYTE)"),
    *("CHAR(4 CHAR)", "NVARCHAR2(20)", "NCHAR(4)", "CLOB", "NCLOB", "LONG", "RAW(16)", "LONG RAW", "BLOB"),
    *("XMLTYPE", "JSON", "ROWID", "INTERVAL DAY(2) TO SECOND(6)", "BFILE"),
)


def _oracle() -> Iterator[str]:
    yield _ORACLE_HEAD
    yield "| declared | read as | staged as | as target |"
    yield "| --- | --- | --- | --- |"
    for native in ORACLE_TYPES:
        logical = logical_type(native)
        target = target_type(logical)
        staged = "-" if logical.unsupported or target.unsupported else _code(carrier(Column("v", logical)).declared)
        read = "refused" if logical.unsupported else _code(str(logical))
        yield f"| {_code(native)} | {read} | {staged} | {_as_target(target)} |"


def _as_target(target: LogicalType) -> str:
    return f"refused: {target.unsupported}" if target.unsupported else "filled"


def _section(title: str, samples: list[Sample]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| case | declared in SQLite | in PostgreSQL | " + " | ".join(_pair_name(pair) for pair in PAIRS) + " |"
    yield "| --- " * (3 + len(PAIRS)) + "|"
    for sample in samples:
        declared = [_declared(sample, engine) for engine in (SQLITE, POSTGRESQL)]
        cells = [_cell(sample, pair) for pair in PAIRS]
        yield f"| {sample.name.replace('_', ' ')} | " + " | ".join([*declared, *cells]) + " |"
    yield ""
    yield "<details><summary>Values</summary>\n"
    for sample in samples:
        values = {engine: sample.literals[engine] for engine in sample.declared if engine in sample.literals}
        if len(set(values.values())) == 1:
            values = {"": next(iter(values.values()))}
        for engine, literals in values.items():
            of = f" ({NAMES[engine]})" if engine else ""
            yield f"- {sample.name.replace('_', ' ')}{of}: {', '.join(_code(one) for one in literals)}"
    yield "\n</details>\n"


def _pair_name(pair: Pair) -> str:
    return f"{NAMES[pair[0]]} to {NAMES[pair[1]]}"


def _declared(sample: Sample, engine: str) -> str:
    source, target = sample.declared.get(engine), sample.target_declared.get(engine)
    if source and target and source != target:
        return f"{_code(source)}, as target {_code(target)}"
    if target and not source:
        return f"as target {_code(target)}"
    return _code(source) if source else "-"


def _cell(sample: Sample, pair: Pair) -> str:
    if pair not in sample.pairs():
        return "-"
    refused = sample.refused.get(pair, frozenset())
    consent = sample.consent.get(pair[1], "")
    said = []
    if consent:
        said.append(f"by consent ({_code(consent)})")
    if refused:
        # In the order of the table: a set has none.
        said.append("refused: " + ", ".join(_code(one) for one in sample.literals[pair[0]] if one in refused))
    return "; ".join(said) or "exact"


def _code(text: str) -> str:
    """As it stands in a table's cell, control characters and invisible ones spelt out."""
    shown = "".join(
        one if one.isprintable() and not 0x300 <= ord(one) < 0x370 else f"\\u{ord(one):04x}" for one in text
    )
    if len(shown) > _LONGEST:
        shown = f"{shown[: _LONGEST - 12]}...{shown[-9:]}"
    fence = "``" if "`" in shown else "`"
    return f"{fence}{shown}{fence}".replace("|", "\\|")


if __name__ == "__main__":
    print(render(), end="")
