"""A synthetic story of any size, and the peers' one in the language of this project, so that all of them play the same.

    python -m tests.benchmarks.synthetic MODEL.json FOLDER

A model is what the peers' generator makes: scenes of two paragraphs, with options that are guarded by tests on ten whole numbers
from 0 to 3. An option's effect sets a variable or adds to it modulo 4; our ranges do not go round, so that is an `if`.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SCENES_IN_A_FILE = 50
"""As many as the peers' generator puts into a file for ChoiceScript."""
MISSING = "Missing way here now"
"""The words of the option that leads nowhere, in the peers' story with that fault; the model does not say it."""

_TEXT = (
    "the lamp of a roof and its stair where nobody waits any more tells what was said before to those who come late with rope "
    "water bread or news from the gate of the camp so they go on by night past the wire into the city until morning finds them"
)
_WORDS = _TEXT.split()
_SIGNS = (">=", "<", "==", "!=")
_OPPOSITE = {">=": "<", "<": ">=", "==": "!=", "!=": "=="}

Model = Mapping[str, Any]


def model(scenes: int, seed: int = 12345) -> Model:
    """A model of the same shape as the peers', for where they are not installed. It can be played for ever."""
    chance = random.Random(seed)
    return {
        "n": scenes,
        "vars": [f"v{number}" for number in range(10)],
        "scenes": [_model_scene(chance, number, scenes) for number in range(scenes)],
    }


def _model_scene(chance: random.Random, number: int, scenes: int) -> Model:
    tests = [(chance.randrange(10), chance.choice(_SIGNS), chance.randint(1, 3)) for _ in range(chance.randint(1, 2))]
    opposite = [(slot, _OPPOSITE[sign], value) for slot, sign, value in tests]
    conditions = (None, {"tests": tests, "op": "and"}, {"tests": opposite, "op": "or"})
    return {
        "id": number,
        "p1": _prose(chance, 56),
        "p2": _prose(chance, 48),
        "show": chance.randrange(10),
        "cv": chance.randrange(10),
        "cc": chance.randint(1, 3),
        "ct": "the lamp burns low",
        "cf": "the lamp is out",
        "choices": [
            {
                "text": " ".join(chance.choices(_WORDS, k=4)).capitalize(),
                "cond": condition,
                "eff": [chance.randrange(10), chance.choice(("set", "add")), chance.randint(1, 3)],
                "to": chance.randrange(scenes),
            }
            for condition in conditions
        ],
    }


def _prose(chance: random.Random, words: int) -> str:
    """Sentences of eight to fifteen words, that many together."""
    sentences = []
    while words > 0:
        length = min(words, chance.randint(8, 15))
        sentences.append(" ".join(chance.choices(_WORDS, k=length)).capitalize() + ".")
        words -= length
    return " ".join(sentences)


def write(made: Model, folder: Path) -> Path:
    """The model as a story, `story.yaml` and a file for every fifty scenes; returns its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text("\n".join(_head(made)) + "\n", encoding="utf-8")
    scenes = made["scenes"]
    for first in range(0, len(scenes), SCENES_IN_A_FILE):
        lines = [line for scene in scenes[first : first + SCENES_IN_A_FILE] for line in _scene(scene)]
        (folder / f"scenes_{first // SCENES_IN_A_FILE:04}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _head(made: Model) -> Iterator[str]:
    yield from ("story: synthetic", "title: Synthetic", "start: s0", "cast:", "  she: {name: She}", "variables:")
    yield from (f"  {name}: {{range: 0..3}}" for name in made["vars"])
    if any(not scene["choices"] or any(option["to"] is None for option in scene["choices"]) for scene in made["scenes"]):
        yield from ("endings:", "  over: {title: The end}")


def _scene(scene: Model) -> Iterator[str]:
    yield from (f"s{scene['id']}:", "  script:", "    - |", f"      Room {scene['id']}. {scene['p1']}", "")
    marks = f"{{v{scene['cv']} >= {scene['cc']}: {scene['ct']}|{scene['cf']}}}"
    yield f"      {scene['p2']} You count {{v{scene['show']}}} marks and {marks}."
    if not scene["choices"]:
        yield "    - end: over"
        return
    yield "    - choose:"
    for number, option in enumerate(scene["choices"]):
        yield from (f"        {line}" for line in _option(number, option))


def _option(number: int, option: Model) -> Iterator[str]:
    yield f"- id: o{number}"
    yield f"  pick: {option['text']}"
    if option["cond"]:
        yield f"  when: {_condition(option['cond'])}"
    slot, kind, amount = option["eff"]
    target = "nowhere" if option["text"] == MISSING else f"s{option['to']}"
    going = "end: over" if option["to"] is None else f"goto: {target}"
    if kind == "set":
        yield f"  do: v{slot} = {amount}"
        yield f"  {going}"
        return
    yield "  then:"
    yield f"    - if: v{slot} >= {4 - amount}"
    yield f"      then: [{{do: v{slot} -= {4 - amount}}}]"
    yield f"      else: [{{do: v{slot} += {amount}}}]"
    yield f"    - {going}"


def _condition(condition: Model) -> str:
    return f" {condition['op']} ".join(f"v{slot} {sign} {value}" for slot, sign, value in condition["tests"])


if __name__ == "__main__":
    write(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
