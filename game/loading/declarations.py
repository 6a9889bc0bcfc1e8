"""`story.yaml`: what exists. Everything that scenes may name is declared here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from game.diagnostics import Report, Span, did_you_mean
from game.language.domain import (
    Domain,
    word_text,
)
from game.language.tokens import RESERVED
from game.loading.art import DraftArt, read_art, read_sound
from game.loading.draft import bad_member
from game.loading.forms import ID, ID_ADVICE, Fields, read_form
from game.loading.keys import ACHIEVEMENT, DECK, ENDING, EVENT, MEMBER, NOTE, PLACE, STORY
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.loading.variables import read_variable
from game.records import dataclass, field, replace
from game.story.model import Achievement, Deck, Ending, Member, Place, Sound, Variable, slot_name

MAX_STUDENTS = 32
MAX_ATTRIBUTES = 10_000
MAX_EVENTS = 1_000


@dataclass(frozen=True, slots=True)
class DraftNote:
    id: str
    title: str
    kind: str
    text: ScalarNode | None
    span: Span
    was: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftEvent:
    id: str
    fields: Fields
    span: Span


@dataclass(slots=True)
class Declarations:
    """What `story.yaml` declares; expressions and texts are still as they were written."""

    fields: Fields
    cast: dict[str, Member] = field(default_factory=dict)
    attributes: dict[str, Variable] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    acts: dict[str, str] = field(default_factory=dict)
    art: dict[str, DraftArt] = field(default_factory=dict)
    sounds: dict[str, Sound] = field(default_factory=dict)
    notes: dict[str, DraftNote] = field(default_factory=dict)
    achievements: dict[str, Achievement] = field(default_factory=dict)
    endings: dict[str, Ending] = field(default_factory=dict)
    decks: dict[str, Deck] = field(default_factory=dict)
    events: dict[str, DraftEvent] = field(default_factory=dict)
    always: tuple[ScalarNode, ...] = ()
    show_when: dict[str, ScalarNode] = field(default_factory=dict)
    now: dict[str, ScalarNode] = field(default_factory=dict)

    @property
    def students(self) -> tuple[str, ...]:
        return tuple(member.id for member in self.cast.values() if member.student)

    @property
    def domains(self) -> dict[str, Domain]:
        return {name: variable.domain for name, variable in self.variables.items()}


def read_declarations(node: Node, report: Report) -> Declarations | None:
    """Reads the whole of `story.yaml`; None when it is no map."""
    fields = read_form(node, STORY, "story.yaml", report)
    if fields is None:
        return None
    found = Declarations(fields)
    found.cast = dict(_each(fields, "cast", report, _member))
    found.attributes = dict(_each(fields, "each student", report, read_variable))
    found.variables = dict(_each(fields, "variables", report, read_variable))
    found.show_when = dict(_written((*fields.items("each student"), *fields.items("variables")), "show when"))
    found.now = dict(_written(fields.items("cast"), "now"))
    found.places = dict(_each(fields, "places", report, _place))
    found.art = dict(_each(fields, "art", report, read_art))
    found.sounds = dict(_each(fields, "sounds", report, read_sound))
    found.notes = dict(_each(fields, "notes", report, _note))
    found.achievements = dict(_each(fields, "achievements", report, _achievement))
    found.endings = dict(_each(fields, "endings", report, _ending))
    found.decks = dict(_each(fields, "decks", report, _deck))
    found.events = dict(_each(fields, "events", report, _event))
    found.acts = {key.text: " ".join(value.text.split()) for key, value in _lines(fields.items("acts"), "an act", report)}
    always = fields.node("always")
    promises = [(item, item) for item in always.items] if isinstance(always, SequenceNode) else []
    found.always = tuple(value for _, value in _lines(promises, "a condition", report))
    _refuse_clashes(found, report)
    _refuse_a_crowd(found, report)
    for student in found.students:
        for attribute in found.attributes.values():
            name = f"{attribute.name}.{student}"
            found.variables[name] = replace(attribute, name=name, was=tuple(f"{was}.{student}" for was in attribute.was))
    return found


def _written(items: Iterable[tuple[ScalarNode, Node]], wanted: str) -> Iterator[tuple[str, ScalarNode]]:
    """What stands under the key `wanted` of each item, by the item's name: to be read when every name is known."""
    for name, node in items:
        for key, value in node.items if isinstance(node, MappingNode) else ():
            if key.text == wanted and isinstance(value, ScalarNode) and value.text.strip():
                yield name.text, value


_Key = TypeVar("_Key")


def _lines(items: Iterable[tuple[_Key, Node]], what: str, report: Report) -> Iterator[tuple[_Key, ScalarNode]]:
    """The items that are a text; what is not is said."""
    for key, value in items:
        if isinstance(value, ScalarNode) and value.text.strip():
            yield key, value
        else:
            report.error("wrong-shape", value.span, f"{what} is a text, and this is not", "Put it into quotes.")


_Made = TypeVar("_Made")


def _each(
    fields: Fields, section: str, report: Report, read: Callable[[ScalarNode, Node, Report], _Made | None]
) -> Iterator[tuple[str, _Made]]:
    for key, value in fields.items(section):
        if not ID.fullmatch(key.text):
            report.error("bad-id", key.span, f"`{key.text}` cannot be an id", ID_ADVICE)
            continue
        made = read(key, value, report)
        if made is not None:
            yield key.text, made


def _member(key: ScalarNode, node: Node, report: Report) -> Member | None:
    if bad_member(key.text) or key.text in RESERVED:
        report.error("reserved-word", key.span, f"`{key.text}` is a word of the language", "Take another id.")
        return None
    fields = read_form(node, MEMBER, f"`{key.text}`", report)
    if fields is None:
        return None
    name, hangul, about = fields.line("name", word_text(key.text).title()), fields.line("hangul"), fields.line("about")
    return Member(key.text, name, hangul, about, fields.truth("student"), key.span, fields.series("pronouns"))


def _was(fields: Fields) -> tuple[str, ...]:
    return tuple(word.text for word in fields.words("was"))


def _place(key: ScalarNode, node: Node, report: Report) -> Place | None:
    fields = read_form(node, PLACE, f"The place `{key.text}`", report)
    return Place(key.text, fields.line("name"), fields.line("about"), key.span, _was(fields)) if fields else None


def _note(key: ScalarNode, node: Node, report: Report) -> DraftNote | None:
    fields = read_form(node, NOTE, f"The note `{key.text}`", report)
    if fields is None:
        return None
    kind = fields.line("kind", "note")
    if kind not in ("note", "promise", "secret"):
        span = fields.values["kind"].span
        report.error("unknown-word", span, f"`{kind}` is no kind of note", did_you_mean(kind, ("note", "promise", "secret")))
    return DraftNote(key.text, fields.line("title"), kind, fields.scalar("text"), key.span, _was(fields))


def _achievement(key: ScalarNode, node: Node, report: Report) -> Achievement | None:
    fields = read_form(node, ACHIEVEMENT, f"The achievement `{key.text}`", report)
    slot = slot_name("achievement", key.text)
    return Achievement(key.text, fields.line("title"), fields.line("hint"), slot, key.span, _was(fields)) if fields else None


def _ending(key: ScalarNode, node: Node, report: Report) -> Ending | None:
    fields = read_form(node, ENDING, f"The ending `{key.text}`", report)
    return Ending(key.text, fields.line("title"), fields.line("hint"), key.span, _was(fields)) if fields else None


def _deck(key: ScalarNode, node: Node, report: Report) -> Deck | None:
    if isinstance(node, ScalarNode) and node.text.strip():
        return Deck(key.text, " ".join(node.text.split()), key.span)
    if isinstance(node, MappingNode):
        fields = read_form(node, DECK, f"The deck `{key.text}`", report)
        return Deck(key.text, fields.line("name"), key.span, _was(fields)) if fields else None
    report.error("wrong-shape", node.span, "a deck is a text, and this is not", f"`{key.text}: What happens on the road`.")
    return None


def _event(key: ScalarNode, node: Node, report: Report) -> DraftEvent | None:
    fields = read_form(node, EVENT, f"The event `{key.text}`", report)
    return DraftEvent(key.text, fields, key.span) if fields else None


def _refuse_a_crowd(found: Declarations, report: Report) -> None:
    """Conditions over the students are written out once for each, and each choice asks for every event."""
    if len(found.events) > MAX_EVENTS:
        span = list(found.events.values())[MAX_EVENTS].span
        report.error("too-large", span, f"{len(found.events):,} events are too many", f"At most {MAX_EVENTS:,}.")
        found.events.clear()
    if len(found.students) > MAX_STUDENTS:
        span = found.cast[found.students[MAX_STUDENTS]].span
        report.error("too-large", span, f"{len(found.students)} students are too many", f"At most {MAX_STUDENTS}.")
    count = len(found.students) * len(found.attributes)
    if count > MAX_ATTRIBUTES:
        span = next(reversed(found.attributes.values())).span
        message = (
            f"{len(found.attributes):,} attributes of {len(found.students)} students are {count:,} variables, which are too many"
        )
        report.error("too-large", span, message, f"At most {MAX_ATTRIBUTES:,}.")
        found.attributes.clear()


def _refuse_clashes(found: Declarations, report: Report) -> None:
    """A name must mean one thing: no variable is called like a word, a member of the cast or an attribute."""
    words: dict[str, str] = dict.fromkeys(found.cast, "one of the cast")
    words.update(dict.fromkeys(found.attributes, "an attribute of `each student`"))
    words.update(dict.fromkeys(RESERVED, "a word of the language"))
    for variable in [*found.variables.values(), *found.attributes.values()]:
        for word in getattr(variable.domain, "words", ()):
            words.setdefault(word, f"a word of `{variable.name}`")
    for name, variable in found.variables.items():
        if name in words:
            report.error("ambiguous-name", variable.span, f"`{name}` is {words[name]} too", "Give the variable another name.")
