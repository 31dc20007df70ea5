"""Which versions of a schema are accepted, and by which steps others get there."""

from __future__ import annotations

from dbmigrate.config.schema_side import SchemaSide, SchemaUpgrade


def _step(version: str, to: str) -> SchemaUpgrade:
    return SchemaUpgrade.model_validate({"from": version, "to": to, "script": f"upgrade/{version}_{to}.sql"})


SIDE = SchemaSide(
    schema_version="4",
    tested_with=("3.9",),
    upgrades=tuple(_step(*each) for each in ("1x", "x4", "12", "23", "34", "56", "65")),
)


def test_the_fewest_steps_lead_there() -> None:
    assert [one.script for one in SIDE.upgrade_path("1")] == ["upgrade/1_x.sql", "upgrade/x_4.sql"]
    assert [one.to for one in SIDE.upgrade_path("2")] == ["3", "4"]


def test_a_version_that_was_tested_too_ends_the_way() -> None:
    side = SIDE.model_copy(update={"tested_with": ("3",)})
    assert [one.to for one in side.upgrade_path("2")] == ["3"]
    assert side.accepts("3")
    assert not side.accepts("2")


def test_no_way_is_none() -> None:
    assert SIDE.upgrade_path("5") == SIDE.upgrade_path("no such") == ()
