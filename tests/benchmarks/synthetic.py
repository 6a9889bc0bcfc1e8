"""Writes the peers' synthetic story in the language of this project, so that all of them play the same one.

    python -m tests.benchmarks.synthetic MODEL.json FOLDER

The model is what the peers' generator makes: scenes of two paragraphs, with options that are guarded by tests on whole numbers
from 0 to 3. An option's effect sets a variable or adds to it modulo 4; our ranges do not go round, so that is an `if`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SCENES_IN_A_FILE = 50
"""As many as ChoiceScript's writer puts into a file."""


def write(model: Mapping[str, Any], folder: Path) -> None:
    """The model as a story: `story.yaml` and a file for every fifty scenes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text("\n".join(_head(model)) + "\n", encoding="utf-8")
    scenes = model["scenes"]
    for first in range(0, len(scenes), SCENES_IN_A_FILE):
        lines = [line for scene in scenes[first : first + SCENES_IN_A_FILE] for line in _scene(scene)]
        (folder / f"scenes_{first // SCENES_IN_A_FILE:04}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _head(model: Mapping[str, Any]) -> Iterator[str]:
    yield from ("story: synthetic", "title: Synthetic", "start: s0", "cast:", "  she: {name: She}", "variables:")
    yield from (f"  {name}: {{range: 0..3}}" for name in model["vars"])
    if any(not scene["choices"] or any(option["to"] is None for option in scene["choices"]) for scene in model["scenes"]):
        yield from ("endings:", "  over: {title: The end}")


def _scene(scene: Mapping[str, Any]) -> Iterator[str]:
    yield f"s{scene['id']}:"
    yield "  script:"
    yield "    - |"
    yield f"      Room {scene['id']}. {scene['p1']}"
    yield ""
    marks = f"{{v{scene['cv']} >= {scene['cc']}: {scene['ct']}|{scene['cf']}}}"
    yield f"      {scene['p2']} You count {{v{scene['show']}}} marks and {marks}."
    if not scene["choices"]:
        yield "    - end: over"
        return
    yield "    - choose:"
    for number, option in enumerate(scene["choices"]):
        yield from (f"        {line}" for line in _option(number, option))


def _option(number: int, option: Mapping[str, Any]) -> Iterator[str]:
    yield f"- id: o{number}"
    yield f"  pick: {option['text']}"
    if option["cond"]:
        yield f"  when: {_condition(option['cond'])}"
    slot, kind, amount = option["eff"]
    going = "end: over" if option["to"] is None else f"goto: s{option['to']}"
    if kind == "set":
        yield f"  do: v{slot} = {amount}"
        yield f"  {going}"
        return
    yield "  then:"
    yield f"    - if: v{slot} >= {4 - amount}"
    yield f"      then: [{{do: v{slot} -= {4 - amount}}}]"
    yield f"      else: [{{do: v{slot} += {amount}}}]"
    yield f"    - {going}"


def _condition(condition: Mapping[str, Any]) -> str:
    return f" {condition['op']} ".join(f"v{slot} {sign} {value}" for slot, sign, value in condition["tests"])


if __name__ == "__main__":
    write(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
