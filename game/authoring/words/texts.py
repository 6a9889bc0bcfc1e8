"""Every text of a story that a player may read, with its place, and the ways in which it may be read.

A text with alternatives (`{told: He knows.|Nobody does.}`) is read in as many ways as it takes to meet each of them once,
so that a phrase is found where it begins outside of an alternative and ends inside of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from game.authoring.words.phrases import HOLE, Pieced, Token, count_words, tokens
from game.diagnostics import Span
from game.language.tree import Conditional, Template, Variant
from game.story.model import Choose, Option, Paragraph, Scene, Script, Sensitive, Speech, Story, beats, scripts_of

Kind = Literal["prose", "speech", "option", "locked", "look", "note", "person"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text."""

    pieced: Pieced
    words: tuple[Token, ...]


@dataclass(frozen=True)
class Text:
    """One text. `scene` and `act` are empty for what belongs to none; `option` is the option whose words it is."""

    kind: Kind
    template: Template
    span: Span
    scene: str = ""
    act: str = ""
    option: str = ""

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        made = (_pieced(self.template, number) for number in range(_ways(self.template)))
        return tuple(Reading(each, tokens(each.text)) for each in made)

    @cached_property
    def words(self) -> int:
        """Words in all its alternatives together."""
        return sum(count_words(piece) for piece in _strings(self.template))

    @cached_property
    def varying_words(self) -> int:
        """Words that stand inside alternatives."""
        return self.words - sum(count_words(piece) for piece in self.template if isinstance(piece, str))


def alternatives(piece: Conditional | Variant) -> tuple[Template, ...]:
    """The texts between which a piece chooses."""
    return (piece.then, piece.otherwise) if isinstance(piece, Conditional) else piece.alternatives


def _strings(template: Template) -> Iterator[str]:
    for piece in template:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Conditional | Variant):
            for each in alternatives(piece):
                yield from _strings(each)


def _ways(template: Template) -> int:
    """How many readings it takes until every alternative was read."""
    choosing = [piece for piece in template if isinstance(piece, Conditional | Variant)]
    return max((sum(_ways(each) for each in alternatives(piece)) for piece in choosing), default=1)


def _pieced(template: Template, number: int) -> Pieced:
    parts: list[tuple[str, tuple[int, ...]]] = list(_read(template, number, ()))
    starts, text = [], ""
    for words, _ in parts:
        starts.append(len(text))
        text += words
    return Pieced(text, tuple(starts), tuple(path for _, path in parts))


def _read(template: Template, number: int, path: tuple[int, ...]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for at, piece in enumerate(template):
        here = (*path, at)
        if isinstance(piece, str):
            yield piece, here
        elif isinstance(piece, Conditional | Variant):
            choices = alternatives(piece)
            ways = [_ways(each) for each in choices]
            left, choice = number % sum(ways), 0
            while left >= ways[choice]:
                left -= ways[choice]
                choice += 1
            yield from _read(choices[choice], left, (*here, choice))
        else:
            yield HOLE, here


def texts_of(story: Story) -> tuple[Text, ...]:
    """Every text once, in the order of its place. What `each` wrote out for several students is one text."""
    found: dict[tuple[Span, Kind], Text] = {}
    for text in _all_texts(story):
        if text.template:
            found.setdefault((text.span, text.kind), text)
    return tuple(sorted(found.values(), key=lambda text: (text.span, text.kind)))


def _all_texts(story: Story) -> Iterator[Text]:
    for scene in story.scenes.values():
        for look in scene.looks:
            yield from (Text("look", part.text, part.span, scene.id, scene.act) for part in look.text)
        for beat in beats(scene.script):
            if isinstance(beat, Paragraph | Speech):
                yield Text("prose" if isinstance(beat, Paragraph) else "speech", beat.text, beat.span, scene.id, scene.act)
            elif isinstance(beat, Choose):
                for option in beat.options:
                    yield from _texts_of_option(option, scene)
    for note in story.notes.values():
        yield Text("note", note.text, note.span)
    for member in story.cast.values():
        yield Text("person", member.now, member.span)


def _texts_of_option(option: Option, scene: Scene) -> Iterator[Text]:
    yield Text("option", option.pick, option.span, scene.id, scene.act, option.id)
    if option.locked is not None:
        yield Text("locked", option.locked, option.span, scene.id, scene.act, option.id)


def passages(script: Script) -> int:
    """How many times something is told in a script before anything else happens."""
    told = [isinstance(beat, Paragraph | Speech | Sensitive) for beat in script]
    own = sum(now and not before for now, before in zip(told, [False, *told], strict=False))
    return own + sum(passages(inner) for beat in script if not isinstance(beat, Sensitive) for inner in scripts_of(beat))


def choices_of(scene: Scene) -> Mapping[str, Choose]:
    """The stops of a scene by their addresses."""
    return {beat.address: beat for beat in beats(scene.script) if isinstance(beat, Choose)}
