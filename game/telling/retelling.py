"""A whole run as a book has it: acts, scenes, what was told in each, and its summary. What is written from it needs no game."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.engine.program import Program
from game.engine.state import Entered, GameState, Line
from game.records import dataclass, field
from game.story.model import Story
from game.telling.blocks import Block, tell
from game.telling.summary import Summary, summarise


@dataclass(slots=True)
class Scene:
    """A scene of the run: its title (none where it is called like its act, and begins it) and what was told in it. One that was
    entered again is there again.
    """

    title: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Act:
    """`title` is empty in a story without acts."""

    title: str
    scenes: list[Scene] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Retelling:
    story: Story
    acts: tuple[Act, ...]
    summary: Summary


def retell(
    program: Program,
    start: GameState,
    options: Sequence[str],
    passages: Sequence[tuple[Line, ...]],
    state: GameState,
    *,
    soften: bool = False,
) -> Retelling:
    """The run from `start` by `options` (ids) to `state`, which told `passages`; with `soften`, as one reads them who asks for
    less.
    """
    summary = summarise(program, start, options, passages, state)
    return Retelling(program.story, tuple(_acts(program.story, passages, soften=soften)), summary)


def _acts(story: Story, passages: Iterable[tuple[Line, ...]], *, soften: bool) -> list[Act]:
    acts: list[Act] = []
    title = ""
    for line in (line for lines in passages for line in lines):
        if isinstance(line, Entered) and line.title:
            act = story.scenes[line.scene].act if line.scene in story.scenes else ""
            if not acts or acts[-1].title != act:
                acts.append(Act(act))
                title = ""
            if line.title != title:
                picture = list(tell((line.picture,) if line.picture is not None else ()))
                acts[-1].scenes.append(Scene(line.title if acts[-1].scenes or line.title != act else "", picture))
            title = line.title
            continue
        acts = acts or [Act("")]
        acts[-1].scenes = acts[-1].scenes or [Scene(title)]
        acts[-1].scenes[-1].blocks += tell((line,), title, soften=soften)
    return acts
