"""What changed in `story.yaml`: variables, endings, notes, places, the cast, what must always hold, the story itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeVar

from game.authoring.diff.changes import Change
from game.authoring.diff.meaning import Version
from game.authoring.diff.words import word_diff
from game.diagnostics import Span
from game.language.domain import Domain, Flag, OneOf, Range, SomeOf, value_text
from game.story.graph import graph_of
from game.story.model import Achievement, Art, Deck, End, Ending, Event, JournalNote, Story, Variable, beats


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


_Thing = TypeVar("_Thing", bound=_Placed)


def declared(old: Version, new: Version) -> Iterator[Change]:
    """Every difference in what the two stories declare."""
    yield from _story(old.story, new.story)
    yield from _variables(old, new)
    yield from _endings(old, new.story)
    notes = {old.renames.notes.get(name, name): note for name, note in old.story.notes.items()}
    yield from _kept_by_id("note", "note", notes, new.story.notes)
    yield from _called_otherwise("note", "note", notes, new.story.notes)
    yield from _notes(old, new, notes)
    earned = {old.renames.achievements.get(name, name): each for name, each in old.story.achievements.items()}
    yield from _kept_by_id("achievement", "achievement", earned, new.story.achievements)
    yield from _called_otherwise("achievement", "achievement", earned, new.story.achievements)
    yield from _fields("achievement", "achievement", earned, new.story.achievements, _titled)
    places = {old.renames.places.get(name, name): place for name, place in old.story.places.items()}
    yield from _kept_by_id("place", "place", places, new.story.places)
    yield from _called_otherwise("place", "place", places, new.story.places)
    yield from _fields("place", "place", places, new.story.places, lambda place: {"name": place.name, "about": place.about})
    yield from _art_and_sounds(old.story, new.story)
    yield from _kept_by_id("cast", "member of the cast", old.story.cast, new.story.cast)
    yield from _fields(
        "cast",
        "member of the cast",
        old.story.cast,
        new.story.cast,
        lambda who: {"name": who.name, "hangul": who.hangul, "about": who.about, "student": "true" if who.student else "false"},
    )
    yield from _people(old, new)
    yield from _decks(old, new.story.decks)
    yield from _events(old, new)
    yield from _texts(old, new)
    yield from _always(old, new)


def _decks(old: Version, new: Mapping[str, Deck]) -> Iterator[Change]:
    before = {old.renames.deck(name): deck for name, deck in old.story.decks.items()}
    yield from _kept_by_id("deck", "deck", before, new)
    yield from _called_otherwise("deck", "deck", before, new)
    yield from _fields("deck", "deck", before, new, lambda deck: {"name": deck.name})


def _texts(old: Version, new: Version) -> Iterator[Change]:
    texts = {
        "company": (old.story.company, new.story.company),
        "carried": (old.story.carried, new.story.carried),
    }
    for key, (before, after) in texts.items():
        was, now = old.writer.text(before), new.writer.text(after)
        if was != now:
            yield Change("story-about", f"The story's `{key}`:", None, None, (word_diff(was, now),))


def _story(old: Story, new: Story) -> Iterator[Change]:
    if old.id != new.id:
        yield Change("story-id", f"The story's id was `{old.id}` and is `{new.id}`: no old save opens any more", None, None)
    if old.start != new.start and new.start not in new.scenes[new.start].was:
        spans = old.scenes[old.start].span, new.scenes[new.start].span
        yield Change("start-scene", f"A new play begins at `{new.start}`, no longer at `{old.start}`", *spans)
    for name, was, now in (
        ("title", old.title, new.title),
        ("author", old.author, new.author),
        ("about", old.about, new.about),
        ("cover", old.cover or "", new.cover or ""),
        ("content note", old.content_note, new.content_note),
    ):
        if was != now:
            yield Change("story-about", f"The story's `{name}`:", None, None, (word_diff(was, now),))


def _plain(name: str) -> str:
    """`trust.su_hyeok` -> `trust`: an attribute is declared once for all students."""
    return name.partition(".")[0]


def _variables(old: Version, new: Version) -> Iterator[Change]:
    names = {old.renames.slot(name): name for name in old.story.variables}
    for name, was in names.items():
        before, after = old.story.variables[was], new.story.variables.get(name)
        if after is None:
            yield Change(
                "variable-gone",
                f"The variable {_called(was, new.story)} is gone, and with it what saves have kept in it",
                before.span,
                None,
            )
            continue
        if _plain(was) != _plain(name):
            yield Change("variable-renamed", f"The variable `{_plain(name)}` was called `{_plain(was)}`", before.span, after.span)
        yield from _variable(f"`{_plain(name)}`", before, after)
        earlier, now = _shown_when(old, before), _shown_when(new, after)
        if earlier != now and before.show and after.show:
            what = f"`{_plain(name)}` is shown {now}, before {earlier}"
            yield Change("variable-shown", what, before.span, after.span)
    for name, variable in new.story.variables.items():
        if name not in names:
            start = value_text(variable.domain, variable.start)
            what = f"The variable {_called(name, old.story)} is new: {_domain(variable.domain)}"
            yield Change("variable-new", what, None, variable.span, (f"In old saves it starts at `{start}` too.",))


def _shown_when(version: Version, variable: Variable) -> str:
    return f"while `{version.writer.condition(variable.show_when)}`" if variable.show_when is not None else "always"


def _called(name: str, other: Story) -> str:
    """The variable; whose it is only where the other story has the attribute too, and just not for this student."""
    plain, dot, student = name.partition(".")
    whose = f" of {student}" if dot and any(_plain(each) == plain for each in other.variables) else ""
    return f"`{plain}`{whose}"


def _variable(name: str, old: Variable, new: Variable) -> Iterator[Change]:
    spans = old.span, new.span
    was, now = _domain(old.domain), _domain(new.domain)
    before, after = value_text(old.domain, old.start), value_text(new.domain, new.start)
    if type(old.domain) is not type(new.domain):
        yield Change("variable-kind", f"{name} was {was}, and is {now}: what saves have kept in it may be lost", *spans)
    elif old.domain != new.domain:
        yield from _reach(name, old, new)
    if before != after and type(old.domain) is type(new.domain):
        yield Change("variable-start", f"{name} starts at `{after}`, no longer at `{before}`", *spans)
    if old.remembers != new.remembers:
        was, now = (f"`{each.remembers}`" if each.remembers else "nothing" for each in (old, new))
        yield Change("variable-start", f"{name} remembers {now} of the runs before, earlier {was}", *spans)
    if (old.show, old.label) != (new.show, new.label):
        how = f"as {new.show} under “{new.label}”" if new.show else "nowhere"
        earlier = f"as {old.show} under “{old.label}”" if old.show else "nowhere"
        if how != earlier:
            yield Change("variable-shown", f"{name} is shown {how} on the status line, before {earlier}", *spans)


def _reach(name: str, old: Variable, new: Variable) -> Iterator[Change]:
    """What the variable can be now and could not before, and the other way round."""
    was, now = f"Before: {_domain(old.domain)}.", f"Now: {_domain(new.domain)}."
    lost, gained = _only(old.domain, new.domain), _only(new.domain, old.domain)
    if lost:
        start = value_text(new.domain, new.start)
        then = f"start again at `{start}`" if isinstance(old.domain, OneOf) else "get what is nearest to it"
        details = (was, now, f"Saves that have it {then}.")
        yield Change("variable-narrower", f"{name} can no longer be {lost}", old.span, new.span, details)
    if gained:
        yield Change("variable-wider", f"{name} can now also be {gained}", old.span, new.span, (was, now))


def _only(one: Domain, other: Domain) -> str:
    """The values of one domain that the other, of the same kind, has not, in words; empty when there are none."""
    found: list[str] = []
    if isinstance(one, Range) and isinstance(other, Range):
        found += [f"below {value_text(other, other.low)}"] * (one.low < other.low)
        found += [f"above {value_text(other, other.high)}"] * (one.high > other.high)
        found += ["a time of day" if one.time else "a plain number"] * (one.time != other.time)
    elif isinstance(one, OneOf | SomeOf) and isinstance(other, OneOf | SomeOf):
        found += [f"`{word}`" for word in one.words if word not in other.words]
    if isinstance(one, SomeOf) and isinstance(other, SomeOf) and one.at_most > other.at_most and not found:
        found.append(f"more than {other.at_most} at once")
    return " or ".join(found)


def _domain(domain: Domain) -> str:
    match domain:
        case Flag():
            return "a flag"
        case Range(low, high):
            return f"{value_text(domain, low)}..{value_text(domain, high)}"
        case OneOf(words):
            return f"one of [{', '.join(words)}]"
        case SomeOf(words, at_most):
            return f"some of [{', '.join(words)}]" + (f", at most {at_most}" if at_most < len(words) else "")


def _endings(version: Version, new: Story) -> Iterator[Change]:
    names = version.renames.endings
    led_before, led_now = {names.get(name, name) for name in _led_to(version.story)}, _led_to(new)
    old = {names.get(name, name): ending for name, ending in version.story.endings.items()}
    yield from _called_otherwise("ending-about", "ending", old, new.endings)
    for name, ending in old.items():
        if name not in new.endings:
            yield Change("ending-gone", f"The ending `{name}` is gone", ending.span, None)
        elif name in led_before and name not in led_now:
            yield Change(
                "ending-unreached", f"Nothing leads to the ending `{name}` any more", ending.span, new.endings[name].span
            )
    for name, ending in new.endings.items():
        if name not in old:
            but = "" if name in led_now else ", but nothing leads to it"
            yield Change("ending-new", f"The ending `{name}` is new{but}", None, ending.span)
        elif name in led_now and name not in led_before:
            yield Change("ending-reached", f"The ending `{name}` can be reached now", old[name].span, ending.span)
    yield from _fields("ending-about", "ending", old, new.endings, _titled)


def _titled(thing: Ending | Achievement) -> Mapping[str, str]:
    return {"title": thing.title, "hint": thing.hint}


def _led_to(story: Story) -> set[str]:
    """The endings of scenes to which jumps and visits lead from the start, conditions aside."""
    reached = graph_of(story).reached_from(story.start)
    scenes = (scene for scene in story.scenes.values() if scene.id in reached)
    return {beat.ending for scene in scenes for beat in beats(scene.script) if isinstance(beat, End)}


class _Renamed(_Placed, Protocol):
    @property
    def id(self) -> str: ...


def _called_otherwise(kind: str, what: str, before: Mapping[str, _Renamed], new: Mapping[str, _Placed]) -> Iterator[Change]:
    """Those of the old story, by the names that they have now, that had another one."""
    for name, thing in before.items():
        if name in new and name != thing.id:
            yield Change(kind, f"The {what} `{name}` was called `{thing.id}`", thing.span, new[name].span)


def _kept_by_id(kind: str, what: str, old: Mapping[str, _Thing], new: Mapping[str, _Thing]) -> Iterator[Change]:
    for name, thing in old.items():
        if name not in new:
            yield Change(kind, f"The {what} `{name}` is gone", thing.span, None)
    for name, thing in new.items():
        if name not in old:
            yield Change(kind, f"The {what} `{name}` is new", None, thing.span)


def _fields(
    kind: str, what: str, old: Mapping[str, _Thing], new: Mapping[str, _Thing], fields: Callable[[_Thing], Mapping[str, str]]
) -> Iterator[Change]:
    """The fields of what both stories have that differ."""
    for name, after in new.items():
        before = old.get(name)
        was = fields(before) if before is not None else {}
        for key, text in fields(after).items():
            if before is not None and was[key] != text:
                details = (word_diff(was[key], text),)
                yield Change(kind, f"The {what} `{name}`, its `{key}`:", before.span, after.span, details)


def _art_and_sounds(old: Story, new: Story) -> Iterator[Change]:
    yield from _kept_by_id("art", "picture", old.art, new.art)
    yield from _fields("art", "picture", old.art, new.art, lambda art: {"words": art.words})
    for name, picture in new.art.items():
        before = old.art.get(name)
        if before is not None and _drawn(before) != _drawn(picture):
            yield Change("art", f"The picture `{name}` is drawn anew", before.span, picture.span)
    yield from _kept_by_id("sound", "sound", old.sounds, new.sounds)
    yield from _fields("sound", "sound", old.sounds, new.sounds, lambda sound: {"words": sound.words})


def _drawn(art: Art) -> tuple[object, ...]:
    return art.picture, art.bright, art.dim


def _people(old: Version, new: Version) -> Iterator[Change]:
    """How the story says that they are."""
    for name, after in new.story.cast.items():
        before = old.story.cast.get(name)
        was, now = old.writer.text(before.now) if before is not None else "", new.writer.text(after.now)
        if before is not None and was != now:
            yield Change("cast", f"The member of the cast `{name}`, its `now`:", before.span, after.span, (word_diff(was, now),))


def _notes(old: Version, new: Version, notes: Mapping[str, JournalNote]) -> Iterator[Change]:
    for name, after in new.story.notes.items():
        before = notes.get(name)
        if before is None:
            continue
        texts = (
            ("title", before.title, after.title),
            ("kind", before.kind, after.kind),
            ("text", old.writer.text(before.text), new.writer.text(after.text)),
        )
        for key, was, now in texts:
            if was != now:
                yield Change("note", f"The note `{name}`, its `{key}`:", before.span, after.span, (word_diff(was, now),))


def _events(old: Version, new: Version) -> Iterator[Change]:
    before = {old.renames.events.get(name, name): event for name, event in old.story.events.items()}
    yield from _kept_by_id("event", "event", before, new.story.events)
    both = [name for name in before if name in new.story.events]
    for name in both:
        was, now = _event(before[name], old), _event(new.story.events[name], new)
        for key in was:
            if was[key] != now[key]:
                spans, details = (before[name].span, new.story.events[name].span), (f"Before: {was[key]}.", f"Now: {now[key]}.")
                yield Change("event", f"The event `{name}` has another `{key}`", *spans, details)
    if both != [name for name in new.story.events if name in before]:
        spans = before[both[0]].span, new.story.events[both[0]].span
        yield Change("event", "The events come in another order, where several are due", *spans)


def _event(event: Event, version: Version) -> dict[str, str]:
    return {
        "when": f"`{version.writer.condition(event.condition)}`",
        "at": ", ".join(f"`{version.renames.places.get(place, place)}`" for place in event.places) or "anywhere",
        "visit": f"`{version.renames.scene(event.scene)}`",
        "again": "yes" if event.again else "no",
    }


def _always(old: Version, new: Version) -> Iterator[Change]:
    before = {old.writer.condition(each.condition): each for each in old.story.always}
    after = {new.writer.condition(each.condition): each for each in new.story.always}
    for words, promise in before.items():
        if words not in after:
            yield Change("always", f"It need no longer hold always: `{words}`", promise.span, None)
    for words, promise in after.items():
        if words not in before:
            yield Change("always", f"It must always hold now: `{words}`", None, promise.span)
