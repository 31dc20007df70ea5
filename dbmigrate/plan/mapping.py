"""Which source columns feed which target columns, and in what type."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, field

from dbmigrate.config.expression_text import quoted_name
from dbmigrate.config.series import PlannedTable
from dbmigrate.config.table_entries import IntoEntry, TableEntry
from dbmigrate.config.toml_lines import quoted
from dbmigrate.engines.base import Engine
from dbmigrate.model.domains import Rule
from dbmigrate.model.plan import ColumnPlan, Finding
from dbmigrate.model.table import Column, Table
from dbmigrate.model.types import Kind, LogicalType, simple
from dbmigrate.plan.domains import DomainCatalog
from dbmigrate.plan.type_fit import incompatibility

CONSENT_KINDS = ("pad", "trim", "truncate", "round", "empty_as_null", "null_as_empty", "strip_nul", "to_utc")


class Mapping(Struct):
    """Columns of one target; ``used``: source columns (folded) that feed it."""

    columns: list[ColumnPlan] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def map_columns(
    entry: TableEntry,
    into: IntoEntry,
    source: Table,
    target: Table,
    source_engine: Engine,
    target_engine: Engine,
    domains: DomainCatalog,
) -> Mapping:
    """Fit one ``into`` to the two tables as they really are."""
    mapping = Mapping()
    consents = _consents(into, target, mapping)
    excluded = {name.casefold() for name in entry.exclude}
    expressions = {name.casefold(): text for name, text in into.columns.items()}
    stands_for = entry.stands_for if isinstance(entry, PlannedTable) and into.same_name else {}
    chosen_domains = {name.casefold(): domain for name, domain in into.domains.items()}
    for name in (*into.columns, *into.domains):
        if target.column(name) is None:
            mapping.findings.append(
                _refusal("DBM-4005", f"{target.name}.{name}", "the group file feeds a column that the target lacks")
            )
    targets = entry.targets
    keeps_storage = (
        source_engine.name == target_engine.name
        and source_engine.capabilities.has_dynamic_types
        # An expression reads typed values, so a table with any is read as declared; so is one that feeds
        # several targets, which may declare a column differently.
        and not any(each.columns for each in targets)
        and len(targets) == 1
    )
    typed = _compared_here(entry, source)
    for side in (source, target):
        mapping.findings += [
            _refusal(
                "DBM-4015",
                f"{side.name}.{name}",
                "another column's name differs in case only, and columns are matched without case",
                "Rename one of the two columns",
            )
            for name in _alike(side)
        ]
    for column in target.columns:
        text = expressions.get(column.name.casefold())
        if text is None and column.name.casefold() not in excluded and not column.generated:
            text = stands_for.get(column.name.casefold())
        same = source.column(column.name) if into.same_name and column.name.casefold() not in excluded else None
        if column.generated:
            if text is not None:
                subject = f"{target.name}.{column.name}"
                mapping.findings.append(_refusal("DBM-4005", subject, "is computed by the target and cannot be fed"))
            elif same is not None:
                mapping.used.add(same.name.casefold())
            continue
        copied = source.column(text.strip().strip('"')) if text is not None else same
        chosen = frozenset(consents.get(column.name.casefold(), ()))
        domain = (
            domains.domain_of(target, column.name, chosen_domains.get(column.name.casefold()))
            if copied is not None or text is not None
            else None
        )
        if copied is not None:
            mapping.used.add(copied.name.casefold())
            mapped = domain is not None and not domain.keeps_values
            looked_at = mapped or domains.names_rows(target, column.name)
            as_stored = keeps_storage and not chosen and not looked_at and copied.name.casefold() not in typed
            wire = _wire(copied, column, target_engine, keeps_storage=as_stored)
            replaced = domain is not None and domain.rule is not Rule.GIVEN
            fault = None if replaced or wire.kind is Kind.STORAGE else incompatibility(copied.type, wire)
            if fault:
                subject = f"{source.name}.{copied.name} -> {target.name}.{column.name}"
                mapping.findings.append(_refusal("DBM-4007", subject, fault, _cure(copied, column)))
            mapping.columns.append(ColumnPlan(column, copied.name, None, wire, chosen, domain))
        elif text is not None:
            names, fault = _columns_of(text, source)
            if fault:
                mapping.findings.append(_refusal("DBM-4016", f"{target.name}.{column.name}", fault))
            mapping.used |= names
            mapping.columns.append(ColumnPlan(column, None, text, target_engine.wire_type(column), chosen, domain))
        elif not column.nullable and not column.has_default and not column.identity:
            mapping.findings.append(
                _refusal(
                    "DBM-4004",
                    f"{target.name}.{column.name}",
                    "is NOT NULL, has no default, and nothing feeds it",
                    "Name an expression for it under columns in the group file",
                )
            )
    if target_engine.capabilities.empty_text_is_null and not source_engine.capabilities.empty_text_is_null:
        mapping.findings += _empty_texts(target, mapping.columns)
    if not mapping.columns:
        mapping.findings.append(
            _refusal("DBM-4010", f"{source.name} -> {target.name}", "the two tables have no column in common")
        )
    return mapping


def _empty_texts(target: Table, columns: list[ColumnPlan]) -> list[Finding]:
    """What becomes of empty strings, column by column."""
    texts = [column for column in columns if column.wire.kind is Kind.TEXT]
    consented = [column.name for column in texts if "empty_as_null" in column.consents]
    refused = [column.name for column in texts if "empty_as_null" not in column.consents]
    parts = [f"a row with one in {', '.join(refused)} is refused"] if refused else []
    parts += [f"it becomes NULL by consent in {', '.join(consented)}"] if consented else []
    if not parts:
        return []
    message = f"the target stores an empty string as NULL: {'; '.join(parts)}"
    advice = "Consent for the columns where NULL will do: consent = { empty_as_null = [...] }" if refused else ""
    return [Finding("DBM-4108", str(target.name), message, advice)]


def _alike(table: Table) -> list[str]:
    seen: set[str] = set()
    found = []
    for column in table.columns:
        folded = column.name.casefold()
        if folded in seen:
            found.append(column.name)
        seen.add(folded)
    return found


def _compared_here(entry: TableEntry, source: Table) -> set[str]:
    """Key columns (folded) that the source does not keep unique: equal keys are found by comparing values,
    and the key to go on from is taken from them, so they travel in their type and not as tagged text."""
    wanted = {name.casefold() for name in entry.key or ()}
    known = (source.primary_key, *(unique.columns for unique in source.unique_keys))
    enforced = any({name.casefold() for name in columns} == wanted for columns in known)
    return set() if enforced else wanted


def _consents(into: IntoEntry, target: Table, mapping: Mapping) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = {}
    for kind in CONSENT_KINDS:
        for name in getattr(into.consent, kind):
            if target.column(name) is None:
                mapping.findings.append(
                    _refusal(
                        "DBM-4005", f"{target.name}.{name}", f"consent {kind} names a column that the target lacks"
                    )
                )
            chosen.setdefault(name.casefold(), []).append(kind)
    return chosen


def _cure(source: Column, target: Column) -> str:
    advice = "Give an expression for the column in the group file"
    if source.type.kind is not Kind.STORAGE or target.type.kind is not Kind.TEXT:
        return advice
    as_text = f"{quoted_name(source.name)}::varchar"
    spelled = quoted(as_text) if "'" in as_text else f"'{as_text}'"
    made = f"columns = {{ {quoted(target.name)} = {spelled} }}"
    return f"{advice}: {made} makes text of every value, numbers in digits and blobs in hexadecimal"


def _wire(source: Column, target: Column, engine: Engine, *, keeps_storage: bool) -> LogicalType:
    # Between two dynamically typed files a value keeps its storage class, whatever its column declares.
    if keeps_storage and source.type.native.strip().upper() == target.type.native.strip().upper():
        return simple(Kind.STORAGE, target.type.native)
    return engine.wire_type(target)


def _columns_of(text: str, source: Table) -> tuple[set[str], str | None]:
    """Folded names of the source columns that an expression reads, or what is wrong with it."""
    read, fault = _read_in(text)
    names = set()
    for name in read:
        if source.column(name) is None:
            return set(), f"the expression reads {name}, which {source.name} lacks"
        names.add(name.casefold())
    return names, fault


@lru_cache(maxsize=10_000)
def _read_in(text: str) -> tuple[tuple[str, ...], str | None]:
    """Columns that an expression names, and what is wrong with it.  Tables of a series share most of theirs, and
    parsing one takes a millisecond."""
    # A fifth of a second, which a package without expressions need not wait for.
    import sqlglot
    from sqlglot import expressions as sql

    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")
    except sqlglot.errors.ParseError as error:
        return (), f"the expression does not parse: {str(error).splitlines()[0]}"
    fault = "the expression holds a subquery" if tree.find(sql.Subquery, sql.Select) else None
    return tuple(column.name for column in tree.find_all(sql.Column)), fault


def _refusal(code: str, subject: str, message: str, next_step: str = "") -> Finding:
    return Finding(code, subject, message, next_step or "Mend the group file, then plan again", refuses=True)
