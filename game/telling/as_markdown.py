"""A retelling as Markdown (CommonMark). The story's own words are escaped, so that none of them becomes a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.language.characters import clean
from game.telling import words
from game.telling.blocks import Block
from game.telling.emphasis import parse
from game.telling.retelling import Retelling

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&]|^[#>+=\-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|!(?=\[)")
"""What would be a mark: anywhere, or at the beginning of a line."""


def as_markdown(told: Retelling) -> str:
    """The whole run as one text, ended by a newline."""
    return "\n\n".join(_parts(told)) + "\n"


def _parts(told: Retelling) -> Iterator[str]:
    yield f"# {_words(told.story.title)}"
    yield f"*{_words(words.outcome(told.summary))}*"
    if told.summary.since:
        yield f"*{_words(words.begins_late(told.summary))}*"
    for act in told.acts:
        if act.title:
            yield f"## {_words(act.title)}"
        for scene in act.scenes:
            if scene.title:
                yield f"### {_words(scene.title)}"
            yield from map(_block, scene.blocks)
    yield from _summary(told)


def _block(block: Block) -> str:
    match block.kind:
        case "speech":
            return f"**{_words(block.speaker)}:** {_emphasised(block.text)}"
        case "picked":
            return f"> {_emphasised(block.text)}"
        case "picture":
            return f"{_drawn(block.picture)}\n\n*{_words(block.text)}*"
        case "remark" | "sound":
            return f"*{_words(block.text)}*"
        case "ending":
            return f"**{_words(block.text)}**"
        case _:
            return _emphasised(block.text)


def _drawn(picture: tuple[str, ...]) -> str:
    """The picture as a block of code. Indented, it needs no fence that something in it could close."""
    return "\n".join(f"    {clean(line)}".rstrip() for line in picture)


def _summary(told: Retelling) -> Iterator[str]:
    run = told.summary
    if run.choices:
        yield "## The choices that made it"
        yield "\n".join(f"- {_emphasised(pick.words)} (turn {pick.turn}). {_words(words.came_of(pick))}" for pick in run.choices)
    facts = [f"{name}: {how}" for name, how in words.people(run)]
    facts += [words.share(each) for each in run.shares] if run.ending else []
    if facts:
        yield "\n".join(f"- {_words(fact)}" for fact in facts)
    yield f"*{_words(words.colophon(told))}*"


def _words(text: str) -> str:
    return _escaped(" ".join(clean(text).split()))


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)


def _emphasised(text: str) -> str:
    """The text with its emphasis as Markdown has it, a forced line break as a backslash at the end of the line."""
    return "\\\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    plain, spans = parse(" ".join(clean(line).split()))
    found, at = "", 0
    for start, end in spans:
        found += _escaped(plain[at:start]) + f"*{_escaped(plain[start:end])}*"
        at = end
    return found + _escaped(plain[at:])
