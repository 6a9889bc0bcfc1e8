"""What is mutated: of each room its modules, the tests that must notice, and those that are left out of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Room:
    """Paths from the root of the checkout; `left_out` are parts of the names of tests."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    @property
    def paths(self) -> list[Path]:
        return [ROOT / name for name in self.modules]


ROOMS = {
    "codec": Room(
        ("game/saving/framing.py", "game/saving/strict_json.py", "game/saving/record.py", "game/saving/snapshots.py"),
        ("tests/saving", "tests/faults/test_damage.py", "tests/properties/test_hostile_saves.py"),
        ("anything_at_all", "goes_on_under_a_story", "anywhere_in_a_line"),
    ),
    "store": Room(
        (
            "game/saving/whole_file.py",
            "game/saving/journal.py",
            "game/saving/store.py",
            "game/saving/slots.py",
            "game/saving/autosave.py",
        ),
        (
            "tests/saving",
            "tests/test_session.py",
            "tests/test_session_checkpoints.py",
            "tests/faults/test_crash_states.py",
            "tests/faults/test_every_error.py",
            "tests/properties/test_sessions.py",
        ),
        ("planted", "harness"),
    ),
    "loader": Room(
        (
            "game/loading/reading/events.py",
            "game/loading/reading/decoding.py",
            "game/loading/reading/folder.py",
            "game/loading/reading/places.py",
        ),
        ("tests/loading", "tests/properties/test_any_story.py"),
        ("faster_than", "much_memory", "harness"),
    ),
    "sanitiser": Room(
        ("game/language/characters.py", "game/terminal/door.py"),
        ("tests/terminal/test_door.py", "tests/language", "tests/loading/test_traps.py"),
    ),
    "expressions": Room(
        (
            "game/language/tokens.py",
            "game/language/parser.py",
            "game/language/types.py",
            "game/language/evaluate.py",
            "game/language/effects.py",
        ),
        ("tests/language",),
    ),
}
