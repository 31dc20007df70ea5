"""Visits every state of a model, nearest first."""

from __future__ import annotations

from dataclasses import dataclass

from dbmigrate.write.batch_writer_model import Protocol, State


@dataclass(frozen=True)
class Visited:
    """``broken``: the first promise found broken, with the events that led to it; ``stuck``: states from which no
    order of events leads to a copied run, while another start is allowed."""

    states: int
    broken: str = ""
    trail: tuple[str, ...] = ()
    stuck: int = 0


def visit(protocol: Protocol) -> Visited:
    """All states, nearest first, so that a trail is as short as can be."""
    first = protocol.first()
    reached: dict[State, tuple[State, str] | None] = {first: None}
    before: dict[State, list[State]] = {}
    waiting = [first]
    for state in waiting:
        if broken := protocol.broken_promise(state):
            return Visited(len(reached), broken, _trail(reached, state))
        for event, after in protocol.following(state):
            before.setdefault(after, []).append(state)
            if after not in reached:
                reached[after] = (state, event)
                waiting.append(after)
    good = {state for state in reached if state.copied}
    ahead = list(good)
    for state in ahead:
        for one in before.get(state, ()):
            if one not in good:
                good.add(one)
                ahead.append(one)
    stuck = [state for state in reached if state not in good and state.starts < protocol.starts]
    return Visited(len(reached), stuck=len(stuck))


def _trail(reached: dict[State, tuple[State, str] | None], state: State) -> tuple[str, ...]:
    events = []
    while (step := reached[state]) is not None:
        state, event = step
        events.append(event)
    return tuple(reversed(events))
