"""How long a story is: words, passages, options and scenes of each act, and the length of its runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.authoring.words.players import Run
from game.authoring.words.tempo import quantile
from game.authoring.words.texts import Text, passages
from game.story.model import Choose, Story, beats

WORDS_A_MINUTE = 230


@dataclass(frozen=True, slots=True)
class Size:
    """An act, or the whole story. Words are those of prose, speech, options, locked reasons and looks."""

    name: str
    scenes: int
    words: int
    passages: int
    options: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure of the runs: the shortest, the one in the middle, the longest."""

    name: str
    least: float
    median: float
    most: float


def sizes(story: Story, texts: Sequence[Text]) -> tuple[Size, ...]:
    """Each act in the order of its first scene in the files, and the whole story last."""
    acts = sorted({scene.act for scene in story.scenes.values()})
    each = [_size(story, texts, act) for act in acts]
    notes = sum(text.words for text in texts if not text.scene)
    whole = Size("all", *(sum(getattr(size, name) for size in each) for name in ("scenes", "words", "passages", "options")))
    return (*each, Size("all", whole.scenes, whole.words + notes, whole.passages, whole.options))


def _size(story: Story, texts: Sequence[Text], act: str) -> Size:
    scenes = [scene for scene in story.scenes.values() if scene.act == act]
    options = {
        option.span
        for scene in scenes
        for beat in beats(scene.script)
        if isinstance(beat, Choose)
        for option in beat.options
        if not option.fallback
    }
    words = sum(text.words for text in texts if text.scene and text.act == act)
    return Size(act, len(scenes), words, sum(passages(scene.script) for scene in scenes), len(options))


def spreads(runs: Sequence[Run]) -> tuple[Spread, ...]:
    """Words read, options picked, real choices among them, and minutes of reading, over the runs."""
    figures: dict[str, list[float]] = {
        "words": [float(run.words) for run in runs],
        "stops": [float(run.moments[-1].turn) for run in runs],
        "choices": [float(sum(moment.is_choice for moment in run.moments)) for run in runs],
        "minutes": [run.words / WORDS_A_MINUTE for run in runs],
    }
    return tuple(Spread(name, min(values), quantile(values, 0.5) or 0, max(values)) for name, values in figures.items() if values)
