"""In which order tables are loaded: parents before children, as far as the foreign keys allow."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def strong_components(nodes: Sequence[Node], edges: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """Tarjan's algorithm, iterative; components come after all that they refer to."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    on_path: set[Node] = set()
    path: list[Node] = []
    components: list[list[Node]] = []
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(edges.get(root, ())))]
        index[root] = low[root] = len(index)
        path.append(root)
        on_path.add(root)
        while work:
            node, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    path.append(successor)
                    on_path.add(successor)
                    work.append((successor, iter(edges.get(successor, ()))))
                    break
                if successor in on_path:
                    low[node] = min(low[node], index[successor])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    component = []
                    while True:
                        member = path.pop()
                        on_path.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    components.append(component)
    return components


def levels(
    nodes: Sequence[Node], edges: Mapping[Node, Iterable[Node]]
) -> tuple[dict[Node, int], Callable[[Node, Node], bool]]:
    """The level of each node (0 = refers to nothing in the set), and whether two nodes share a cycle."""
    inside = set(nodes)
    edges = {node: [other for other in edges.get(node, ()) if other in inside] for node in nodes}
    components = strong_components(nodes, edges)
    number = {node: place for place, members in enumerate(components) for node in members}
    level: dict[int, int] = {}
    for place, members in enumerate(components):
        below = [level[number[n]] + 1 for m in members for n in edges[m] if number[n] != place]
        level[place] = max(below, default=0)
    return {node: level[number[node]] for node in nodes}, lambda a, b: number[a] == number[b]
