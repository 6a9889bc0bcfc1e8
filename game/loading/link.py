"""Drafts -> a linked story: every name is resolved, every condition typed, every `each` written out once for each student.

Nothing stops at the first mistake. What cannot be linked is left out of the story and said in the report; a story with errors
is never played, so what is left out misleads nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.diagnostics import Report, did_you_mean
from game.language.tree import Template
from game.loading.decks import Decks
from game.loading.declarations import Declarations
from game.loading.draft import DraftScene
from game.loading.events import link_events
from game.loading.reading.nodes import ScalarNode
from game.loading.resolver import Resolver
from game.loading.script import ScriptLinker
from game.records import replace
from game.story import model

MOOD_NAMES: Mapping[str, model.Mood] = {mood: mood for mood in model.MOODS}

_NO_SCENES = "There are no scenes yet: they stand in files beside story.yaml, or in folders, whose names end in .yaml."


def link(
    declared: Declarations,
    drafts: Mapping[str, DraftScene],
    art: Mapping[str, model.Art],
    *,
    unread: frozenset[str],
    fingerprint: str,
    report: Report,
) -> model.Story:
    """The story of these drafts. `unread` are names that seem to stand in files which cannot be read."""
    resolver = Resolver.of(declared, drafts, unread, report)
    decks = Decks.of(drafts, resolver)
    fields = declared.fields
    start = fields.scalar("start")
    if start is not None and start.text not in drafts and start.text not in unread and (drafts or not report.errors):
        advice = did_you_mean(start.text, drafts) if drafts else _NO_SCENES
        report.error("unknown-scene", start.span, f"there is no scene `{start.text}`", advice)
    return model.Story(
        id=fields.line("story"),
        title=fields.line("title"),
        version=fields.line("version", "0"),
        author=fields.line("author"),
        about=fields.line("about"),
        cover=_known_art(fields.scalar("cover"), resolver),
        content_note=fields.line("content note"),
        start=fields.line("start"),
        cast={member.id: _now(member, resolver) for member in declared.cast.values()},
        variables={name: _shown_when(variable, resolver) for name, variable in declared.variables.items()},
        places=declared.places,
        art=art,
        sounds=declared.sounds,
        notes={note: _note(note, resolver) for note in declared.notes},
        achievements=declared.achievements,
        endings=declared.endings,
        decks=declared.decks,
        events=link_events(resolver),
        always=tuple(_always(resolver)),
        scenes={draft.id: _scene(draft, resolver, decks) for draft in drafts.values()},
        company=_told(fields.scalar("company"), resolver),
        carried=_told(fields.scalar("carried"), resolver),
        slots=tuple(resolver.slots.found.values()),  # when everything is linked that may ask for one
        fingerprint=fingerprint,
    )


def _told(node: ScalarNode | None, resolver: Resolver) -> Template:
    return resolver.line(node, resolver.scope) if node is not None else ()


def _known_art(node: ScalarNode | None, resolver: Resolver) -> str | None:
    """The picture of that name, if there is one."""
    if node is None or node.text in resolver.declared.art:
        return node.text if node is not None else None
    resolver.unknown("art", node, resolver.declared.art)
    return None


def _scene(draft: DraftScene, resolver: Resolver, decks: Decks) -> model.Scene:
    fields = draft.fields
    linked = ScriptLinker(resolver, draft, decks)
    place, mood = fields.scalar("at"), fields.line("mood", "plain")
    if place is not None and place.text not in resolver.declared.places:
        resolver.unknown("place", place, resolver.declared.places)
        place = None
    if mood not in model.MOODS:
        resolver.unknown("mood", fields.scalar("mood"), model.MOODS)
    folder = draft.file.partition("/")[0] if "/" in draft.file else ""
    return model.Scene(
        id=draft.id,
        title=draft.title,
        act=resolver.declared.acts.get(folder, folder),
        place=place.text if place is not None else None,
        mood=MOOD_NAMES.get(mood, "plain"),
        art=_known_art(fields.scalar("art"), resolver),
        content_note=fields.line("content note"),
        was=tuple(word.text for word in fields.words("was")),
        looks=tuple(_looks(draft, resolver)),
        script=linked.script(draft.script, linked.scope),
        span=draft.span,
        storylet=decks.storylet(draft.id),
        heading=fields.line("heading") != "false",
        events=fields.line("events") != "false",
    )


def _shown_when(variable: model.Variable, resolver: Resolver) -> model.Variable:
    """The variable with the condition under which it is shown; that of an attribute is about its student."""
    name, _, student = variable.name.partition(".")
    node = resolver.declared.show_when.get(name)
    scope = resolver.scope.about(student, in_where=True) if student else resolver.scope
    return variable if node is None else replace(variable, show_when=resolver.condition(node, scope))


def _now(member: model.Member, resolver: Resolver) -> model.Member:
    """The member with the text that says how they are; of a student, `it` is themselves."""
    node = resolver.declared.now.get(member.id)
    scope = resolver.scope.about(member.id) if member.student else resolver.scope
    return member if node is None else replace(member, now=resolver.line(node, scope))


def _looks(draft: DraftScene, resolver: Resolver) -> Iterator[model.Look]:
    taken: set[str] = set()
    scope = replace(resolver.scope, scene=draft.id)
    for key, value in draft.fields.items("look"):
        names = tuple(" ".join(name.casefold().split()) for name in key.text.split(",") if name.strip())
        if not names or not isinstance(value, ScalarNode) or not value.text.strip():
            advice = "Names with commas, a colon, and what there is to see: `ribbon, ribbons: Red, mostly.`"
            resolver.report.error("wrong-shape", value.span, "a thing to look at needs a name and a text", advice)
            continue
        for name in taken.intersection(names):
            resolver.report.error("double-name", key.span, f"two things to look at are called `{name}`", "Each name once.")
        taken.update(names)
        yield model.Look(names, tuple(resolver.paragraphs(value, scope)), key.span)


def _note(note_id: str, resolver: Resolver) -> model.JournalNote:
    draft = resolver.declared.notes[note_id]
    text = resolver.line(draft.text, resolver.scope)
    return model.JournalNote(note_id, draft.title, draft.kind, text, resolver.slots.ask("note", note_id), draft.span, draft.was)


def _always(resolver: Resolver) -> Iterator[model.Always]:
    for node in resolver.declared.always:
        condition = resolver.condition(node, resolver.scope)
        if condition is not None:
            yield model.Always(node.text, condition, node.span)
