"""What linking knows of the whole story: its names, its slots, and how a text or a condition of it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from game.diagnostics import Report, Span, did_you_mean
from game.language.scope import Scope, Source
from game.language.text import ParagraphText, read_line, read_text
from game.language.tree import Expression, Template
from game.language.types import read_condition
from game.loading.declarations import Declarations
from game.loading.draft import DraftScene, gotos
from game.loading.reading.folder import is_yaml
from game.loading.reading.nodes import ScalarNode
from game.loading.slots import Slots
from game.records import dataclass, field
from game.story import model

MAX_WRITTEN_OUT = 100_000


@dataclass(slots=True)
class Resolver:
    """Resolves the names of one story. `unread` are names in files that cannot be read: they are let pass."""

    declared: Declarations
    drafts: Mapping[str, DraftScene]
    unread: frozenset[str]
    report: Report
    slots: Slots
    scope: Scope
    gone_to: frozenset[str]
    """The options that a `goto` leads to or an event counts from, as `scene.option`."""
    room: int = field(default_factory=lambda: MAX_WRITTEN_OUT)
    """How many more beats, options and cards may be written out: `each` inside `each` makes many of few lines."""

    @classmethod
    def of(cls, declared: Declarations, drafts: Mapping[str, DraftScene], unread: frozenset[str], report: Report) -> Resolver:
        slots = Slots.of(declared.variables.values())
        for note in declared.notes:
            slots.ask("note", note)
        for earned in declared.achievements:
            slots.ask("achievement", earned)
        scope = Scope(
            variables=declared.domains,
            attributes={name: each.domain for name, each in declared.attributes.items()},
            students=declared.students,
            cast={member.id: member.name for member in declared.cast.values()},
            pronouns={member.id: member.pronouns for member in declared.cast.values()},
            notes=frozenset(declared.notes),
            achievements=frozenset(declared.achievements),
            targets=frozenset(_targets(drafts)) | unread,
            ask=slots.ask,
        )
        return cls(declared, drafts, unread, report, slots, scope, frozenset(_gone_to(drafts, declared)))

    def has_room(self, pieces: int, span: Span) -> bool:
        """Whether so many more beats, options or cards may be written out; says so where they first may not."""
        before, self.room = self.room, self.room - pieces
        if before >= 0 > self.room:
            message = f"with this, what is written out for each student and each storylet is more than {MAX_WRITTEN_OUT:,} beats"
            self.report.error("too-large", span, message, "Fewer `each` inside one another, or fewer `deal`s of a large deck.")
        return self.room >= 0

    def paragraphs(self, node: ScalarNode, scope: Scope) -> Iterator[model.Paragraph]:
        """The paragraphs of a text."""
        source = node.source()
        for part in read_text(source, scope, self.report) or ():
            self.slots.bound(part.text)
            yield model.Paragraph(part.text, part.joins_last, part.joins_next, _start_of(part, source))

    def line(self, node: ScalarNode | None, scope: Scope) -> Template:
        """A text of one paragraph; empty when there is none."""
        text = read_line(node.source(), scope, self.report) if node is not None else None
        self.slots.bound(text)
        return text or ()

    def condition(self, node: ScalarNode | None, scope: Scope) -> Expression | None:
        return read_condition(node.source(), scope, self.report) if node is not None else None

    def target(self, node: ScalarNode, text: str, home: DraftScene | None) -> model.Target | None:
        """The target that `text`, the words of `node`, names: `scene`, `scene.label`, or `.label` of the scene `home`.

        An option stands for the label that is then put before what follows it (see `gone_to`).
        """
        scene_id, _, label = text.partition(".")
        scene = home if home is not None and not scene_id else self.drafts.get(scene_id)
        if scene is None:
            self.no_scene(scene_id, node, home)
            return None
        if label and label not in scene.landings:
            advice = did_you_mean(label, scene.landings) or f"Put `- label: {label}` into the script of `{scene.id}`."
            if label.partition(".")[0] in scene.options:
                advice = "An option that stands there for each student cannot be gone to. Put a `label` where it should go on."
            self.report.error("unknown-label", node.span, f"the scene `{scene.id}` has no label or option `{label}`", advice)
            return None
        return model.Target(scene.id, label)

    def no_scene(self, scene: str, node: ScalarNode, home: DraftScene | None = None) -> None:
        """Says that there is no such scene; one that seems to stand in a file which cannot be read is let pass."""
        if scene in self.unread:
            return
        advice = did_you_mean(scene, self.drafts)
        if home is not None and scene in home.landings:
            advice = f"For the label or option of this scene, type `.{scene}`."
        elif found := self._meant(node.text.strip()):
            advice = found
        self.report.error(
            "unknown-scene",
            node.span,
            f"there is no scene `{node.text.strip() if is_yaml(node.text.strip()) else scene}`",
            advice,
        )

    def _meant(self, typed: str) -> str:
        """Advice where not the id of a scene was typed, but its title, or the file or folder that it is in."""
        titled = next((draft.id for draft in self.drafts.values() if draft.title.lower() == typed.lower()), "")
        if titled:
            return f"That is the title of a scene. Type its id: `{titled}`."
        inside = [draft.id for draft in self.drafts.values() if f"{draft.file}/".startswith(f"{typed.removesuffix('/')}/")]
        if not inside:
            return ""
        what = "file" if is_yaml(typed) else "folder"
        return f"That is a {what}; type the id of a scene. In it there is: {', '.join(f'`{each}`' for each in inside[:8])}."

    def unknown(self, what: str, node: ScalarNode | None, known: Iterable[str]) -> None:
        """Says that there is no such place, deck, mood …; with the nearest, or where it would be declared."""
        if node is not None:
            section = what if what == "art" else f"{what}s"
            advice = did_you_mean(node.text, known) or f"Declare it under `{section}:` in story.yaml."
            self.report.error(f"unknown-{what}", node.span, f"there is no {what} `{node.text}`", advice)


def _targets(drafts: Mapping[str, DraftScene]) -> Iterator[str]:
    for scene in drafts.values():
        yield scene.id
        yield from (f"{scene.id}.{name}" for name in [*scene.labels, *scene.options])


def _gone_to(drafts: Mapping[str, DraftScene], declared: Declarations) -> Iterator[str]:
    """What the `goto`s of all scenes lead to inside of scenes, and what events count from."""
    yield from (node.text.strip() for event in declared.events.values() if (node := event.fields.scalar("since")))
    for scene in drafts.values():
        targets = {target.replace("{it}", student) for target in gotos(scene.script) for student in ("{it}", *declared.students)}
        yield from (f"{scene.id}{target}" if target.startswith(".") else target for target in targets)


def _start_of(part: ParagraphText, source: Source) -> Span:
    """The first line of a paragraph."""
    first_line = source.text[part.start :].partition("\n")[0].rstrip()
    return source.locate(part.start, max(1, len(first_line)))
