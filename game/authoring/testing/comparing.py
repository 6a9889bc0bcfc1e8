"""What has changed between the text that was blessed and what is told now, as lines that a writer can read.

Paragraphs that changed a little are shown once, what went in `[-…-]` and what came in `{+…+}`; others as lines with `-` and `+`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from textwrap import wrap

WIDTH = 96
ALIKE = 0.5
MOST_LINES = 60
_TOKENS = re.compile(r"\s+|[^\s]+")


def changes(blessed: Sequence[str], told: Sequence[str]) -> list[str]:
    """The differences, each under the last pick before it. Empty when nothing has changed."""
    if blessed == told:
        return []
    lines: list[str] = []
    last_pick = ""
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, blessed, told, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pick = _pick_before(told, new_from)
        if pick != last_pick or not lines:
            lines += ["", f"  {pick}"]
            last_pick = pick
        lines += _hunk(blessed[old_from:old_to], told[new_from:new_to])
    lines = lines[1:]
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"  … and {more} more lines of changes."]


def _pick_before(told: Sequence[str], at: int) -> str:
    picks = [block for block in told[:at] if block.startswith("> ")]
    return f"after pick {len(picks)}: {picks[-1]}" if picks else "at the beginning"


def _hunk(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """The paragraphs that went and came; those that stand at the same place and are alike, in one."""
    for at in range(max(len(old), len(new))):
        before, after = old[at] if at < len(old) else "", new[at] if at < len(new) else ""
        words = _TOKENS.findall(before), _TOKENS.findall(after)
        matcher = SequenceMatcher(None, *words, autojunk=False)
        if before and after and matcher.ratio() >= ALIKE:
            yield from _set("~", _marked(*words, matcher))
        else:
            yield from _set("-", before)
            yield from _set("+", after)


def _marked(old: list[str], new: list[str], matcher: SequenceMatcher[str]) -> str:
    """Both texts in one, what differs in marks."""
    parts: list[str] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if tag == "equal":
            parts.append(gone)
        else:
            parts += [f"[-{gone}-]" if gone else "", f"{{+{come}+}}" if come else ""]
    return "".join(parts)


def _set(sign: str, text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=f"  {sign} ", subsequent_indent="    ") if text else []
