"""Blessed transcripts: a run, and everything that can be read on its way, as the author has approved of it.

    seed 7                           as in a test: `from`, `set`, `seed`
    picks: ring for_father           the options picked, by id; as many such lines as one likes
    ---
    == The slope ==                  and the text, which `hyosan test --bless` writes: what is told, things to look at,
                                     notes as they come and change, and at each stop the options on offer
    > Leave the can with Father

The text is wrapped for reading; for comparing, how it is wrapped does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from game.authoring.testing.forms import SetupReader, TextLine, is_setup, lines_of
from game.authoring.testing.plan import Setup
from game.authoring.testing.reader import Matter, Reader
from game.authoring.testing.running import missed_pick
from game.authoring.testing.telling import shown
from game.diagnostics import Diagnostic, Report, Span
from game.engine.program import Program
from game.engine.state import GameState, Move, Picked
from game.language.domain import value_text
from game.saving.renames import Renames
from game.story.model import Story

SUFFIX = ".transcript"
RULE = "---"
WIDTH = 96
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript as it stands in its file. `head` is everything above the rule; `blocks` are the paragraphs below it."""

    file: str
    setup: Setup
    picks: tuple[tuple[str, Span], ...]
    head: str
    blocks: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Told:
    """What the picks of a transcript tell now, or which of them cannot be made."""

    blocks: tuple[str, ...]
    failure: Diagnostic | None = None


def read_transcript(file: str, text: str, story: Story, report: Report) -> Transcript:
    """The transcript in a file. What is wrong with its head goes into the report."""
    report.sources[file] = text
    lines = lines_of(file, text)
    end = next((at for at, line in enumerate(lines) if line.text == RULE), len(lines))
    setup, picks = SetupReader(story, report), list[tuple[str, Span]]()
    for line in lines[:end]:
        if is_setup(line):
            setup.read(line)
        elif line.text.startswith("picks:"):
            picks += _words(line.behind("picks:"))
        elif line.text and not line.text.startswith("#"):
            advice = f"Above the `{RULE}` stand `from`, `set`, `seed`, `picks:` and comments (#)."
            report.error("unknown-line", line.span, "this says nothing about a run", advice)
    head = "\n".join(text.split("\n")[:end]).rstrip()
    return Transcript(file, setup.setup, tuple(picks), head, tuple(_blocks(lines[end + 1 :])), lines[0].span)


def _words(line: TextLine) -> Iterator[tuple[str, Span]]:
    for match in _WORD.finditer(line.text):
        yield match[0], line.part(match.start(), len(match[0]))


def _blocks(lines: list[TextLine]) -> Iterator[str]:
    """Paragraphs are parted by blank lines; the options of a stop are not, and each begins a line with its sign."""
    block: list[str] = []
    for line in lines:
        next_option = line.column == 1 and _is_option(line.text) and bool(block) and _is_option(block[0])
        if block and (not line.text or next_option):
            yield " ".join(" ".join(block).split())
            block = []
        if line.text:
            block.append(line.text)
    if block:
        yield " ".join(" ".join(block).split())


@dataclass(slots=True)
class Player:
    """Plays transcripts again, any number of them."""

    matter: Matter
    renames: Renames

    @classmethod
    def of(cls, program: Program) -> Player:
        return cls(Matter(program), Renames.of(program.story))

    def replay(self, transcript: Transcript) -> Told:
        """Makes the picks of the transcript again. An option that was renamed is found by what it `was`."""
        program, setup = self.matter.program, transcript.setup
        state = program.start(setup.seed, setup.scene, dict(setup.values)).state
        reader = Reader(self.matter)
        blocks = list(reader.blocks(state))
        for name, span in transcript.picks:
            view, option = program.look(state), self.renames.option(state.at.scene, name)
            if option not in {offer.id for offer in view.open_offers}:
                return Told(tuple(blocks), missed_pick(option, span, view))
            state = program.play(state, Move(option)).state
            blocks += [picked(state), *reader.blocks(state)]
        return Told(tuple(blocks))


def picked(state: GameState) -> str:
    """The words of the option that led to this state."""
    return next((f"> {shown(line.text)}" for line in state.passage if isinstance(line, Picked)), ">")


def head_of(setup: Setup, picks: list[str], comment: str, story: Story) -> str:
    """The head of a new transcript."""

    lines = [f"# {comment}", f"seed {setup.seed}"]
    lines += [f"from {setup.scene}"] if setup.scene is not None else []
    lines += [f"set {name} = {value_text(story.variables[name].domain, value)}" for name, value in setup.values]
    return "\n".join([*lines, *(f"picks: {line}" for line in _wrapped(" ".join(picks)))])


def rendered(head: str, blocks: tuple[str, ...]) -> str:
    """The text of a transcript's file."""
    return f"{head}\n\n{RULE}\n\n{set_out(blocks)}\n"


def set_out(blocks: Iterable[str]) -> str:
    """Blocks as paragraphs, the options of a stop as a list."""
    parts: list[str] = []
    last = ""
    for block in blocks:
        if parts and not (_is_option(block) and _is_option(last)):
            parts.append("")
        parts += _wrapped(block, "    " if _is_option(block) else "")
        last = block
    return "\n".join(parts)


def _wrapped(text: str, hanging: str = "") -> list[str]:
    """The lines of a text. Words stay whole, so that joining the lines gives the text back."""
    return wrap(text, WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)


def _is_option(block: str) -> bool:
    return block.startswith(("* ", "x "))
