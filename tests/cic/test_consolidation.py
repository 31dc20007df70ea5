"""Two contact centres become one: refused until their sites are told apart, then every row of both is there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dbmigrate.errors import ConfigurationError, ExitCode, PlanRefusedError
from tests.cic.conftest import MakeSource
from tests.cic.contact_centre import Project, columns_of, empty_target, rows
from tests.databases import Database

pytestmark = pytest.mark.long

GROUPS = ["tracker_config", "tracker", "interval_statistics", "dialer_history"]
SITES = "\n[maps.site]\n1 = 11\n2 = 12\n3 = 13\n"


def merged_person(north: Database, south: Database) -> tuple[str, str]:
    """(in the south, in the north): two who have no attribute of one type, so that nothing of them clashes."""
    listed = 'SELECT "IndivID", "AttrTypeID" FROM "IndivAttribute" ORDER BY 1, 2'
    people: list[dict[str, set[int]]] = []
    for source in (north, south):
        has: dict[str, set[int]] = {}
        for person, kind in source.rows(listed):
            has.setdefault(person, set()).add(kind)
        people.append({person: kinds for person, kinds in has.items() if not person.startswith("00000")})
    return next((s, n) for s, of_s in people[1].items() for n, of_n in people[0].items() if not of_s & of_n)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_contact_centres_in_one(tmp_path: Path, contact_centre: MakeSource, postgres_url: str, kind: str) -> None:
    target = empty_target(kind, tmp_path, postgres_url)
    north = Project(tmp_path, "north", contact_centre("north", 3), target, GROUPS)
    south = Project(tmp_path, "south", contact_centre("south", 8), target, GROUPS)
    assert north.run().rows_rejected == 0
    with pytest.raises(PlanRefusedError) as refused:
        south.run()
    assert refused.value.exit_code == ExitCode.REFUSED
    assert refused.value.code == "DBM-4031"
    assert "this source has rows of site 1" in str(refused.value.cause)
    assert "project north" in str(refused.value.cause)
    assert len(target.rows(f"SELECT * FROM {target.ledger('run')}")) == 1

    double, original = merged_person(north.source, south.source)
    before = target.rows(f"""SELECT * FROM "Individual" WHERE "IndivID" = '{original}'""")
    [(old_name,)] = south.source.rows('SELECT max("cName") FROM "IAgentQueueStats"')
    people = f'[maps.individual]\n"{double.strip()}" = "{original.strip()}"\n'
    people += f'[maps.user]\n"{old_name.upper()}" = "new.name"\n'
    south.write(SITES + people)
    assert south.run().rows_rejected == 0

    # Every statistics row of both, the southern ones under their new sites and names.
    names = columns_of(north.source, "IAgentQueueStats")
    site, name = names.index("SiteId"), names.index("cName")
    expected = Counter(rows(north.source, "IAgentQueueStats", names))
    for row in rows(south.source, "IAgentQueueStats", names):
        moved = list(row)
        moved[site] = str(int(row[site]) + 10)
        moved[name] = "new.name" if row[name] == old_name else row[name]
        expected[tuple(moved)] += 1
    assert Counter(rows(target, "IAgentQueueStats", names)) == expected

    # One person for two: the row of the north, the attributes of both.
    assert target.rows(f"""SELECT * FROM "Individual" WHERE "IndivID" = '{original}'""") == before
    assert target.rows(f"""SELECT * FROM "Individual" WHERE "IndivID" = '{double}'""") == []
    attributes = [
        source.rows(f"""SELECT "AttrTypeID" FROM "IndivAttribute" WHERE "IndivID" = '{person}'""")
        for source, person in ((north.source, original), (south.source, double))
    ]
    found = target.rows(f"""SELECT "AttrTypeID" FROM "IndivAttribute" WHERE "IndivID" = '{original}'""")
    assert len(found) == sum(map(len, attributes))

    # Types of one name are one type.
    kinds = Counter(target.rows('SELECT "Name" FROM "IndivType"'))
    assert set(kinds.values()) == {1}
    assert south.unproven("source") == []
    assert north.unproven("hashes") == []


def test_fixed_individuals_are_never_mapped(tmp_path: Path) -> None:
    nowhere = Database("sqlite", str(tmp_path / "none.db"))
    project = Project(tmp_path, "one", nowhere, nowhere, ["tracker"])
    project.write('\n[maps.individual]\n"0000000000000000000001" = "ABCDEFGHIJKLMNOPQRSTUV"\n')
    with pytest.raises(ConfigurationError, match="never mapped") as refused:
        project.run()
    assert refused.value.code == "DBM-3031"
