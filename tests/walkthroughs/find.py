"""Finds a run to an ending and writes it: `python -m tests.walkthroughs.find ENDING [SEEDS]`.

Plays at random, many times, and keeps the run that comes to the ending with the most different scenes. Where none does, it looks
once more for players who have come to all other endings before.
"""

from __future__ import annotations

import random
import sys

from game.engine.program import Program
from game.engine.state import Move
from game.loading import load
from tests.walkthroughs import HERE, Walkthrough


def run(program: Program, player: Walkthrough) -> tuple[str | None, list[tuple[str, str]]]:
    """One random run: its ending, and (scene, option) for each pick."""
    chance = random.Random(player.seed)
    state = player.begin(program)
    picks: list[tuple[str, str]] = []
    for _ in range(1000):
        view = program.look(state)
        if not view.open_offers:
            break
        option = chance.choice(view.open_offers).id
        picks.append((view.scene, option))
        state = program.play(state, Move(option)).state
    return state.ending, picks


def main(ending: str, seeds: int = 3000) -> int:
    """Writes the best run found; 1 when there is none."""
    story, _ = load(HERE.parent.parent / "scenes")
    assert story is not None
    program = Program(story)
    for after_all in (False, True):
        players = [Walkthrough(ending, seed, ending, (), after_all) for seed in range(seeds)]
        found = [(player.seed, picks) for player in players for came, picks in [run(program, player)] if came == ending]
        if found:
            break
    else:
        return 1
    seed, picks = max(found, key=lambda each: len({scene for scene, _ in each[1]}))
    lines = [f"seed {seed}", f"ending {ending}", *(["after all"] if after_all else [])]
    scene = ""
    for here, option in picks:
        if here != scene:
            lines.append(f"# {here}")
            scene = here
        lines.append(option)
    (HERE / f"{ending}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:3])))
