"""Names in the text of an expression, and keys that an expression spells."""

from __future__ import annotations

import pytest

from dbmigrate.config.expression_text import literal, members_named, with_members, with_names
from dbmigrate.plan.spelled_keys import spells

MEANINGS = {"placed": '"placed_at"', "length": "(NULL)", "it": '"it"""s"'}


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("placed", '"placed_at"'),
        ('upper("PLACED") || placed', 'upper("placed_at") || "placed_at"'),
        ("'placed' || placed -- placed\n", "'placed' || \"placed_at\" -- placed\n"),
        ("placed(1) + length(placed)", 'placed(1) + length("placed_at")'),
        ("s.placed + placed.x + f(placed := 1)", "s.placed + placed.x + f(placed := 1)"),
        ("it::length", '"it"""s"::length'),
        ("CASE WHEN length IS NULL THEN 1 END", "CASE WHEN (NULL) IS NULL THEN 1 END"),
        ("$$placed$$ || 'it''s' || é", "$$placed$$ || 'it''s' || é"),
    ],
)
def test_names_stand_for_columns_and_for_nothing_else(text: str, replaced: str) -> None:
    assert with_names(text, MEANINGS) == replaced


def test_members_are_filled_in() -> None:
    text = "coalesce(MEMBER('campaign'), 'member(''x'')') || member ( 'name' )"
    assert members_named(text) == ["campaign", "name"]
    filled = with_members(text, {"campaign": literal("L'été; --"), "name": literal(True)})
    assert filled == "coalesce('L''été; --', 'member(''x'')') || true"
    assert members_named("remember('x') + member") == []


@pytest.mark.parametrize("text", ["member(campaign)", "member('a', 'b')", "member()", "member('a' || 'b')"])
def test_a_member_is_named_in_quotes(text: str) -> None:
    with pytest.raises(ValueError, match="takes one name in quotes"):
        members_named(text)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("to_json(['a', \"Id\"::varchar])::varchar", True),
        ("(to_json([site::text, id::varchar]))::text", True),
        ("to_json(['a', id])", False),  # members of a list are brought to one type, which may lose digits
        ("to_json(['a', upper(id)::varchar])", False),
        ("to_json(['a', id::integer::varchar])", False),
        ("to_json(['a', other::varchar])", False),
        ("to_json(['a' || id::varchar])", False),
        ("concat('a', id::varchar)", False),
        ("to_json([id::varchar], [id::varchar])", False),
        ("id", False),
        ("to_json([", False),
    ],
)
def test_a_key_is_spelled_whole(text: str, does: bool) -> None:
    assert spells(text, ("id",)) is does


def test_every_column_of_a_key_is_needed() -> None:
    assert not spells("to_json([id::varchar])", ("id", "site"))
    assert spells("to_json([SITE::varchar, id::varchar])", ("id", "site"))
    assert not spells("to_json(['a'])", ())
