"""Two texts as one line: `the [-old-] {+new+} words`, in the manner of wdiff, with only a few words around a change."""

from __future__ import annotations

from difflib import SequenceMatcher

CONTEXT = 4
LONGEST = 60
ALIKE = 0.4


def word_diff(old: str, new: str) -> str:
    """What went and what came, a few words of what stayed between them, `…` for the rest."""
    before, after = old.split(), new.split()
    parts = []
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            parts.append(_stayed(before[a:b], first=number == 0, last=number == len(codes) - 1))
        else:
            parts += [f"[-{_shortened(before[a:b])}-]"] if a < b else []
            parts += [f"{{+{_shortened(after[c:d])}+}}"] if c < d else []
    return " ".join(part for part in parts if part)


def _stayed(words: list[str], *, first: bool, last: bool) -> str:
    """Words on both sides, cut to those nearest to a change."""
    if first and last:
        return _shortened(words)
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    if len(head) + len(tail) >= len(words):
        return " ".join(words)
    return " ".join([*head, "…", *tail])


def _shortened(words: list[str]) -> str:
    if len(words) <= LONGEST:
        return " ".join(words)
    return " ".join([*words[: LONGEST // 2], "…", *words[-LONGEST // 2 :]])


def quoted(text: str, most: int = 12) -> str:
    """The beginning of a text, in quotes."""
    words = text.split()
    return f"“{' '.join(words[:most])}{' …' if len(words) > most else ''}”"


def alike(old: str, new: str) -> bool:
    """Whether the second text is the first one, edited, rather than another text. Measured in words."""
    match = SequenceMatcher(None, old.split(), new.split(), autojunk=False)
    return match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE
