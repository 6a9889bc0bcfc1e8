"""What is told, made of the beats that only tell something: lines as functions of the state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.engine import dice
from game.engine.state import Entered, Paragraph, Pictured, Sensitive, Sounded, Speech, Telling
from game.language.evaluate import compile_template
from game.story import model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.engine.state import Line

Teller = Callable[[list[int], int, int], Telling | None]
"""(values, turn, seed) -> the line; None where its text is empty in this state."""
Maker = Callable[[list[int], int, int], Telling | Sensitive | None]


def entered(story: model.Story, scene: model.Scene) -> Entered:
    """The line that says that a scene begins; without a title where the scene has no heading."""
    picture = pictured(story, scene.art) if scene.art else None
    return Entered(scene.id, scene.title if scene.heading else "", picture, scene.content_note)


def pictured(story: model.Story, art: str) -> Pictured:
    """The line that shows a picture."""
    found = story.art[art]
    return Pictured(art, found.picture, found.words, found.bright, found.dim)


def sounded(story: model.Story, sound: str) -> Sounded:
    """The line that tells of a sound."""
    return Sounded(sound, story.sounds[sound].words)


def maker(story: model.Story, index: Mapping[str, int], beat: model.Told) -> Maker:
    """What the beat tells; `index` says which cell of the state each slot is."""
    return _both(story, index, beat) if isinstance(beat, model.Sensitive) else _teller(story, index, beat)


def weight(line: Line) -> int:
    """How many characters of text it tells."""
    match line:
        case Paragraph(text) | Speech(text=text):
            return len(text)
        case Sensitive(harsh, soft):
            return sum(map(weight, (*harsh, *soft)))
    return 0


def _teller(story: model.Story, index: Mapping[str, int], beat: model.Telling) -> Teller:
    match beat:
        case model.ShowArt(art):
            picture = pictured(story, art)
            return lambda _values, _turn, _seed: picture
        case model.PlaySound(sound):
            caption = sounded(story, sound)
            return lambda _values, _turn, _seed: caption
        case model.Speech(who):
            return _speech(story, index, who, beat)
        case model.Paragraph():
            words = compile_template(beat.text, index, dice.order)
            return lambda values, turn, seed: Paragraph(text) if (text := words(values, turn, seed).strip()) else None


def _speech(story: model.Story, index: Mapping[str, int], who: str, beat: model.Speech) -> Teller:
    words, name = compile_template(beat.text, index, dice.order), story.cast[who].name

    def speech(values: list[int], turn: int, seed: int) -> Speech | None:
        text = words(values, turn, seed).strip()
        return Speech(who, name, text) if text else None

    return speech


def _both(story: model.Story, index: Mapping[str, int], beat: model.Sensitive) -> Maker:
    """Both of what a sensitive passage tells. Neither changes the state, so it does not matter which of them is read."""
    harsh, soft = ([_teller(story, index, each) for each in side] for side in (beat.harsh, beat.soft))

    def tell(values: list[int], turn: int, seed: int) -> Sensitive:
        made = [[each(values, turn, seed) for each in side] for side in (harsh, soft)]
        return Sensitive(*(tuple(line for line in side if line is not None) for side in made))

    return tell
