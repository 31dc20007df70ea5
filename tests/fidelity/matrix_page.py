"""The type matrix as a page, rendered from the table that the tests hold the program to."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fidelity.samples import MOMENTS, NUMBERS, POSTGRESQL, SERVER_TYPES, SQLITE, TEXTS, Pair, Sample

PAIRS: tuple[Pair, ...] = ((SQLITE, POSTGRESQL), (POSTGRESQL, SQLITE), (POSTGRESQL, POSTGRESQL), (SQLITE, SQLITE))
NAMES = {SQLITE: "SQLite", POSTGRESQL: "PostgreSQL"}
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
SQL Server and Oracle join when they run in tests.

| cell | meaning |
| --- | --- |
| exact | every value of the row arrives as it was |
| refused: ... | these values are refused, each with its row on the reject list and a reason; all others arrive exact |
| by consent (...) | the group file consents to these changes by name, and the run counts them |
| - | not in the table: one of the engines has no such type, or another row covers it |

There is no further outcome: no value is changed without a word, and no row is in both places or in neither. After each
migration `verify` says *match* at the levels `hashes` and `source`.
"""


def render() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(line for title, samples in SECTIONS for line in _section(title, samples))]) + "\n"


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
