"""Stories of jumps made at random: whatever leads to a label or an option, it is told, seen and counted alike."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine.program import Program
from game.engine.state import GameState, Move
from game.language.tree import MANY
from tests.making import program, told

SCENES = ("first", "second")
PARTS = ("a", "b")
NAMES = tuple(f"{scene}.{part}{place}" for scene in SCENES for part in PARTS for place in ("", "_1", "_2"))


def _part(scene: str, part: str, jumps: list[str | None]) -> str:
    """A label and two options; each tells its own name, and may jump."""
    lines = [f"    - label: {part}", f"    - {scene}.{part}", "    - choose:"]
    for number, jump in enumerate(jumps, 1):
        name = f"{part}_{number}"
        lines += [f"        - id: {name}", f"          pick: The {name}", f"          then: {scene}.{name}"]
        lines += [f"          goto: {jump}"] if jump is not None else []
    return "\n".join(lines)


@st.composite
def stories(draw: st.DrawFn) -> str:
    jumps = st.one_of(st.none(), st.sampled_from(NAMES))
    texts = []
    for scene in SCENES:
        parts = [_part(scene, part, [draw(jumps), draw(jumps)]) for part in PARTS]
        texts.append("\n".join([f"{scene}:", "  script:", *parts, f"    - goto: {'second' if scene == 'first' else 'third'}"]))
    asked = " ".join(f"{{seen({name}): {{times({name})}} {{turns_since({name})}}}}" for name in NAMES)
    return "\n".join([*texts, "third:", "  script:", f'    - "{asked}"', "    - end: fine"])


def _counted(made: Program, state: GameState, kind: str) -> dict[str, int]:
    return {name: state.values[made.index[f"{kind} {name}"]] for name in NAMES}


@settings(max_examples=60, deadline=None)
@given(stories(), st.lists(st.sampled_from((0, 1)), max_size=14), st.integers(0, 9))
def test_what_was_told_is_what_is_counted(scenes: str, picks: list[int], seed: int) -> None:
    made = program(scenes)
    state = made.start(seed).state
    met: Counter[str] = Counter()
    last: dict[str, int] = {}
    for number in range(len(picks) + 1):
        here = [text for text in told(state) if text in NAMES]
        met.update(here)
        last.update(dict.fromkeys(here, state.turn + 1))
        assert _counted(made, state, "times") == {name: min(met[name], MANY) for name in NAMES}
        assert _counted(made, state, "seen") == {name: int(met[name] > 0) for name in NAMES}
        assert _counted(made, state, "since") == {name: last.get(name, 0) for name in NAMES}
        assert made.decode(made.encode(state)) == state
        offers = made.look(state).open_offers
        if not offers or number == len(picks):
            break
        state = made.play(state, Move(offers[picks[number]].id)).state
