"""What stands where a beat should, and is none: prose that YAML took for something else, keys in the wrong place, slips."""

from __future__ import annotations

from collections.abc import Collection

from game.diagnostics import Diagnostic, Span, did_you_mean
from game.loading.keys import BEATS, OPTION
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.loading.syntax.typed import quoted

_EFFECTS = ("note", "achieve")


def list_as_beat(node: SequenceNode) -> Diagnostic:
    """A list in a list of beats: `- [Look]`, or one dash too many."""
    message = "a beat is a text or a key, and this is a list"
    advice = f"Put a text that begins with `[` in quotes: `- {quoted(_typed(node))}`. A list of beats needs no list of its own."
    if not node.flow:
        advice = "A list of beats needs no list of its own: take one of the dashes away."
        if len(node.items) == 1 and isinstance(node.items[0], ScalarNode):
            advice = f"Take one of the dashes away; if it belongs to the text, put that in quotes: `- {quoted(_typed(node))}`."
    return Diagnostic("list-as-beat", node.span, message, advice)


def no_beat(node: MappingNode, cast: Collection[str]) -> Diagnostic:
    """A map without the key of a beat, which is no speech either."""
    if not node.items:
        return _because(node.span, "there is no beat here", f"If it is text, put it in quotes: `- {quoted(_typed(node))}`.")
    key, value = node.items[0]
    owner = next((kind for kind in BEATS if key.text in BEATS[kind]), "")
    if owner:
        message = f"`{key.text}` belongs to `{owner}`, which is not here"
        return _because(key.span, message, f"Put it below `{owner}:`, in the same column, without a dash of its own.")
    if key.text in _EFFECTS and isinstance(value, ScalarNode):
        return _because(key.span, f"`{key.text}` is no beat, but an effect", f"Write `- do: {key.text} {value.text}`.")
    if key.text in OPTION:
        message = f"`{key.text}` belongs to an option, and there are none here"
        return _because(key.span, message, "Options stand in a list under `choose:` or `hub:`.")
    speaker = next((name.text for name, _ in node.items if name.text in cast), "")
    if speaker:
        advice = "Each speech is a beat of its own, after a dash of its own."
        return _because(key.span, f"`{speaker}` speaks among other keys", advice)
    prose = f"If it is prose, put it in quotes, `- {_as_prose(node, key, value)}`, or under `- |`."
    close = did_you_mean(key.text, [*BEATS, *cast])
    message = f"`{key.text}` is neither a beat nor one of the cast"
    return _because(key.span, message, f"{close}\n{prose}" if close.startswith("Did") else prose)


def _because(span: Span, message: str, advice: str) -> Diagnostic:
    return Diagnostic("unknown-beat", span, message, advice)


def _as_prose(node: MappingNode, key: ScalarNode, value: Node) -> str:
    """What was typed, in quotes."""
    if node.flow:
        return quoted(_typed(node))
    said = value.text if isinstance(value, ScalarNode) else "…"
    return quoted(f"{key.text}: {said}".strip())


def _typed(node: Node) -> str:
    """The first line of what was typed."""
    return node.source_text.text[node.start : node.end].partition("\n")[0].strip()
