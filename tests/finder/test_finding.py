"""``dialer``: what is found, what must be decided, and the projects that come of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.finder.scene import Scene, codes, configuration, members, workflow


def two_databases(scene: Scene) -> Scene:
    """Three live workflows, one deleted, one without tables; one name in both databases."""
    scene.linked(
        "East", "I3_COLLECTIONS_CH0", "I3_Collections_CD0", "Collections", "I3_Collections_PND", "I3_OldPromo_CH0"
    )
    scene.linked("south/West", "I3_Collections_CH0", "I3_Renewals_2010_CH0", "Renewals_2010")
    scene.configure(
        configuration(
            workflow("Collections", "East", "Collections", ["Collections 2009"]),
            workflow("Collections", r"C:\I3\IC\UDL\south\west.udl", "collections"),
            workflow("Renewals &amp; more", "West", "Renewals 2010", ["R1", "R2"]),
            workflow("Empty", "East", "Nobody"),
        )
    )
    return scene


def test_who_has_whose_history(scene: Scene) -> None:
    found = two_databases(scene).find()
    assert members(found) == [
        ("Collections", "East", "live", "COLLECTIONS"),
        ("Empty", "East", "without tables", None),
        ("OldPromo", "East", "deleted", "OldPromo"),
        ("Collections", "south/West", "live", "Collections"),
        ("Renewals & more", "south/West", "live", "Renewals_2010"),
    ]
    assert [database["members"] for database in found["databases"]] == [
        ["Collections", "Empty", "OldPromo"],
        ["Collections", "Renewals & more"],
    ]
    assert sorted(codes(found)) == ["DBM-4230", "DBM-4231"]
    values = {(each["database"], each["name"]): each["values"] for each in found["members"]}
    common = {"site_name": "ODS1", "time_zone": "America/New_York"}
    assert values["East", "Collections"] == {"campaign": "Collections 2009", **common}
    assert values["south/West", "Collections"] == {"campaign": "Collections", **common}
    assert values["south/West", "Renewals & more"] == {"campaign": "Renewals & more", **common}
    shown = scene.call("find").stdout
    assert all(text in shown for text in ("OldPromo", "deleted", "without tables", "--keep-as", "Collections 2009"))


def test_nothing_is_prepared_before_all_is_decided(scene: Scene) -> None:
    two_databases(scene).find()
    refused = scene.call("prepare")
    assert refused.exit_code == 4
    assert "DBM-4230 workflow OldPromo in East" in refused.stdout
    assert "DBM-4231 workflow Empty in East" in refused.stdout
    assert json.loads(scene.call("prepare", "--json").stdout)["exit_code"] == 4
    assert not (scene.directory / "dialer").exists()

    assert scene.call("decide", "oldpromo", "--keep-as", "Promotion 2008").exit_code == 0
    assert scene.call("decide", "Empty", "--excuse", "--reason", "never dialled").exit_code == 0
    made = scene.json("prepare")
    assert [project["outcome"] for project in made["projects"]] == ["written", "written"]
    east = scene.project("East").series["workflow"]
    assert [(each.name, each.tables, each.excused, each.values["campaign"]) for each in east] == [
        ("Collections", "COLLECTIONS", False, "Collections 2009"),
        ("Empty", "Empty", True, "Empty"),
        ("Promotion 2008", "OldPromo", False, "Promotion 2008"),
    ]
    assert [each.name for each in scene.project("south-West").series["workflow"]] == ["Collections", "Renewals & more"]
    assert str(scene.project("East").target.url) == f"sqlite:///{scene.directory}/target.db"


def test_each_way_to_treat_a_deleted_one(scene: Scene) -> None:
    two_databases(scene).find()
    scene.call("decide", "Empty", "--leave-out", "--reason", "nothing there")
    assert scene.json("decide", "OldPromo", "--merge-into", "collections", "--database", "East")["missing"] == 0
    entry = {each["name"]: each for each in scene.json("find")["members"] if each["database"] == "East"}["OldPromo"]
    assert (entry["values"]["campaign"], entry["decision"]["by"] != "") == ("Collections 2009", True)
    scene.json("prepare")
    # It is a part of that one in all else, too, unless something is said of it alone.
    scene.call("decide", "Collections", "--database", "East", "--value", "site_name=EAST-1")
    scene.call("decide", "Collections", "--database", "East", "--value", "time_zone=America/Chicago")
    scene.call("decide", "OldPromo", "--database", "East", "--value", "time_zone=America/Denver")
    entry = {each["name"]: each for each in scene.json("find")["members"] if each["database"] == "East"}["OldPromo"]
    assert (entry["values"]["site_name"], entry["values"]["time_zone"]) == ("EAST-1", "America/Denver")

    assert scene.json("decide", "OldPromo", "--leave-out", "--reason", "the lawyers said so")["missing"] == 0
    again = scene.json("prepare")
    assert [project["outcome"] for project in again["projects"]] == ["renewed", "unchanged"]
    left = scene.project("East").series["workflow"][-1]
    assert (left.take, left.reason) == (False, "the lawyers said so")

    assert scene.json("decide", "OldPromo", "--forget")["missing"] == 1
    assert scene.call("prepare").exit_code == 4


def test_what_was_written_by_hand_stays(scene: Scene) -> None:
    two_databases(scene).find()
    scene.call("decide", "Empty", "--leave-out", "--reason", "x")
    scene.call("decide", "OldPromo", "--keep-as", "A")
    scene.json("prepare")
    path = scene.directory / "dialer" / "East" / "migration.toml"
    path.write_text(path.read_text().replace("workers = 2", "workers = 1"))
    scene.call("decide", "OldPromo", "--keep-as", "B")
    assert scene.json("prepare")["projects"][0]["outcome"] == "renewed"
    project = scene.project("East")
    assert (project.run.workers, project.series["workflow"][-1].name) == (1, "B")

    path.write_text("mine")
    refused = scene.call("prepare")
    assert (refused.exit_code, path.read_text()) == (3, "mine")


def test_a_workflow_that_is_deleted_from_the_configuration_is_settled(scene: Scene) -> None:
    two_databases(scene).find()
    text = (scene.directory / "site.xml").read_text()
    (scene.directory / "site.xml").write_text(text.replace(workflow("Empty", "East", "Nobody"), ""))
    assert codes(scene.json("find")) == ["DBM-4230"]


def test_tables_under_another_name_are_claimed_by_the_operator(scene: Scene) -> None:
    scene.linked("East", "I3_WF7_CH0")
    scene.configure(configuration(workflow("Collections", "East")))
    assert sorted(codes(scene.find())) == ["DBM-4230", "DBM-4231"]
    assert scene.json("decide", "Collections", "--tables", "I3_wf7_CH0")["missing"] == 0
    assert members(scene.json("find")) == [("Collections", "East", "live", "WF7")]


def test_names_that_tables_cannot_hold(scene: Scene) -> None:
    scene.linked("East", "I3_Spring_Offer_2010_CH0", "I3_AB_CH0", "I3_A_B_CH0", "I3_Über_CH0")
    lists = ("Spring/Offer (2010)", "a-b", "ÜBER")
    scene.configure(configuration(*(workflow(f"W{n}", "East", name) for n, name in enumerate(lists))))
    found = scene.find()
    claimed = {name: (state, key) for name, _, state, key in members(found) if state != "deleted"}
    assert claimed == {"W0": ("live", "Spring_Offer_2010"), "W1": ("without tables", None), "W2": ("live", "Über")}
    (ambiguous,) = (each for each in found["members"] if each["name"] == "W1")
    assert "may mean several" in ambiguous["notes"][0]


def test_workflows_that_share_a_list_go_as_one(scene: Scene) -> None:
    scene.linked("East", "I3_Debtors_CH0")
    scene.configure(configuration(workflow("A", "East", "Debtors"), workflow("B", "East", "Debtors")))
    found = scene.find()
    assert (members(found), codes(found)) == ([("A", "East", "live", "Debtors")], [])
    assert found["members"][0]["sharing_tables"] == ["B"]


def test_a_workflow_without_a_connection_is_looked_for_everywhere(scene: Scene) -> None:
    scene.linked("East", "I3_A_CH0")
    scene.linked("West", "I3_B_CH0", "I3_A_CH0")
    scene.configure(configuration(workflow("A"), workflow("B")))
    assert members(scene.find()) == [("A", "East", "live", "A"), ("A", "West", "live", "A"), ("B", "West", "live", "B")]


def test_a_name_whose_tables_are_in_the_other_database(scene: Scene) -> None:
    scene.linked("East", "I3_A_CH0")
    scene.linked("West", "I3_X_CH0")
    scene.configure(configuration(workflow("A", "West"), workflow("X", "West")))
    found = scene.find()
    assert sorted(codes(found)) == ["DBM-4230", "DBM-4231"]
    notes = {each["state"]: each["notes"] for each in found["members"]}
    assert "East has tables of that name" in notes["without tables"][0]
    assert "the configuration has 'A'" in notes["deleted"][0]


def test_connection_files_that_are_missing_unused_or_of_no_use(scene: Scene) -> None:
    scene.linked("East", "I3_A_CH0")
    scene.linked("Spare", "I3_Forgotten_CH0")
    scene.link("Odbc", "Provider=MSDASQL.1;Password=hunter2-long;Persist Security Info=True;Data Source=dsn")
    scene.configure(configuration(workflow("A", "East"), workflow("B", "Gone")))
    result = scene.call("find", "--udl", str(scene.udl), "--config", str(scene.directory / "site.xml"))
    assert (result.exit_code, "DBM-3156" in result.stderr, "'Gone'" in result.stderr) == (3, True, True)
    assert "hunter2" not in result.output
    found = scene.json("find")
    assert found["exit_code"] == 3
    named = {
        each["name"]: (each["named_by_configuration"], each["problem"] and each["problem"]["code"])
        for each in found["databases"]
    }
    assert named == {
        "East": (True, None), "Odbc": (False, "DBM-3151"), "Spare": (False, None), "Gone": (True, "DBM-3156"),
    }  # fmt: skip
    states = {name: (state, database) for name, database, state, _ in members(found)}
    assert states["B"] == ("not looked at", "Gone")
    assert states["Forgotten"] == ("deleted", "Spare")
    assert sorted(codes(found)) == ["DBM-4230", "DBM-4233", "DBM-4233"]

    scene.call("decide", "--database", "Odbc", "--leave-out", "--reason", "reports only")
    scene.call("decide", "Forgotten", "--leave-out", "--reason", "old")
    file = scene.database("elsewhere", "I3_B_CH0")
    assert codes(scene.json("find", "--at", f"Gone=sqlite:///{file}")) == []
    assert scene.call("prepare").exit_code == 0
    assert scene.project("Gone").series["workflow"][0].name == "B"


def test_one_database_under_two_names_is_one(scene: Scene) -> None:
    file = scene.database("only", "I3_A_CH0")
    scene.link("East", f"Provider=OleSQLite.SQLiteSource;Data Source={file}")
    scene.link("Again", f"Provider=OleSQLite.SQLiteSource.3;Data Source={os.path.relpath(file, scene.udl)}")
    scene.configure(configuration(workflow("A", "East")))
    found = scene.find()
    assert [(each["name"], each["aliases"]) for each in found["databases"]] == [("Again", ["East"])]
    assert members(found) == [("A", "Again", "live", "A")]


def test_passwords_are_neither_shown_nor_written(scene: Scene) -> None:
    scene.linked("East", "I3_A_CH0")
    scene.link("Sql", 'Provider=SQLOLEDB.1;Password="pa;ss""w";User ID=sa;Initial Catalog=D;Data Source=127.0.0.1,1')
    text = "Provider=SQLOLEDB;PWD=inline-secret;UID=sa;Database=E;Server=127.0.0.1,1;Connect Timeout=1"
    scene.configure(
        f"<D><Connection name='Inline' connectionString='{text}'/>{workflow('A', 'East')}{workflow('B', 'Inline')}</D>"
    )
    shown = [scene.call("find", "--files-only", "--udl", str(scene.udl), "--config", str(scene.directory / "site.xml"))]
    shown += [scene.call("find", "--files-only", "--json"), scene.call("find", "--files-only", "--verbose")]
    for result in shown:
        assert result.exit_code == 0
        assert "mssql://sa:***@127.0.0.1" in result.stdout
    written = [path.read_text() for path in scene.directory.rglob("*.toml")]
    for text in (*(result.output for result in shown), *written):
        assert "inline-secret" not in text
        assert 'pa;ss"w' not in text


def test_a_project_says_where_its_password_comes_from(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from dbmigrate.finder import databases

    def look_into(catalog: databases.Catalog, *_: object) -> None:
        for database in catalog.databases:
            database.looked = True
            database.holdings = {"a": databases.Holding("A", {})}

    monkeypatch.setattr(databases.Catalog, "look_into", look_into)
    scene.link("Sql", "Provider=SQLOLEDB;PWD=topsecret1;UID=sa;Initial Catalog=D;Data Source=db1\\I,1500;Encrypt=False")
    scene.configure(configuration(workflow("A", "Sql")))
    assert scene.find()["missing"] == []
    (made,) = scene.json("prepare")["projects"]
    text = Path(made["path"]).read_text()
    assert made["needs_password"]
    assert 'url = "mssql://sa@db1\\\\I:1500/D?encrypt=no"' in text
    assert "DBMIGRATE_SOURCE_PASSWORD" in text
    assert "keyring set dbmigrate" in text
    assert "topsecret1" not in text


def test_values_that_nothing_says_are_asked_for(scene: Scene) -> None:
    scene.linked("East", "I3_A_CH0")
    scene.linked("West", "I3_B_CH0")
    server = '<Server name="S" timeZone="Eastern Standard Time"/>'
    scene.configure(configuration(workflow("A", "East"), workflow("B", "West"), server=server))
    found = scene.find()
    assert codes(found) == ["DBM-4232", "DBM-4232"]
    assert "IANA" in found["missing"][0]["message"]
    assert scene.json("decide", "--value", "time_zone=Europe/Berlin")["missing"] == 0
    scene.json("decide", "--database", "West", "--value", "time_zone=Asia/Tokyo")
    scene.json("decide", "B", "--value", "SITE_NAME=ODS-W")
    scene.json("prepare")
    said = {name: scene.project(name).series["workflow"][0].values for name in ("East", "West")}
    assert said["East"] == {"campaign": "A", "site_name": "S", "time_zone": "Europe/Berlin"}
    assert said["West"] == {"campaign": "B", "site_name": "ODS-W", "time_zone": "Asia/Tokyo"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("decide", "Collections", "--keep-as", "X"), 2, "--database, one of: East, south/West"),
        (("decide", "Nobody", "--keep-as", "X"), 2, "There are: Collections"),
        (("decide", "OldPromo", "--keep-as", "collections"), 2, "is there already"),
        (("decide", "OldPromo", "--merge-into", "Nobody"), 2, "to merge it into"),
        (("decide", "OldPromo", "--leave-out"), 2, "need a reason"),
        (("decide", "OldPromo", "--excuse", "--reason", "x"), 2, "it has tables"),
        (("decide", "OldPromo"), 2, "say one thing"),
        (("decide", "OldPromo", "--keep-as", "a", "--merge-into", "b"), 2, "say one thing"),
        (("decide", "--keep-as", "a"), 2, "name the member"),
        (("decide", "OldPromo", "--value", "nosuch=1"), 2, "Names are: campaign"),
        (("decide", "OldPromo", "--database", "North", "--keep-as", "a"), 2, "There are: East, south/West"),
        (("find", "--at", "East"), 2, "NAME=URL"),
        (("find", "--at", "East=nosuch://x"), 3, "not known"),
        (("find", "--config", "none.xml"), 3, "none.xml"),
        (("find", "--udl", "none"), 3, "no such folder"),
    ],
)
def test_mistakes_change_nothing(arguments: tuple[str, ...], code: int, said: str, scene: Scene) -> None:
    two_databases(scene).find()
    before = (scene.directory / "dialer.toml").read_bytes()
    result = scene.call(*arguments)
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
    assert (scene.directory / "dialer.toml").read_bytes() == before


def test_before_anything_was_named(scene: Scene) -> None:
    for arguments in (("find",), ("prepare",), ("manual",), ("decide", "A", "--keep-as", "B")):
        result = scene.call(*arguments)
        assert (result.exit_code, "--config FILE" in result.stderr) == (2, True)
    assert not (scene.directory / "dialer.toml").exists()


def test_what_is_left_to_do_by_hand(scene: Scene) -> None:
    two_databases(scene).find()
    found = scene.json("manual")
    east = [item for item in found["items"] if item["database"] == "East" and item["kind"] == "Contact list"]
    assert [(item["name"], item["tables"]) for item in east] == [
        ("Collections", ["Collections", "I3_Collections_PND"]),
        ("Nobody", []),
    ]
    assert 'FROM "I3_Collections_PND"' in east[0]["sql"]
    pointers = [item for item in found["items"] if item["kind"] == "Campaign"]
    assert [(item["name"], item["points_to"]["Contact list"]) for item in pointers] == [
        ("Collections 2009", ["Collections"]), ("R1", ["Renewals 2010"]), ("R2", ["Renewals 2010"]),
    ]  # fmt: skip
    assert "Campaign R1" in scene.call("manual").stdout


def test_the_file_of_decisions_survives_odd_names(scene: Scene) -> None:
    odd = 'say "hi"\\ {x} ü\'s'
    scene.linked("East", f"I3_{odd.replace(chr(34), '')}_CH0", "I3_B_CH0")
    scene.configure(configuration(workflow("B", "East")))
    (deleted,) = (each["name"] for each in scene.find()["members"] if each["state"] == "deleted")
    assert scene.json("decide", deleted, "--keep-as", odd)["missing"] == 0
    scene.json("prepare")
    assert scene.project("East").series["workflow"][1].values["campaign"] == odd
