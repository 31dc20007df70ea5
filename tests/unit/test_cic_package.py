"""The contact centre package: nothing forgotten, nothing twice, and a reshape that gives the right values."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import yaml

PACKAGE = Path(__file__).parents[2] / "table_groups" / "cic_3_0_to_4_0"
NAMES = (Path(__file__).parent / "data" / "cic_tables.txt").read_text(encoding="utf-8").split()
CARRIED = {"historical", "entity", "config", "lookup"}

# Our own design: the product has such tables under names that are not known.
OWN = {"DQStatistics", "SGStatistics"}

# Of these only the names are known.
NAME_ONLY = {
    *("IR_Event", "IR_EventKeywordInfo", "IR_Keyword", "IR_QForm", "IR_RecordingWork", "IR_Tag"),
    *("IO_Agent", "IO_SchedulingUnit", "IO_TimeOffRequest", "IO_AccrualPlan"),
    *("CampaignStats", "CallHistory_DigitalHistory"),
}


@cache
def toml(name: str) -> dict[str, Any]:
    with (PACKAGE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def schema() -> dict[str, dict[str, Any]]:
    document = yaml.safe_load((PACKAGE / "schema.yaml").read_text(encoding="utf-8"))
    return {table["name"]: table for table in document["tables"]}


def bare(table: str) -> str:
    return table.rpartition(".")[2]


def columns(table: str) -> set[str]:
    return {column["name"].lower() for column in schema()[bare(table)]["columns"]}


PACKAGE_TOML = toml("package")
GROUPS: list[str] = PACKAGE_TOML["package"]["groups"]
TABLES = [(group, table) for group in GROUPS for table in toml(group)["table"]]
IDS = [table["source"] for _, table in TABLES]
each_table = pytest.mark.parametrize(("group", "table"), TABLES, ids=IDS)


def reach(group: str) -> set[str]:
    """The groups that are migrated before ``group``."""
    before: set[str] = set()
    for name in toml(group)["group"]["after"]:
        before |= {name} | reach(name)
    return before


# --- The package as a whole


def test_groups_are_the_files() -> None:
    others = {"package", "checklist"}
    assert sorted(GROUPS) == sorted(path.stem for path in PACKAGE.glob("*.toml") if path.stem not in others)
    assert PACKAGE_TOML["package"]["name"] == PACKAGE.name
    for group in GROUPS:
        assert toml(group)["group"]["name"] == group


def test_every_table_is_accounted_for_once() -> None:
    places = [bare(table["source"]) for _, table in TABLES]
    places += [bare(into["target"]) for _, table in TABLES for into in table.get("into", [])]
    places += [bare(left["table"]) for left in PACKAGE_TOML["left_out"]]
    # A set of 4.0 is fed by several tables of 3.0; a source is read once, and nothing is both read and left out.
    sources = [bare(table["source"]) for _, table in TABLES]
    left_out = [bare(left["table"]) for left in PACKAGE_TOML["left_out"]]
    assert len({*sources}) == len(sources)
    assert len({*left_out}) == len(left_out)
    assert not {*sources} & {*left_out}
    assert {*places} == {*NAMES, *NAME_ONLY, *OWN}
    assert len(NAMES) == 203
    assert {*NAMES, *OWN} == set(schema())


def test_what_is_left_out_has_a_reason_and_no_history() -> None:
    for left in PACKAGE_TOML["left_out"]:
        assert len(left["reason"]) >= len("layout unknown")
        known = schema().get(bare(left["table"]))
        assert known is None or not known["complete"] or known["class"] not in CARRIED


def test_groups_follow_their_order() -> None:
    graph = {group: toml(group)["group"]["after"] for group in GROUPS}
    assert set().union(*graph.values()) <= set(GROUPS)
    TopologicalSorter(graph).prepare()  # raises on a cycle
    for group, after in graph.items():
        assert all(GROUPS.index(name) < GROUPS.index(group) for name in after)


def test_inputs_have_a_default_among_their_choices() -> None:
    for given in PACKAGE_TOML["inputs"].values():
        assert given["type"] == "table" or given["default"] in given["choices"]
        assert given["default"] or given["type"] != "table"
        assert given["help"]


def test_every_input_is_used_and_every_variable_is_an_input() -> None:
    used = {
        name
        for _, table in TABLES
        for part in (table, *table.get("into", []))
        for expression in part.get("columns", {}).values()
        for found in re.findall(r"getvariable\('(\w+)'\)|(\w+)_at\(", expression)
        for name in found
        if name
    }
    assert used == set(PACKAGE_TOML["inputs"])


# --- Each table against the schema


@each_table
def test_columns_exist(group: str, table: dict[str, Any]) -> None:
    named = [*table["key"], *table.get("filters", {}).values(), *table.get("exclude", [])]
    named += [table["watermark"]["column"]] if "watermark" in table else []
    assert {name.lower() for name in named} <= columns(table["source"])


@each_table
def test_key_is_the_primary_key(group: str, table: dict[str, Any]) -> None:
    assert table["key"] == schema()[bare(table["source"])]["primary_key"]


@each_table
def test_schema_name_is_given_where_it_is_not_the_default(group: str, table: dict[str, Any]) -> None:
    owner = schema()[bare(table["source"])]["schema"]
    assert table["source"] == (bare(table["source"]) if owner == "dbo" else f"{owner}.{bare(table['source'])}")


@each_table
def test_parent_precedes_its_child(group: str, table: dict[str, Any]) -> None:
    if "parent" not in table:
        return
    parent = table["parent"]["table"]
    for child_column, parent_column in table["parent"]["on"].items():
        assert child_column.lower() in columns(table["source"])
        assert parent_column.lower() in columns(parent)
    (place,) = [index for index, (_, other) in enumerate(TABLES) if other["source"] == parent]
    home, parent_table = TABLES[place]
    assert home in reach(group) if home != group else place < IDS.index(table["source"])
    # A child that must be there cannot follow a parent that may be missing.
    assert table.get("optional", False) >= parent_table.get("optional", False)
    assert not table.get("filters"), "a child follows its parent, whatever its own date or site"


@each_table
def test_optional_and_incomplete_say_what_the_schema_says(group: str, table: dict[str, Any]) -> None:
    known = schema()[bare(table["source"])]
    parts = [known, *(schema()[bare(into["target"])] for into in table.get("into", []))]
    assert table.get("incomplete", False) == (not all(part["complete"] for part in parts))
    assert table.get("optional", False) or "3.0" in known["releases"]
    assert "into" in table or "4.0" in known["releases"]
    assert known["class"] in CARRIED


@each_table
def test_watermark_is_a_time_of_a_growing_table(group: str, table: dict[str, Any]) -> None:
    if "watermark" not in table:
        return
    known = schema()[bare(table["source"])]
    (column,) = [c for c in known["columns"] if c["name"] == table["watermark"]["column"]]
    assert column["type"].startswith("datetime")
    assert known["class"] in {"historical", "entity"}, "configuration and lookups are copied in full"
    assert re.fullmatch(r"[1-9]\d*[smhd]", table["watermark"]["overlap"])


def test_referred_tables_come_first() -> None:
    for index, (group, table) in enumerate(TABLES):
        for foreign in schema()[bare(table["source"])].get("foreign_keys", []):
            (place,) = [i for i, source in enumerate(IDS) if bare(source) == foreign["table"]]
            home = TABLES[place][0]
            assert home in reach(group) or (home == group and place < index)


# --- Calldetail


CALLDETAIL = next(table for _, table in TABLES if table["source"] == "Calldetail")
GMT = dt.datetime.fromisoformat("2009-06-01T18:30:00.250")
SENTINEL = dt.datetime.fromisoformat("1899-12-30")
EPOCH = dt.datetime.fromisoformat("1970-01-01")


def call(**values: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "CallId": "210199018320040409",
        "CallDirection": "Inbound",
        "CallType": "External",
        "InteractionType": 0,
        "RemoteNumber": "+13175550100",
        "DNIS": "3000",
        "StationId": "ST1",
        "LocalUserId": "anna",
        "LocalNumber": "101",
        "LocalName": "Anna",
        "InitiatedDateTimeGmt": GMT,
        "InitiatedDate": GMT + dt.timedelta(hours=2),
        "ConnectedDateTimeGmt": GMT + dt.timedelta(seconds=9),
        "TerminatedDateTimeGmt": GMT + dt.timedelta(seconds=99),
        "CustomDateTime": SENTINEL,
        "CustomDateTimeGmt": SENTINEL,
        "CallDurationSeconds": 90,
        "HoldDurationSeconds": 0,
        "LineDurationSeconds": 99,
    }
    assert values.keys() <= row.keys()
    return row | values


def reshape(target: str, *rows: dict[str, Any], unit: str = "ms", **inputs: str) -> list[dict[str, Any]]:
    """The listed columns of one target, computed as a run does: DuckDB over one Arrow table."""
    (into,) = [into for into in CALLDETAIL["into"] if into["target"] == target]
    types = {dt.datetime: pa.timestamp(unit), int: pa.int32(), str: pa.string()}
    fields = [pa.field(name, types[type(value)]) for name, value in call().items()]
    chosen = {name: given["default"] for name, given in PACKAGE_TOML["inputs"].items()} | inputs
    with duckdb.connect() as connection:
        for name, value in chosen.items():
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        connection.register("batch", pa.Table.from_pylist(list(rows), schema=pa.schema(fields)))
        select = ", ".join(f'({expression}) AS "{name}"' for name, expression in into["columns"].items())
        found = connection.sql(f"SELECT {select} FROM batch")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def summary(*rows: dict[str, Any], **inputs: str) -> list[dict[str, Any]]:
    return reshape("InteractionSummary", *rows, **inputs)


def test_one_call_in_full() -> None:
    (row,) = summary(call())
    assert row == {
        "InteractionIDKey": "210199018320040409",
        "SeqNo": 0,
        "InteractionID": 2101990183,
        "StartDateTimeUTC": GMT,
        "StartDTOffset": 7_200_000,
        "Direction": 1,
        "ConnectionType": 1,
        "MediaType": 0,
        "RemoteID": "+13175550100",
        "DNIS_LocalID": "3000",
        "LastStationId": "ST1",
        "LastLocalUserId": "anna",
        "LastLocalNumber": "101",
        "LastLocalName": "Anna",
        "InitiatedDateTimeUTC": GMT,
        "ConnectedDateTimeUTC": GMT + dt.timedelta(seconds=9),
        "TerminatedDateTimeUTC": GMT + dt.timedelta(seconds=99),
        "tConnected": 90_000,
        "tHeld": 0,
        "LineDuration": 99_000,
    }


def test_custom_attributes_carry_key_start_and_custom_times() -> None:
    (row,) = reshape("InteractionCustomAttributes", call(CustomDateTime=GMT, CustomDateTimeGmt=GMT))
    assert row == {
        "InteractionIDKey": "210199018320040409",
        "SeqNo": 0,
        "StartDateTimeUTC": GMT,
        "StartDTOffset": 7_200_000,
        "CustomDateTime": GMT,
        "CustomDateTimeGMT": GMT,
    }


@pytest.mark.parametrize(
    ("text", "direction", "connection"),
    [
        ("Inbound", 1, 0),
        (" OUTBOUND  ", 2, 0),
        ("Intercom", 3, 2),
        ("external  ", 0, 1),
        ("INTERCOM", 3, 2),
        ("Sideways", 0, 0),
        ("", 0, 0),
        (None, 0, 0),
    ],
)
def test_text_codes(text: str | None, direction: int, connection: int) -> None:
    (row,) = summary(call(CallDirection=text, CallType=text))
    assert (row["Direction"], row["ConnectionType"]) == (direction, connection)


@pytest.mark.parametrize(
    ("code", "media"), [(0, 0), (22, 22), (3, 3), (255, 255), (None, 255), (-1, 255), (256, 255), (2**31 - 1, 255)]
)
def test_media_type_fits_a_byte(code: int | None, media: int) -> None:
    assert summary(call(InteractionType=code))[0]["MediaType"] == media


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("210199018320040409", 2101990183),
        ("3001643486D0181018", 3001643486),
        ("0000000001" + "20090601", 1),
        ("21019901D320040409", 0),
        ("21019901E320040409", 0),  # a cast would read 21019901e3
        ("2_01990183" + "20040409", 0),
        ("-101990183" + "20040409", 0),
        ("12345678920090601 ", 0),  # nine digits: the tenth belongs to the year
        ("210199018320040409  ", 0),
        ("2101990183", 0),
        ("", 0),
    ],
)
def test_interaction_id_is_ten_digits_or_zero(key: str, number: int) -> None:
    (row,) = summary(call(CallId=key))
    assert row["InteractionID"] == number
    assert row["InteractionIDKey"] == key


@pytest.mark.parametrize("precision", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize(
    ("offset", "seconds"),
    [
        (dt.timedelta(hours=-5), -18_000),
        (dt.timedelta(hours=5, minutes=30), 19_800),
        (dt.timedelta(hours=-3, minutes=-30), -12_600),
        (dt.timedelta(0), 0),
    ],
)
def test_start_offset(offset: dt.timedelta, seconds: int, precision: str) -> None:
    gmt = GMT.replace(microsecond=0)
    row = call(InitiatedDateTimeGmt=gmt, InitiatedDate=gmt + offset)
    row |= {name: value.replace(microsecond=0) for name, value in row.items() if isinstance(value, dt.datetime)}
    for target in ("InteractionSummary", "InteractionCustomAttributes"):
        for unit, expected in (("milliseconds", seconds * 1000), ("seconds", seconds)):
            (got,) = reshape(target, row, unit=precision, start_dt_offset_unit=unit)
            assert got["StartDTOffset"] == expected


@pytest.mark.parametrize("milliseconds", [-3, 3])
def test_offset_in_seconds_is_rounded(milliseconds: int) -> None:
    local = GMT - dt.timedelta(hours=5) + dt.timedelta(milliseconds=milliseconds)
    assert summary(call(InitiatedDate=local), start_dt_offset_unit="seconds")[0]["StartDTOffset"] == -18_000
    assert summary(call(InitiatedDate=local))[0]["StartDTOffset"] == -18_000_000 + milliseconds


def test_offset_without_a_unit_is_null_and_so_refused() -> None:
    assert summary(call(), start_dt_offset_unit="")[0]["StartDTOffset"] is None


def test_durations_widen_before_they_grow() -> None:
    (row,) = summary(call(CallDurationSeconds=2**31 - 1, HoldDurationSeconds=2_147_484, LineDurationSeconds=-1))
    assert row["tConnected"] == (2**31 - 1) * 1000
    assert row["tHeld"] == 2_147_484_000
    assert row["LineDuration"] == -1000
    with pytest.raises(pa.ArrowInvalid):  # what a run does next: an exact cast to the target's int
        pa.array([row["tHeld"]]).cast(pa.int32())


def test_unset_dates_are_kept_unless_told_otherwise() -> None:
    never = {"ConnectedDateTimeGmt": SENTINEL, "TerminatedDateTimeGmt": EPOCH}
    (kept,) = summary(call(**never))
    assert kept["ConnectedDateTimeUTC"] == SENTINEL
    assert kept["TerminatedDateTimeUTC"] == EPOCH
    (nulled, whole) = summary(call(**never), call(), unset_dates="null")
    assert nulled["ConnectedDateTimeUTC"] is None
    assert nulled["TerminatedDateTimeUTC"] is None
    assert nulled["StartDateTimeUTC"] == nulled["InitiatedDateTimeUTC"] == GMT
    assert whole["ConnectedDateTimeUTC"] == GMT + dt.timedelta(seconds=9)
    (custom,) = reshape("InteractionCustomAttributes", call(), unset_dates="null")
    assert custom["CustomDateTime"] is None
    assert custom["CustomDateTimeGMT"] is None


def test_the_reshape_fits_both_schemas() -> None:
    used = " ".join(expression for into in CALLDETAIL["into"] for expression in into["columns"].values())
    fed = {word.lower() for word in re.findall(r"\w+", used)}
    for into in CALLDETAIL["into"]:
        target = schema()[into["target"]]
        listed = {name.lower() for name in into["columns"]}
        same_name = columns("Calldetail") & columns(into["target"])
        fed |= same_name
        assert into["key"] == target["primary_key"]
        assert listed <= columns(into["target"])
        required = {c["name"].lower() for c in target["columns"] if not c["nullable"]}
        assert required <= listed | same_name
    # Every source column goes somewhere or is left behind on purpose, never both.
    excluded = {name.lower() for name in CALLDETAIL["exclude"]}
    assert columns("Calldetail") - fed == excluded


# --- Ids


def domains() -> dict[str, dict[str, Any]]:
    found = dict(PACKAGE_TOML["domains"])
    for group in GROUPS:
        found |= toml(group).get("domains", {})
    return found


def fed_columns() -> set[tuple[str, str]]:
    """(target table, column), folded, of every target that some table feeds."""
    targets = {bare(into["target"]) for _, table in TABLES for into in table.get("into", [])}
    targets |= {bare(table["source"]) for _, table in TABLES if "into" not in table}
    return {(table.lower(), column) for table in targets for column in columns(table)}


def in_domain(domain: dict[str, Any]) -> set[tuple[str, str]]:
    def places(names: list[str]) -> set[tuple[str, str]]:
        named = [(bare(table).lower(), column.lower()) for table, _, column in (n.rpartition(".") for n in names)]
        return {(t, c) for t, c in fed_columns() if (t, c) in named or ("*", c) in named}

    home = [domain["home"]] if "home" in domain else []
    return places([*domain.get("columns", []), *home]) - places(domain.get("without", []))


NOT_REMAPPED = {
    # Names of servers and sites, and numbers that go with a site.
    *(("sr_reportparameters", "sitename"), ("sr_results", "sitename")),
    *(("agentstats", "siteid"), ("callhistory", "siteid"), ("ivrinterval", "ivrintervalid")),
    # Who sums up what is not known; a list of licences that every server has; numbers within a contact list or a set.
    *(("statdimensions", "summdimensionset"), ("ialicenselookup", "ialicenselookupid")),
    *(("callhistory", "i3_identity"), ("sgserviceleveloverflows", "overflowgroupset")),
}


def test_every_id_that_the_schema_names_is_in_one_domain() -> None:
    fed = fed_columns()
    wanted = set()
    for name, table in schema().items():
        for kind, names in table.get("identity", {}).items():
            if kind != "interaction_key":
                wanted |= {(name.lower(), column.lower()) for column in names} & fed
    # The user of a statistics row is a dimension for some sources only; the group file says so.
    held = [place for domain in domains().values() for place in in_domain(domain)]
    assert sorted(wanted - {*held}) == sorted(NOT_REMAPPED & wanted)
    assert len({*held}) == len(held), "a column in two domains"
    assert any(into.get("domains") == {"cDimension1": "user"} for _, t in TABLES for into in t.get("into", []))
