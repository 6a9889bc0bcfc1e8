"""Beats that only tell something: texts, speech, pictures, sounds, and what is told in a harsh and in a soft way."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from game.language.scope import Scope
from game.loading.draft import DraftBeat
from game.loading.keys import TELLING
from game.loading.reading.nodes import ScalarNode
from game.loading.resolver import Resolver
from game.records import replace
from game.story import model


def told(draft: DraftBeat, scope: Scope, resolver: Resolver) -> Iterator[model.Telling]:
    """What one beat tells; of a text, each paragraph."""
    node, declared = draft.scalar(), resolver.declared
    if node is None:
        return
    if draft.kind == "text":
        yield from resolver.paragraphs(node, scope)
    elif draft.kind == "speech":
        yield model.Speech(draft.who, resolver.line(node, scope), node.span)
    elif draft.kind == "art" and _is_known("art", node, declared.art, resolver):
        yield model.ShowArt(node.text, draft.span)
    elif draft.kind == "sound" and _is_known("sound", node, declared.sounds, resolver):
        yield model.PlaySound(node.text, draft.span)


def sensitive(draft: DraftBeat, scope: Scope, resolver: Resolver) -> model.Sensitive:
    """Two sides that leave the same state: nothing in them varies by how often it was met, and nothing joins them."""
    quiet = replace(scope, step=None)
    harsh, soft = (
        tuple(line for beat in draft.scripts[side] if beat.kind in TELLING for line in told(beat, quiet, resolver))
        for side in ("harsh", "soft")
    )
    for line in (*harsh, *soft):
        if isinstance(line, model.Paragraph) and (line.joins_last or line.joins_next):
            advice = "Only the paragraphs of a script join; type `\\<>` for the characters."
            resolver.report.error("misplaced-join", line.span, "nothing can be joined to this with `<>`", advice)
    return model.Sensitive(harsh, soft, draft.span)


def _is_known(what: str, node: ScalarNode, known: Collection[str], resolver: Resolver) -> bool:
    if node.text not in known:
        resolver.unknown(what, node, known)
    return node.text in known
