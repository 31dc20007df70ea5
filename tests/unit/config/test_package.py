from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from dbmigrate.config.package import LeftOut, Package, TableGroup
from dbmigrate.config.package_files import load_package
from dbmigrate.config.schema_side import SchemaSide
from dbmigrate.config.table_entries import Consent, IntoEntry, Parent, TableEntry, Watermark
from dbmigrate.errors import ConfigurationError

ORDERS = '[[table]]\nsource = "Orders"\n'
LINES = '[[table]]\nsource = "Lines"\n'


def _refusal(root: Path) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        load_package(str(root))
    return caught.value


def test_a_full_entry_is_read_as_written(make_package: Any) -> None:
    root = make_package(
        '[[left_out]]\ntable = "Log"\nreason = "not needed"\n',
        sales=(
            ORDERS
            + """
key         = ["Id", "Site"]
watermark   = { column = "At", overlap = "15m" }
filters     = { date = "At", site = "Site" }
mode        = "upsert"
target_rows = "any"
incomplete  = true
optional    = true
comment     = "all"
exclude     = ["Old"]
source_types = { At = "timestamp(3)" }

  [[table.into]]
  target    = "Order"
  key       = ["OrderId"]
  same_name = false
  columns   = { OrderId = '''
    case when Id > 0
         then Id end''' }
  consent   = { truncate = ["Note"], strip_nul = ["Note"] }
  [[table.into]]
  target    = "Site"

[[table]]
source = "Lines"
target = "OrderLine"
key    = []
parent = { table = "orders", on = { OrderId = "Id" } }
columns = { No = "1" }
consent = { pad = ["Code"] }
""",
        ),
    )
    package = load_package(str(root))
    assert (package.name, package.release, package.engines) == ("shop", "1", ("sqlite", "postgresql"))
    assert package.target == SchemaSide(
        schema_version="2", tested_with=("2.1",), version_query="select version from about"
    )
    assert package.left_out == (LeftOut(table="Log", reason="not needed"),)
    group = package.group("sales")
    assert (group.path, group.title) == (root / "sales.toml", "The sales")
    orders, lines = group.tables
    assert orders.watermark == Watermark(column="At", overlap_seconds=900)
    assert orders.key == ("Id", "Site")
    assert (orders.mode, orders.target_rows, orders.incomplete, orders.optional) == ("upsert", "any", True, True)
    assert orders.exclude == {"Old"}
    assert orders.source_types == {"At": "timestamp(3)"}
    first, second = orders.targets
    assert (first.target, first.key, first.same_name) == ("Order", ("OrderId",), False)
    assert first.columns["OrderId"].split() == "case when Id > 0 then Id end".split()
    assert first.consent == Consent(truncate=frozenset({"Note"}), strip_nul=frozenset({"Note"}))
    assert second == IntoEntry(target="Site", key=None, columns={}, same_name=True, consent=Consent())
    assert lines.key == ()
    assert lines.parent == Parent(table="orders", on={"OrderId": "Id"})
    assert lines.targets == (
        IntoEntry(target="OrderLine", columns={"No": "1"}, consent=Consent(pad=frozenset({"Code"}))),
    )


def test_an_entry_without_a_target_feeds_the_table_of_its_own_name() -> None:
    assert TableEntry(source="s.Orders").targets == (IntoEntry(target="s.Orders"),)


def test_models_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Watermark(column="a", overlap_seconds=1).column = "b"  # type: ignore[misc]


@pytest.mark.parametrize(("text", "seconds"), [("0s", 0), ("90s", 90), ("15m", 900), ("2h", 7200), ("3d", 259200)])
def test_an_overlap_is_read_in_seconds(make_package: Any, text: str, seconds: int) -> None:
    root = make_package(sales=(ORDERS + f'watermark = {{ column = "At", overlap = "{text}" }}',))
    watermark = load_package(str(root)).groups[0].tables[0].watermark
    assert watermark is not None
    assert watermark.overlap_seconds == seconds


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            'watermark = { column = "At", overlap = "15x" }',
            "table[1].watermark.overlap: table Lines: '15x' is not a dur",
        ),
        ('watermark = { column = "At", overlap = 900 }', "table[1].watermark.overlap: table Lines: write the duration"),
        ('watermark = { column = "At" }', "table[1].watermark.overlap: table Lines: is missing"),
        ('watermark = { column = "At", overlap_seconds = 9 }', "table[1].watermark.overlap"),
        ('sorce = "x"', "table[1].sorce: table Lines: is not a known key. Perhaps 'source' is meant"),
        ('mode = "replace"', "table[1].mode: table Lines: should be 'insert' or 'upsert'"),
        ('optional = "yes"', "table[1].optional: table Lines: should be a valid boolean"),
        ('key = ["Id", 3]', "table[1].key[1]: table Lines: should be a valid string"),
        ('key = ["Id", "ID"]', "table[1].key: table Lines: 'ID' is named twice"),
        ('key = "Id"', "table[1].key: table Lines: should be a list"),
        ('target = ""', "table[1].target: table Lines: must not be empty"),
        ('target = "a\\u0000"', "table[1].target: table Lines: must not hold control characters"),
        ('columns = { A = "1", a = "2" }', "table[1].columns: table Lines: 'a' is named twice"),
        ('columns = { A = " " }', "table[1].columns.A: table Lines: must not be empty"),
        ('source_types = { "A b" = "int" }', "table[1].source_types.\"A b\": table Lines: 'int' is not a type name"),
        ("parent = { table = 'Orders', on = {} }", "table[1].parent.on: table Lines: "),
        ("parent = { table = 'Order', on = { A = 'B' } }", "table[1].parent.table: table Lines: no group reads"),
        ("consent = { narrow = ['A'] }", "table[1].consent.narrow: table Lines: is not a known key"),
        (
            "target = 'A'\n[[table.into]]\ntarget = 'B'",
            "table[1].into: table Lines: does not go together with 'target'",
        ),
        (
            "columns = {A='1'}\n[[table.into]]\ntarget = 'B'",
            "table[1].into: table Lines: does not go together with 'col",
        ),
        (
            "consent.pad=['A']\n[[table.into]]\ntarget = 'B'",
            "table[1].into: table Lines: does not go together with 'con",
        ),
        ("[[table.into]]\n", "table[1].into[0].target: table Lines: is missing"),
        ("target = 'orders'", "table[1].target: table Lines: 'orders' is already fed by the entry of Orders"),
    ],
)
def test_a_bad_entry_is_named_with_file_line_and_key(make_package: Any, line: str, message: str) -> None:
    error = str(_refusal(make_package(sales=(ORDERS + LINES + line,))))
    lines = line.split("\n")
    at = 10 + (lines.index("[[table.into]]") if "[[table.into]]" in lines else 0)
    assert error.startswith(f"sales.toml:{at}: {message}")


def test_a_source_is_read_once_only(make_package: Any) -> None:
    root = make_package(sales=(ORDERS,), more=('[[table]]\nsource = "ORDERS"\ntarget = "x"\n',))
    assert str(_refusal(root)).startswith(
        "more.toml:7: table[0].source: table ORDERS: 'ORDERS' is already read by group sales"
    )
    root = make_package(sales=(ORDERS + LINES + ORDERS,))
    assert str(_refusal(root)).startswith("sales.toml:11: table[2].source: table Orders: 'Orders' is already read")


def test_a_target_may_be_fed_twice_where_both_entries_allow_rows_in_it(make_package: Any) -> None:
    both = ORDERS + "{}\n" + LINES + 'target = "Orders"\n{}\n'
    for first, second in [('target_rows = "any"', 'target_rows = "any"'), ('mode = "upsert"', 'target_rows = "any"')]:
        assert len(load_package(str(make_package(sales=(both.format(first, second),)))).groups) == 1
    error = _refusal(make_package(sales=(both.format("", 'target_rows = "any"'),)))
    assert error.code == "DBM-3012"
    assert str(error).startswith("sales.toml:11: table[1].target: table Lines: 'Orders' is already fed")


def test_a_table_that_is_left_out_is_read_by_no_group(make_package: Any) -> None:
    root = make_package('[[left_out]]\ntable = "ORDERS"\nreason = "x"\n', sales=(ORDERS,))
    assert str(_refusal(root)).startswith("package.toml:16: left_out[0].table: 'ORDERS' is read by group sales")


def test_names_of_files_and_directories_agree(make_package: Any) -> None:
    root = make_package(sales=(ORDERS,))
    (root / "sales.toml").write_text((root / "sales.toml").read_text().replace('"sales"', '"other"'))
    assert str(_refusal(root)).startswith("sales.toml:2: group.name: differs from the file's name 'sales'")
    (root / "sales.toml").unlink()
    assert str(_refusal(root)).startswith("package.toml:6: package.groups[0]: there is no file")
    moved = root.rename(root.with_name("elsewhere"))
    assert str(_refusal(moved)).startswith("package.toml:2: package.name: differs from the directory's name")


def test_a_group_name_cannot_leave_the_package(make_package: Any) -> None:
    error = _refusal(make_package(**{"../sales": (ORDERS,)}))
    assert str(error).startswith("package.toml:6: package.groups[0]: may hold only letters")


def test_groups_come_behind_their_predecessors_and_else_in_file_order(make_package: Any) -> None:
    body = '[[table]]\nsource = "{}"\n'
    package = load_package(
        str(
            make_package(
                a=(body.format("A"), "c"), b=(body.format("B"),), c=(body.format("C"), "d"), d=(body.format("D"),)
            )
        )
    )
    assert [group.name for group in package.groups] == ["a", "b", "c", "d"]
    assert [group.name for group in package.ordered_groups(None)] == ["d", "c", "a", "b"]
    assert [group.name for group in package.ordered_groups(["b", "a", "d"])] == ["d", "a", "b"]
    with pytest.raises(ConfigurationError, match="no table group 'e'") as caught:
        package.ordered_groups(["e"])
    assert caught.value.code == "DBM-3010"
    assert "a, b, c, d" in str(caught.value)


def test_an_unknown_group_is_answered_with_the_known_ones_and_the_nearest(make_package: Any) -> None:
    package = load_package(str(make_package(tracker=(ORDERS,), recorder=(LINES,))))
    with pytest.raises(ConfigurationError) as caught:
        package.group("Traker")
    assert "Perhaps 'tracker' is meant. Its groups are: tracker, recorder." in str(caught.value)


def test_groups_that_wait_for_each_other_are_refused(make_package: Any) -> None:
    error = _refusal(make_package(sales=(ORDERS, "more"), more=(LINES, "sales")))
    assert error.code == "DBM-3011"
    assert "sales after more after sales" in str(error)
    error = _refusal(make_package(sales=(ORDERS, "mor"), more=(LINES,)))
    assert error.code == "DBM-3010"
    assert str(error).startswith("sales.toml:4: group.after[0]: the package has no table group 'mor'. Perhaps 'more'")


def test_inputs_keep_their_names_and_order(make_package: Any) -> None:
    inputs = '[inputs.unit]\ntitle = "Unit"\ntype = "text"\nchoices = ["s", "ms"]\ndefault = "s"\n'
    inputs += '[inputs.limit]\ntitle = "Limit"\ntype = "integer"\n'
    unit, limit = load_package(str(make_package(inputs, sales=(ORDERS,)))).inputs
    assert (unit.name, unit.choices, unit.default) == ("unit", ("s", "ms"), "s")
    assert (limit.name, limit.choices, limit.default) == ("limit", (), None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('default = "3"', "package.toml:18: inputs.x.default: '3' is not of type integer"),
        ("default = true", "package.toml:18: inputs.x.default: True is not of type integer"),
        ("choices = [1, 2.5]", "package.toml:18: inputs.x.choices: 2.5 is not of type integer"),
        ("choices = [1]\ndefault = 2", "package.toml:19: inputs.x.default: 2 is none of 1"),
        ("default = 0x" + "f" * 9000, "package.toml:18: inputs.x.default: the number is beyond 64 bits"),
    ],
)
def test_a_bad_default_is_named_with_file_line_and_key(make_package: Any, line: str, message: str) -> None:
    root = make_package('[inputs.x]\ntitle = "X"\ntype = "integer"\n' + line, sales=(ORDERS,))
    assert str(_refusal(root)).startswith(message)


def test_a_script_of_the_package_comes_before_a_bundled_one(make_package: Any, bundled: Path) -> None:
    root = make_package(sales=(ORDERS,))
    package = load_package(str(root))
    assert package.script_path("sqlite", "schema/10_create.sql") == bundled / "sql/sqlite/schema/10_create.sql"
    (root / "sql/sqlite/schema").mkdir(parents=True)
    (root / "sql/sqlite/schema/10_create.sql").write_text("-- own")
    assert package.script_path("sqlite", "schema/10_create.sql").read_text() == "-- own"
    with pytest.raises(ConfigurationError, match="no script 'schema/11.sql' for sqlite"):
        package.script_path("sqlite", "schema/11.sql")


@pytest.mark.parametrize("relative", ["/etc/passwd", "../../package.toml", "C:/x.sql", "a\\..\\..\\x.sql"])
def test_a_script_lies_below_the_scripts(make_package: Any, relative: str) -> None:
    package = load_package(str(make_package(sales=(ORDERS,))))
    with pytest.raises(ConfigurationError, match="is not a path below sql/sqlite/"):
        package.script_path("sqlite", relative)


def test_a_package_can_be_made_without_files(tmp_path: Path) -> None:
    group = TableGroup(name="g", title="", after=(), tables=(TableEntry(source="A"),), path=tmp_path)
    side = SchemaSide(schema_version="1")
    package = Package(
        name="p", title="", release="1", engines=("sqlite",), groups=(group,), source=side, target=side, root=tmp_path
    )
    assert package.ordered_groups() == (group,)


KEYS = st.sampled_from([*TableEntry.model_fields, "table", "column", "overlap", "on", "schema", "x"])
ODD = st.recursive(
    st.sampled_from(["1", "-1", "true", '""', '"A"', '"15m"', "1979-05-27", "nan", "1e400", "[]", "{}", "[[]]"]),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda members: f"[{', '.join(members)}]")
        | st.dictionaries(KEYS, inner, max_size=2).map(
            lambda members: "{" + ", ".join(f"{key} = {value}" for key, value in members.items()) + "}"
        )
    ),
    max_leaves=4,
)
ODD_GROUPS = st.lists(
    st.sampled_from(["[[table]]\n", "[[table.into]]\n", "[table]\n", "[group]\n", "[table.consent]\n"])
    | st.builds("{} = {}\n".format, KEYS, ODD),
    max_size=8,
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(body=st.binary() | ODD_GROUPS.map(str.encode), of_package=st.booleans())
def test_odd_files_are_read_or_refused(make_package: Any, body: bytes, of_package: bool) -> None:
    root = make_package(sales=(ORDERS,))
    file = root / ("package.toml" if of_package else "sales.toml")
    file.write_bytes(file.read_bytes() + body)
    try:
        load_package(str(root))
    except ConfigurationError as error:
        assert ".toml:" in str(error)
        assert "pydantic" not in "".join(traceback.format_exception(error))
