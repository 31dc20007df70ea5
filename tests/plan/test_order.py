"""Parents before children, as far as the foreign keys allow."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dbmigrate.plan.order import levels, strong_components

_GRAPHS = st.dictionaries(st.integers(0, 8), st.sets(st.integers(0, 8), max_size=4), max_size=9)


def test_a_chain() -> None:
    level, share_cycle = levels("abc", {"a": {"b"}, "b": {"c"}})
    assert level == {"c": 0, "b": 1, "a": 2}
    assert not share_cycle("a", "b")


def test_a_cycle_is_one_level_and_what_refers_to_it_comes_after() -> None:
    level, share_cycle = levels("abcd", {"a": {"b"}, "b": {"a"}, "c": {"a"}, "a ": {"d"}})
    assert level["a"] == level["b"] == 0
    assert level["c"] == 1
    assert share_cycle("a", "b")
    assert not share_cycle("a", "c")


def test_a_self_reference_shares_a_cycle_with_itself_and_keeps_its_level() -> None:
    level, share_cycle = levels("ab", {"a": {"a", "b"}})
    assert level == {"b": 0, "a": 1}
    assert share_cycle("a", "a")


def test_a_node_outside_the_set_is_of_no_consequence() -> None:
    assert levels("a", {"a": {"z"}})[0] == {"a": 0}


def test_a_long_chain_needs_no_stack() -> None:
    nodes = list(range(20_000))
    level, _ = levels(nodes, {a: {b} for a, b in pairwise(nodes)})
    assert level[0] == 19_999


def _reaches(edges: dict[int, set[int]], start: int) -> set[int]:
    seen, todo = set(), [start]
    while todo:
        for successor in edges.get(todo.pop(), ()):
            if successor not in seen:
                seen.add(successor)
                todo.append(successor)
    return seen


@given(_GRAPHS)
def test_levels_agree_with_reachability(edges: dict[int, set[int]]) -> None:
    nodes = list(range(9))
    level, share_cycle = levels(nodes, edges)
    reach = {node: _reaches(edges, node) for node in nodes}
    for a in nodes:
        for b in nodes:
            if a != b:
                assert share_cycle(a, b) == (b in reach[a] and a in reach[b])
            if b in edges.get(a, ()) and not share_cycle(a, b):
                assert level[a] > level[b]


@given(_GRAPHS)
def test_components_part_the_nodes_and_come_after_what_they_refer_to(edges: dict[int, set[int]]) -> None:
    nodes = list(range(9))
    components = strong_components(nodes, edges)
    assert sorted(node for component in components for node in component) == nodes
    place = {node: number for number, component in enumerate(components) for node in component}
    assert all(place[b] <= place[a] for a in nodes for b in edges.get(a, ()))
