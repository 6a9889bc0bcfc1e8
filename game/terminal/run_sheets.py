"""The sheets about what was done in a run: its map, its history, its summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from game.engine.state import View
from game.story.model import Story as StoryModel
from game.telling import words
from game.telling.history import Find, Passage
from game.telling.summary import Summary
from game.telling.trail import Stop, Twig, drawn
from game.terminal.outcomes import Order, Row, Sheet

MOST_ROWS = 200
_SEARCH = "Type words to find them."


def places(stops: tuple[Stop, ...]) -> Sheet:
    """The map: the places that were seen, along the longest way; the others under the one from which they were found."""
    names = {stop.place.id: stop.place.name for stop in stops}
    rows = tuple(_place(twig, names) for twig in drawn(stops))
    said = f"{len(rows)} places so far, along your way. Side ways hang where they leave it."
    intro = (said,) if len(rows) > 1 else ()
    return Sheet("map", "Map", intro, rows, "No place yet. Where you have been will stand here.")


def _place(twig: Twig, names: dict[str, str]) -> Row:
    stop = twig.stop
    ways = [names[way] for way in stop.ways]
    unseen = f"Ways from here: {', '.join(ways)}." if ways else ""
    return Row(
        stop.place.name, stop.place.about, "you are here" if stop.here else "", stem=twig.stem, under=twig.under, unseen=unseen
    )


def history(passages: Sequence[Passage]) -> Sheet:
    """The picks of the run by scene, the newest first, each with its page to be read again."""
    intro = (f"Pick a turn to read it again. {_SEARCH}{_left_out(passages)}",)
    return Sheet("history", "What you have read", intro, tuple(_turns(passages, _reread)), asks="history")


def viewed(slot: str, view: View, passages: Sequence[Passage]) -> Sheet:
    """The turns of a kept run, the newest first, to be read only."""
    intro = (f"It stands at turn {view.turn}, in {view.title}. Pick a turn to read it.{_left_out(passages)}",)
    rows = tuple(_turns(passages, lambda each: Order("view", f"{slot}/{each.number}")))
    return Sheet("viewed", "Only to read", intro, rows)


def _turns(passages: Sequence[Passage], order: Callable[[Passage], Order]) -> Iterator[Row]:
    for each in reversed(passages[-MOST_ROWS:]):
        yield Row(each.picked or "The beginning", "", f"turn {each.turn}", order(each), group=each.before)


def _left_out(passages: Sequence[Passage]) -> str:
    return f" These are the last {MOST_ROWS} of {len(passages)} turns." if len(passages) > MOST_ROWS else ""


def found(wanted: str, finds: Sequence[Find]) -> Sheet:
    """Where words stand in what was read, the newest first."""
    rows = tuple(
        Row(_marked(each), "", f"turn {each.passage.turn}", _reread(each.passage), group=each.passage.title)
        for each in finds[: -MOST_ROWS - 1 : -1]
    )
    more = f" These are the last {MOST_ROWS}." if len(finds) > MOST_ROWS else ""
    intro = f"{words.counted(len(finds), 'place')} with “{wanted}”, the newest first.{more} {_SEARCH}" if finds else _SEARCH
    return Sheet(
        "history", "What you have read", (intro,), rows, f"“{wanted}” stands nowhere in what you have read.", asks="history"
    )


def _marked(each: Find) -> str:
    """The excerpt with what was found emphasised; asterisks of the story's own are only that."""
    before, inside, behind = each.text[: each.start], each.text[each.start : each.end], each.text[each.end :]
    return f"{_plain(before)}*{_plain(inside)}*{_plain(behind)}"


def _plain(text: str) -> str:
    return text.replace("*", "\\*")


def _reread(passage: Passage) -> Order:
    return Order("reread", str(passage.number))


def summary(story: StoryModel, run: Summary) -> Sheet:
    """What the run was, with the choices that changed most."""
    title = f"The end: {run.ending}" if run.ending else "Your run so far"
    which = "The one" if len(run.choices) == 1 else f"The {len(run.choices)}"
    mattered = f" {which} that changed most of what came after:" if run.choices else ""
    intro = (f"{words.counted(run.turn, 'choice')}.{mattered}", *filter(None, (words.begins_late(run),)))
    rows = [
        *(Row(pick.words, words.came_of(pick), f"turn {pick.turn}", group=pick.title) for pick in run.choices),
        *(Row(name, how, group="People") for name, how in words.people(run)),
        *(Row(words.share(share), group="Of all there is") for share in run.shares if run.ending),
        Row("Keep it as a page", "", "`keep FILE` writes .html, .md or .txt", Order("keep"), group="To keep"),
    ]
    return Sheet("summary", title, intro, tuple(rows), empty=story.title)
