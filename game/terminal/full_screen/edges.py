"""What stands above and below the window: where the player is, the measures of the story, the rules, the keys of here."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from game.engine.state import Status, View
from game.terminal.full_screen.draw import Signs, signs_of
from game.terminal.full_screen.viewport import Fragment, Measure
from game.terminal.layout import cells, clip


def status_bar(view: View, measure: Measure, changed: Collection[str]) -> list[Fragment]:
    """Where the player is, and the measures of the story, as many as there is room for; those in `changed` stand out."""
    place = clip(view.place or view.title, max(8, measure.width // 2))
    room = measure.width - cells(place)
    items: list[list[Fragment]] = []
    for status in view.status:
        value = "class:bar.changed" if status.name in changed else "class:bar.value"
        item = _status_item(status, signs_of(measure), value, short=measure.columns < 60)
        if (room := room - _width(item) - 3) < 0:
            break
        items.append(item)
    right = [fragment for item in items for fragment in (*item, ("class:bar", "   "))][:-1]
    fill = measure.width - cells(place) - _width(right)
    return [("", " " * measure.left), ("class:bar.place", place), ("class:bar", " " * max(1, fill)), *right]


def _status_item(status: Status, signs: Signs, value: str, *, short: bool) -> list[Fragment]:
    label = ("class:bar", f"{status.label} ")
    if status.style == "meter" and status.most and not short and status.most <= 10:
        meter = signs.full * status.level + signs.empty * (status.most - status.level)
        return [label, (value, meter)]
    text = status.text.replace(" of ", "/") if status.style == "meter" else status.text
    return [(value, text)] if status.style == "time" else [label, (value, text)]


def rule(measure: Measure, words: str = "") -> list[Fragment]:
    """A line as wide as the text and what stands beside it, with words near its right end."""
    width = 2 + _reach(measure)
    text = clip(f" {words} ", max(0, width - 4)) if words else ""
    left = max(0, width - cells(text) - (3 if text else 0))
    edge, line = ("", " " * (measure.left - 2)), signs_of(measure).line
    rest = line * (width - left - cells(text))
    return [edge, ("class:line", line * left), ("class:hint", text), ("class:line", rest)]


def hints(pairs: Sequence[tuple[str, str]], last: Sequence[tuple[str, str]], measure: Measure) -> list[Fragment]:
    """Keys with what they do: `last` at the end, and before it as many of `pairs` as there is room for."""
    room = _reach(measure)
    shown = list(pairs)
    while shown and _hints_width((*shown, *last), _CLOSE) > room:
        shown.pop()
    space = _WIDE if _hints_width((*shown, *last), _WIDE) <= room else _CLOSE
    found: list[Fragment] = []
    for key, words in (*shown, *last):
        found += [("class:hint", space if found else " " * measure.left), ("class:key", key), ("class:hint", f" {words}")]
    return found


def _reach(measure: Measure) -> int:
    """How far from the left edge of the text its rules and its foot go: in a window with room, a little further than the text."""
    return measure.width + 2 if measure.columns >= measure.left + measure.width + 2 else measure.width


_WIDE, _CLOSE = "   ", "  "


def _hints_width(pairs: Sequence[tuple[str, str]], space: str) -> int:
    return sum(cells(key) + 1 + cells(words) for key, words in pairs) + len(space) * (len(pairs) - 1)


def _width(fragments: Sequence[Fragment]) -> int:
    return sum(cells(text) for _, text in fragments)
