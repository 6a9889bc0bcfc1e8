"""Scenes as they were written: beats told apart and shaped, every name still a name.

A draft knows which option ids and labels there are, so that linking can ask for those of every scene.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import count

from game.diagnostics import Report, Span
from game.language.domain import word_text
from game.loading.forms import ID, Fields, as_id, read_form
from game.loading.keys import BEATS, OPTION, RESERVED, SCENE, TELLING
from game.loading.no_beat import list_as_beat, no_beat
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.records import dataclass, field

MAX_SLUG = 40


@dataclass(frozen=True, slots=True)
class DraftOption:
    id: str
    fields: Fields
    then: DraftScript
    span: Span


@dataclass(frozen=True, slots=True)
class DraftBeat:
    """A beat of some `kind`: a key of `BEATS`, "text", or "speech" (whose `who` says it)."""

    kind: str
    span: Span
    fields: Fields
    scripts: Mapping[str, DraftScript]
    options: tuple[DraftOption, ...] = ()
    who: str = ""

    def scalar(self) -> ScalarNode | None:
        """The words of a text, a speech, or of the key that makes the beat what it is."""
        return self.fields.scalar(self.kind)


DraftScript = tuple[DraftBeat, ...]


@dataclass(frozen=True, slots=True)
class DraftScene:
    id: str
    file: str
    fields: Fields
    script: DraftScript
    span: Span
    labels: Mapping[str, Span]
    options: Mapping[str, Span]
    landings: frozenset[str]
    """Where a `goto` can lead to: the labels, and the options that stand there once (not one for each student)."""

    @property
    def title(self) -> str:
        """The heading, made from the id when there is none."""
        return self.fields.line("title", word_text(self.id).capitalize())


@dataclass(slots=True)
class SceneReader:
    """Reads one scene; `cast` are the ids that may speak."""

    cast: Collection[str]
    report: Report
    labels: dict[str, Span] = field(default_factory=dict)
    options: dict[str, Span] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    eaches: int = 0
    fallbacks: int = 0

    def read(self, key: ScalarNode, node: Node) -> DraftScene | None:
        """The scene under `key`, or None when it cannot be made out."""
        if not ID.fullmatch(key.text):
            self.report.error("bad-id", key.span, f"`{key.text}` cannot be the id of a scene", as_id(key.text))
            return None
        fields = read_form(node, SCENE, f"The scene `{key.text}`", self.report)
        if fields is None:
            return None
        self._remind(fields)
        script = self._script(fields.node("script"))
        landings = frozenset({*self.labels, *self.options} - self.repeated)
        return DraftScene(key.text, key.span.file, fields, script, key.span, self.labels, self.options, landings)

    def _script(self, node: Node | None) -> DraftScript:
        if node is None:
            return ()
        items = node.items if isinstance(node, SequenceNode) else (node,)
        beats = (self._beat(item) for item in items)
        return tuple(beat for beat in beats if beat is not None)

    def _beat(self, node: Node) -> DraftBeat | None:
        match node:
            case ScalarNode() if node.text.strip():
                return DraftBeat("text", node.span, Fields(node.span, {}, {"text": node}), {})
            case ScalarNode():
                advice = 'Text that begins with `#` is a comment in YAML: put it in quotes, `- "# two"`, or under `- |`.'
                self.report.error("empty-beat", node.span, "there is nothing behind this dash", advice)
            case SequenceNode():
                self.report.add(list_as_beat(node))
            case MappingNode():
                return self._keyed(node)
        return None

    def _keyed(self, node: MappingNode) -> DraftBeat | None:
        names = [key.text for key, _ in node.items]
        kind = next((name for name in names if name in BEATS), None)
        if kind is not None:
            return self._form(kind, node)
        if len(node.items) == 1 and names[0] in self.cast:
            return self._speech(*node.items[0])
        if node.items or not self._is_told(node.span):
            self.report.add(no_beat(node, self.cast))
        return None

    def _is_told(self, span: Span) -> bool:
        """Whether the reader of YAML has complained of this line: its keys are missing for that reason."""
        return any((each.span.file, each.span.line) == (span.file, span.line) for each in self.report.errors)

    def _speech(self, key: ScalarNode, value: Node) -> DraftBeat | None:
        if isinstance(value, ScalarNode) and value.text.strip():
            return DraftBeat("speech", key.span, Fields(key.span, {}, {"speech": value}), {}, who=key.text)
        self.report.error("empty-value", value.span, f"`{key.text}` says nothing", "Write what they say after the colon.")
        return None

    def _form(self, kind: str, node: MappingNode) -> DraftBeat | None:
        form = BEATS[kind]
        fields = read_form(node, form, f"`{kind}`", self.report)
        if fields is None or kind not in fields:
            return None
        if kind == "label":
            self._name_label(fields)
        if kind == "todo":
            self._remind(fields)
        self.eaches += kind == "each"
        scripts = {key: self._script(fields.node(key)) for key in form if form[key].holds in ("script", "telling")}
        self.eaches -= kind == "each"
        for key, script in scripts.items():
            if form[key].holds == "telling" and key in fields:
                self._refuse_acts(fields.keys[key], fields.values[key], script)
        options = tuple(self._options(fields.node(kind))) if kind in ("choose", "hub") else ()
        return DraftBeat(kind, node.span, fields, scripts, options)

    def _remind(self, fields: Fields) -> None:
        """What the author has still to do."""
        node = fields.scalar("todo")
        if node is not None:
            self.report.note("todo", node.span, f"still to do: {fields.line('todo')}")

    def _refuse_acts(self, key: ScalarNode, node: Node, script: DraftScript) -> None:
        """Both sides of what is sensitive must say something, and leave the same state."""
        if isinstance(node, SequenceNode) and not node.items:
            self.report.error(
                "empty-value", node.span, f"`{key.text}` tells nothing", "Write what is told, in a few words at least."
            )
        for beat in script:
            if beat.kind not in TELLING:
                advice = "Texts, speech, `art` and `sound` can. Put this before or behind: it must happen to everybody."
                self.report.error("only-telling", beat.span, f"`{beat.kind}` cannot stand under `{key.text}`", advice)

    def _name_label(self, fields: Fields) -> None:
        node = fields.scalar("label")
        if node is not None:
            self._claim(node.text, node.span, self.labels, "label")

    def _claim(self, name: str, span: Span, mine: dict[str, Span], what: str) -> None:
        other = self.labels.get(name) or self.options.get(name)
        if other is not None:
            free = next(each for each in map(f"{name}_{{}}".format, count(2)) if each not in {**self.labels, **self.options})
            own = f"an `id` of its own: `id: {free}`" if what == "option" else "a name of its own"
            advice = f"The other one stands at {other}. Give one of them {own}."
            self.report.error("double-name", span, f"two options or labels of this scene are called `{name}`", advice)
        mine.setdefault(name, span)

    def _options(self, node: Node | None) -> Iterator[DraftOption]:
        for item in node.items if isinstance(node, SequenceNode) else ():
            fields = read_form(item, OPTION, "An option", self.report)
            if fields is None:
                continue
            name = self._option_id(fields)
            self.eaches += "each" in fields
            if self.eaches:
                self.repeated.add(name)
            yield DraftOption(name, fields, self._script(fields.node("then")), fields.span)
            self.eaches -= "each" in fields

    def _option_id(self, fields: Fields) -> str:
        written, pick, deck = fields.scalar("id"), fields.scalar("pick"), fields.scalar("deal")
        if deck is not None:
            return f"deal {deck.text}"
        if pick is None and "fallback" not in fields and "pick" not in fields.refused:
            self.report.error("missing-key", fields.span, "an option needs `pick`", "`pick:` what the player reads.")
        if written is not None:
            self._claim(written.text, written.span, self.options, "option")
            return written.text
        if pick is None:
            self.fallbacks += 1
            return f"fallback_{self.fallbacks}"
        made = slug(pick.text)
        if not made:
            advice = (
                "Give it an `id:` in Latin letters, in a line beside `pick`:\n"
                f"    - id: answer_{len(self.options) + 1}\n      pick: {pick.text.partition(chr(10))[0][:40]}"
            )
            self.report.error("option-needs-id", pick.span, "no id can be made from these words", advice)
        else:
            self._claim(made, pick.span, self.options, "option")
        return made or "nameless"


def gotos(script: DraftScript) -> Iterator[str]:
    """What stands behind every `goto` of a script and its options, as it was written."""
    for beat in script:
        for fields in (beat.fields, *(option.fields for option in beat.options)):
            node = fields.scalar("goto")
            if node is not None:
                yield node.text.strip()
        for nested in (*beat.scripts.values(), *(option.then for option in beat.options)):
            yield from gotos(nested)


def slug(words: str) -> str:
    """The id that is made from the words of an option: `Take the flask!` -> `take_the_flask`."""
    bare = re.sub(r"\{[^{}]*\}", " ", words.lower()).replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    parts = re.findall(r"[a-z0-9]+", bare)
    made = ""
    for part in parts:
        if made and len(made) + 1 + len(part) > MAX_SLUG:
            break
        made = f"{made}_{part}" if made else part
    made = made[:MAX_SLUG]
    return f"n{made}" if made[:1].isdigit() else made


def bad_member(name: str) -> bool:
    """Whether this id cannot be a member of the cast, because it is a key of a beat."""
    return name in RESERVED
