"""What must be passed on the way from a start to a goal: dominators of a flow graph.

Cooper, Harvey and Kennedy, *A Simple, Fast Dominance Algorithm* (2001): immediate dominators by repeated intersection in reverse
postorder. A scene *d* dominates a scene *n* when every path from the start to *n* passes through *d*.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

Onward = Mapping[str, Sequence[str]]


def reached_from(start: str, onward: Onward) -> dict[str, int]:
    """Everything that is reached from `start`, with the order in which a breadth-first search comes to it."""
    found, waiting = {start: 0}, deque([start])
    while waiting:
        for key in onward[waiting.popleft()]:
            if key not in found:
                found[key] = len(found)
                waiting.append(key)
    return found


def depth_first(roots: Sequence[str], onward: Onward) -> tuple[list[str], set[tuple[str, str]]]:
    """What the roots lead to, in postorder, and the edges that close a circle. No recursion: a story may be long."""
    order: list[str] = []
    closing: set[tuple[str, str]] = set()
    state: dict[str, bool] = {}  # True while its edges are followed, False when done
    for root in roots:
        if root in state:
            continue
        state[root] = True
        stack = [(root, iter(onward[root]))]
        while stack:
            here, following = stack[-1]
            for key in following:
                if key not in state:
                    state[key] = True
                    stack.append((key, iter(onward[key])))
                    break
                if state[key]:
                    closing.add((here, key))
            else:
                state[here] = False
                order.append(here)
                stack.pop()
    return order, closing


def immediate_dominators(start: str, onward: Onward) -> dict[str, str]:
    """For everything reached from `start` the last thing that every path to it passes; the start has itself."""
    postorder, _ = depth_first([start], onward)
    number = {key: place for place, key in enumerate(postorder)}
    before: dict[str, list[str]] = {key: [] for key in postorder}
    for key in postorder:
        for following in onward[key]:
            before[following].append(key)
    found = {start: start}
    changed = True
    while changed:
        changed = False
        for key in reversed(postorder[:-1]):
            known = [each for each in before[key] if each in found]
            best = known[0]
            for other in known[1:]:
                best = _common(best, other, found, number)
            if found.get(key) != best:
                found[key], changed = best, True
    return found


def _common(one: str, other: str, found: Mapping[str, str], number: Mapping[str, int]) -> str:
    """The last thing that is on the way to both."""
    while one != other:
        while number[one] < number[other]:
            one = found[one]
        while number[other] < number[one]:
            other = found[other]
    return one


def dominators(found: Mapping[str, str], goal: str) -> list[str]:
    """What every path to `goal` passes, by the immediate dominators, the start first and the goal last."""
    way = [goal]
    while found[way[-1]] != way[-1]:
        way.append(found[way[-1]])
    return way[::-1]
