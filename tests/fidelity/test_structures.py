"""What surrounds the rows: names, triggers, foreign keys, sequences, computed columns, storage classes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from dbmigrate.errors import ConfigurationError
from dbmigrate.model.verdicts import Verdict
from tests.fidelity.conftest import MakeDatabase
from tests.fidelity.journey import migrate, rows_of, sqlite_path
from tests.fidelity.samples import ENGINES, POSTGRESQL, SQLITE

ALL_PAIRS = [(source, target) for source in ENGINES for target in ENGINES]
ODD_NAMES = [
    "two words",
    'quo"te',
    "semi;colon",
    "brack[et]s",
    "it's",
    "select",
    "Upper",
    "%Q",
    "back\\slash",
    "ä" * 31 + "x",
    "$1",
    "?",
    ":name",
]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@pytest.mark.parametrize(("source_engine", "target_engine"), ALL_PAIRS)
def test_odd_names(source_engine: str, target_engine: str, make_database: MakeDatabase, tmp_path: Path) -> None:
    columns = ", ".join(f"{_quoted(name)} TEXT" for name in ODD_NAMES)
    values = ", ".join(f"'{number}'" for number in range(len(ODD_NAMES)))
    names = [*ODD_NAMES, "dot.ted"]
    create = "".join(
        f"CREATE TABLE {_quoted(name)} ({_quoted('key ' + name[:20])} TEXT PRIMARY KEY NOT NULL, {columns});"
        for name in names
    )
    fill = "".join(f"INSERT INTO {_quoted(name)} VALUES ('k', {values});" for name in names)
    source, target = make_database(source_engine, create + fill), make_database(target_engine, create)

    tables = [(f"[{name}]" if "." in name else name, "") for name in names]
    journey = migrate(tmp_path, source, target, tables=tables)

    assert journey.refused_by_plan == ()
    assert set(journey.verdicts.values()) == {Verdict.MATCH}
    for name in names:
        assert rows_of(target, f"SELECT * FROM {_quoted(name)}") == [("k", *map(str, range(len(ODD_NAMES))))]


@pytest.mark.parametrize("target_engine", ENGINES)
def test_columns_that_differ_in_case_only_are_refused(
    target_engine: str, make_database: MakeDatabase, tmp_path: Path
) -> None:
    source = make_database(POSTGRESQL, 'CREATE TABLE t (id int PRIMARY KEY, "Name" text, name text);')
    columns = (
        "id int PRIMARY KEY, name text" if target_engine == SQLITE else 'id int PRIMARY KEY, "Name" text, name text'
    )
    target = make_database(target_engine, f"CREATE TABLE t ({columns});")
    assert any("DBM-4015" in refusal for refusal in migrate(tmp_path, source, target).refused_by_plan)


def test_tables_that_differ_in_case_only_need_two_packages(make_database: MakeDatabase, tmp_path: Path) -> None:
    script = 'CREATE TABLE "Item" (id int PRIMARY KEY); CREATE TABLE item (id int PRIMARY KEY);'
    source = make_database(POSTGRESQL, script + 'INSERT INTO "Item" VALUES (1); INSERT INTO item VALUES (2), (3);')
    target = make_database(POSTGRESQL, script)
    with pytest.raises(ConfigurationError, match="already read"):
        migrate(tmp_path, source, target, tables=[("Item", ""), ("item", "")])
    (tmp_path / "one").mkdir()
    assert migrate(tmp_path / "one", source, target, tables=[("Item", "")]).verdicts["hashes"] is Verdict.MATCH
    assert rows_of(target, 'SELECT id FROM "Item"') == [(1,)]
    assert rows_of(target, "SELECT id FROM item") == []


def test_postgresql_triggers_do_not_fire_and_are_back_as_they_were(make_database: MakeDatabase, tmp_path: Path) -> None:
    source = make_database(SQLITE, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'a');")
    target = make_database(
        POSTGRESQL,
        "CREATE TABLE t (id int PRIMARY KEY, v text); CREATE TABLE seen (n int);"
        " CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN INSERT INTO seen VALUES (1); NEW.v := upper(NEW.v); RETURN NEW; END';"
        ' CREATE TRIGGER "Plain One" BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();'
        " CREATE TRIGGER always BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();"
        " CREATE TRIGGER replica BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();"
        " CREATE TRIGGER off BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();"
        " CREATE TRIGGER changed BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note();"
        " ALTER TABLE t ENABLE ALWAYS TRIGGER always; ALTER TABLE t ENABLE REPLICA TRIGGER replica;"
        " ALTER TABLE t DISABLE TRIGGER off;",
    )
    states = "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    before = rows_of(target, states)

    journey = migrate(tmp_path, source, target)

    assert journey.verdicts["hashes"] is Verdict.MATCH
    assert rows_of(target, "SELECT id, v FROM t") == [(1, "a")]
    assert rows_of(target, "SELECT count(*) FROM seen") == [(0,)]
    assert rows_of(target, states) == before


def test_sqlite_triggers_do_not_fire_and_are_back_as_they_were(make_database: MakeDatabase, tmp_path: Path) -> None:
    source = make_database(
        SQLITE, "CREATE TABLE Orders (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO Orders VALUES (1, 'a');"
    )
    target = make_database(
        SQLITE,
        "CREATE TABLE Orders (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE seen (n);"
        ' CREATE TRIGGER "same case" AFTER INSERT ON Orders BEGIN INSERT INTO seen VALUES (1); END;'
        " CREATE TRIGGER other_case AFTER INSERT ON ORDERS BEGIN INSERT INTO seen VALUES (';'); END;",
    )
    known = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    before = rows_of(target, known)

    journey = migrate(tmp_path, source, target, tables=[("Orders", "")])

    assert journey.verdicts["hashes"] is Verdict.MATCH
    assert rows_of(target, "SELECT count(*) FROM seen") == [(0,)]
    assert rows_of(target, known) == before


@pytest.mark.parametrize("source_engine", ENGINES)
def test_cyclic_and_self_references_are_back_as_they_were(
    source_engine: str, make_database: MakeDatabase, tmp_path: Path
) -> None:
    def script(engine: str) -> str:
        if engine == SQLITE:
            return (
                "CREATE TABLE a (id INT PRIMARY KEY NOT NULL, b_id INT REFERENCES b(id), up INT REFERENCES a(id));"
                " CREATE TABLE b (id INT PRIMARY KEY NOT NULL, a_id INT REFERENCES a(id));"
            )
        return (
            "CREATE TABLE a (id int PRIMARY KEY, b_id int,"
            ' up int CONSTRAINT "up it" REFERENCES a(id) ON DELETE SET NULL);'
            " CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a(id) DEFERRABLE INITIALLY DEFERRED);"
            " ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b(id) NOT VALID;"
        )

    fill = (
        "BEGIN; INSERT INTO a VALUES (1, NULL, NULL); INSERT INTO b VALUES (1, 1); INSERT INTO b VALUES (2, 1);"
        " UPDATE a SET b_id = 2; INSERT INTO a VALUES (0, 1, 1); COMMIT;"
    )
    source, target = (
        make_database(source_engine, script(source_engine) + fill),
        make_database(POSTGRESQL, script(POSTGRESQL)),
    )
    known = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY conname"
    before = rows_of(target, known)

    journey = migrate(tmp_path, source, target, tables=[("a", ""), ("b", "")], commit_rows=1)

    assert journey.verdicts["hashes"] is Verdict.MATCH
    assert rows_of(target, known) == before


@pytest.mark.parametrize("source_engine", ENGINES)
def test_sequences_go_on_above_the_rows(source_engine: str, make_database: MakeDatabase, tmp_path: Path) -> None:
    names = (
        "always",
        "bydefault",
        "serial",
        "own",
        "descending",
        "late",
        "mixed Case",
        "ahead",
        "numbered",
        "texts",
        "empty",
    )
    key = {SQLITE: "INTEGER PRIMARY KEY", POSTGRESQL: "bigint PRIMARY KEY"}[source_engine]
    create = "".join(f'CREATE TABLE "{name}" (id {key});' for name in names if name != "texts")
    create += "CREATE TABLE texts (id VARCHAR(9) PRIMARY KEY NOT NULL);"
    fill = "".join(f'INSERT INTO "{name}" VALUES ({-7 if name == "descending" else 7});' for name in names[:-1])
    source = make_database(source_engine, create + fill)
    target = make_database(
        POSTGRESQL,
        "CREATE TABLE always (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);"
        " CREATE TABLE bydefault (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY);"
        " CREATE TABLE serial (id serial PRIMARY KEY);"
        ' CREATE SEQUENCE "Own Seq"; CREATE TABLE own (id int PRIMARY KEY DEFAULT nextval(\'"Own Seq"\'));'
        " CREATE SEQUENCE down INCREMENT -1; CREATE TABLE descending (id int PRIMARY KEY DEFAULT nextval('down'));"
        " CREATE SEQUENCE late_seq START 1000; CREATE TABLE late (id int PRIMARY KEY DEFAULT nextval('late_seq'));"
        ' CREATE TABLE "mixed Case" (id serial PRIMARY KEY);'
        " CREATE TABLE ahead (id serial PRIMARY KEY); SELECT setval('ahead_id_seq', 500);"
        " CREATE SEQUENCE num; CREATE TABLE numbered (id numeric(9) PRIMARY KEY DEFAULT nextval('num'));"
        " CREATE SEQUENCE txt; CREATE TABLE texts (id varchar(9) PRIMARY KEY DEFAULT nextval('txt')::text);"
        " CREATE TABLE empty (id serial PRIMARY KEY);",
    )

    journey = migrate(tmp_path, source, target, tables=[(name, "") for name in names])

    assert journey.verdicts["hashes"] is Verdict.MATCH
    expected = {"descending": -8, "late": 1000, "ahead": 501, "texts": None, "empty": 1}
    for name in names:
        with psycopg.connect(target) as connection:
            if name == "texts":
                continue
            row = connection.execute(f'INSERT INTO "{name}" DEFAULT VALUES RETURNING id').fetchone()
            assert row is not None
            assert int(row[0]) == expected.get(name, 8), name


@pytest.mark.parametrize(("source_engine", "target_engine"), ALL_PAIRS)
def test_computed_columns_are_left_to_the_target(
    source_engine: str, target_engine: str, make_database: MakeDatabase, tmp_path: Path
) -> None:
    create = "CREATE TABLE t (id INTEGER PRIMARY KEY, twice INTEGER GENERATED ALWAYS AS (id * 2) STORED, v TEXT);"
    source = make_database(source_engine, create + "INSERT INTO t (id, v) VALUES (1, 'a'), (2, 'b');")
    target = make_database(target_engine, create.replace("* 2", "* 3"))
    journey = migrate(tmp_path, source, target)
    assert journey.refused_by_plan == ()
    assert rows_of(target, "SELECT id, twice, v FROM t ORDER BY id") == [(1, 3, "a"), (2, 6, "b")]
    assert journey.verdicts["hashes"] is Verdict.MATCH


STORAGE = (
    "NULL",
    "1",
    "1.5",
    "'text'",
    "x'00ff'",
    "'5'",
    "5.0",
    "9007199254740993",
    "9e999",
    "-9e999",
    "-0.0",
    "''",
    "x''",
    "'i5'",
    "'a' || char(0) || 'b'",
    "CAST(x'ff' AS TEXT)",
    "9.007199254740993e15",
    "5e-324",
    "'😀'",
)
DECLARED = (
    "",
    "INTEGER",
    "REAL",
    "TEXT",
    "NUMERIC",
    "BLOB",
    "BOOLEAN",
    "TIMESTAMP",
    "DECIMAL(10,2)",
    "VARCHAR(2)",
    "STRING",
)


@pytest.mark.parametrize("staged", [False, True], ids=["pulled", "batched"])
def test_sqlite_storage_classes_are_kept(staged: bool, make_database: MakeDatabase, tmp_path: Path) -> None:
    create = "".join(
        f"CREATE TABLE t{number} (id INTEGER PRIMARY KEY, v {declared});" for number, declared in enumerate(DECLARED)
    )
    fill = "".join(
        f"INSERT INTO t{number} (v) VALUES ({value});" for number in range(len(DECLARED)) for value in STORAGE
    )
    source, target = make_database(SQLITE, create + fill), make_database(SQLITE, create)
    if staged:
        with closing(sqlite3.connect(sqlite_path(source))) as connection:
            connection.execute("PRAGMA journal_mode = wal")

    journey = migrate(
        tmp_path, source, target, tables=[(f"t{number}", "") for number in range(len(DECLARED))], commit_rows=3
    )

    assert journey.rejects == ()
    assert set(journey.verdicts.values()) == {Verdict.MATCH}
    for number in range(len(DECLARED)):
        shown = (
            f"SELECT id, typeof(v), CASE typeof(v) WHEN 'text' THEN hex(v) ELSE quote(v) END FROM t{number} ORDER BY id"
        )
        assert rows_of(target, shown) == rows_of(source, shown), DECLARED[number]


_TEXTS = ["a", "", "e\u0301", "😀", "a\x00b", "\ufeffmark", "ab ", "x" * 5_000_000]


@pytest.mark.parametrize(
    "encodings", [("UTF-8", "UTF-16le"), ("UTF-16be", "UTF-8"), ("UTF-16le", "UTF-16le")], ids="-".join
)
def test_sqlite_files_of_any_text_encoding(encodings: tuple[str, str], tmp_path: Path) -> None:
    """Only files of one encoding can be attached; and in UTF-16 some texts would silently become others."""
    source, target = (f"sqlite:///{tmp_path / name}" for name in ("source.db", "target.db"))
    for url, encoding in ((source, encodings[0]), (target, encodings[1])):
        with closing(sqlite3.connect(sqlite_path(url))) as connection, connection:
            connection.execute(f"PRAGMA encoding = '{encoding}'")
            connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)")
    with closing(sqlite3.connect(sqlite_path(source))) as connection, connection:
        connection.executemany("INSERT INTO t VALUES (?, ?)", enumerate(_TEXTS))
        if encodings[0] == "UTF-8":
            connection.execute("INSERT INTO t VALUES (100, CAST(x'61ff62' AS TEXT)), (101, CAST(x'efbfbe' AS TEXT))")

    journey = migrate(tmp_path, source, target, commit_rows=4)

    assert [(reject.key, reject.reason) for reject in journey.rejects] == (
        [("[100]", "refused_by_target"), ("[101]", "refused_by_target")] if encodings[0] == "UTF-8" else []
    )
    assert rows_of(target, "SELECT id, v FROM t ORDER BY id") == list(enumerate(_TEXTS))
    assert set(journey.verdicts.values()) == {Verdict.MATCH}


def test_strict_tables(make_database: MakeDatabase, tmp_path: Path) -> None:
    columns = "id INTEGER PRIMARY KEY, i INT, r REAL, t TEXT, b BLOB, a ANY"
    fill = (
        "INSERT INTO t VALUES (1, 2, 3.5, '007', x'00', '007'), (2, NULL, 3, '', x'', 7), (3, 1, 1, '1', NULL, NULL);"
    )
    source = make_database(SQLITE, f"CREATE TABLE t ({columns}) STRICT; {fill}")
    target = make_database(SQLITE, f"CREATE TABLE t ({columns}) STRICT;")
    assert migrate(tmp_path, source, target).verdicts == {"hashes": Verdict.MATCH, "source": Verdict.MATCH}
    shown = "SELECT id, i, r, quote(t), quote(b), quote(a) FROM t ORDER BY id"
    assert rows_of(target, shown) == rows_of(source, shown)


def test_what_a_strict_target_does_not_take_is_rejected(make_database: MakeDatabase, tmp_path: Path) -> None:
    source = make_database(
        SQLITE, "CREATE TABLE t (id INTEGER PRIMARY KEY, i INT); INSERT INTO t VALUES (1, 'x'), (2, 2);"
    )
    target = make_database(SQLITE, "CREATE TABLE t (id INTEGER PRIMARY KEY, i INT) STRICT;")
    journey = migrate(tmp_path, source, target, verify=("hashes",))
    assert [reject.key for reject in journey.rejects] == ["[1]"]
    assert rows_of(target, "SELECT * FROM t") == [(2, 2)]


def test_any_of_a_strict_table_is_not_any_of_another(make_database: MakeDatabase, tmp_path: Path) -> None:
    source = make_database(
        SQLITE, "CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY) STRICT; INSERT INTO t VALUES (1, '007'), (2, 'x');"
    )
    target = make_database(SQLITE, "CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY);")
    journey = migrate(tmp_path, source, target)
    arrived = rows_of(target, "SELECT id, quote(a) FROM t ORDER BY id")
    assert set(arrived) <= {(1, "'007'"), (2, "'x'")}
    assert len(arrived) + len(journey.rejects) == (0 if journey.refused_by_plan else 2)


def test_two_targets_of_one_read_get_values_not_tags(make_database: MakeDatabase, tmp_path: Path) -> None:
    source = make_database(SQLITE, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'x');")
    target = make_database(
        SQLITE,
        "CREATE TABLE same (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE other (id BIGINT PRIMARY KEY, v VARCHAR(9));",
    )
    entry = '[[table.into]]\ntarget = "same"\n[[table.into]]\ntarget = "other"'
    journey = migrate(tmp_path, source, target, tables=[("t", entry)])
    assert journey.rejects == ()
    assert rows_of(target, "SELECT * FROM same") == rows_of(target, "SELECT * FROM other") == [(1, "x")]


@pytest.mark.parametrize("mode", ['target_rows = "any"', 'mode = "upsert"'])
@pytest.mark.parametrize(("source_engine", "target_engine"), ALL_PAIRS)
def test_rows_that_are_there_already(
    source_engine: str, target_engine: str, mode: str, make_database: MakeDatabase, tmp_path: Path
) -> None:
    create = "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, n NUMERIC(10,2));"
    source = make_database(
        source_engine, create + "INSERT INTO t VALUES (1, 'a', 1.5), (2, 'b', NULL), (3, 'c', 3), (4, 'A', 4);"
    )
    target = make_database(
        target_engine, create + "INSERT INTO t VALUES (1, 'a', 1.5), (2, 'b', 0), (4, 'a', 4), (9, 'own', 9);"
    )
    journey = migrate(tmp_path, source, target, tables=[("t", mode)], verify=())
    rows = [
        (number, text, None if n is None else float(n))
        for number, text, n in rows_of(target, "SELECT * FROM t ORDER BY id")
    ]
    if "upsert" in mode:
        assert rows == [(1, "a", 1.5), (2, "b", None), (3, "c", 3.0), (4, "A", 4.0), (9, "own", 9.0)]
        assert journey.rejects == ()
    else:
        assert rows == [(1, "a", 1.5), (2, "b", 0.0), (3, "c", 3.0), (4, "a", 4.0), (9, "own", 9.0)]
        assert sorted(reject.reason for reject in journey.rejects) == ["other_row_present"] * 2


def test_row_level_security_hides_nothing_silently(make_database: MakeDatabase, tmp_path: Path) -> None:
    url = make_database(
        POSTGRESQL,
        "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2); ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
        " CREATE POLICY p ON t USING (id = 1); DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN;"
        " GRANT SELECT ON t TO reader;",
    )
    target = make_database(SQLITE, "CREATE TABLE t (id INTEGER PRIMARY KEY);")
    with pytest.raises(Exception, match="row-level security|query would be affected"):
        migrate(tmp_path, url.replace("postgres@", "reader@"), target)
    assert rows_of(target, "SELECT count(*) FROM t") == [(0,)]


def test_rows_of_heirs_are_not_doubled(make_database: MakeDatabase, tmp_path: Path) -> None:
    create = "CREATE TABLE base (id int PRIMARY KEY); CREATE TABLE heir (x int) INHERITS (base);"
    source = make_database(POSTGRESQL, create + "INSERT INTO base VALUES (1); INSERT INTO heir VALUES (2, 2);")
    plain = "CREATE TABLE base (id INTEGER PRIMARY KEY); CREATE TABLE heir (id INTEGER, x INTEGER);"
    for number, target in enumerate((make_database(SQLITE, plain), make_database(POSTGRESQL, create))):
        (tmp_path / str(number)).mkdir()
        journey = migrate(tmp_path / str(number), source, target, tables=[("base", ""), ("heir", "")])
        assert set(journey.verdicts.values()) == {Verdict.MATCH}
        only = "ONLY " if number else ""
        assert rows_of(target, f"SELECT id FROM {only}base") == [(1,)]
        assert rows_of(target, "SELECT id FROM heir") == [(2,)]


def test_partitioned_tables_are_read_whole(make_database: MakeDatabase, tmp_path: Path) -> None:
    create = (
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);"
        " CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); CREATE TABLE p2 PARTITION OF p DEFAULT;"
    )
    source = make_database(POSTGRESQL, create + "INSERT INTO p VALUES (1), (11), (2);")
    target = make_database(POSTGRESQL, create)
    journey = migrate(tmp_path, source, target, tables=[("p", "")], commit_rows=2)
    assert set(journey.verdicts.values()) == {Verdict.MATCH}
    assert rows_of(target, "SELECT id FROM p ORDER BY id") == [(1,), (2,), (11,)]
