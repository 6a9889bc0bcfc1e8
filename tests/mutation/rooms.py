"""What is mutated: of each room its modules, the tests that must notice, and those that are left out because they take long."""

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
        (
            "tests/saving/test_framing.py",
            "tests/saving/test_strict_json.py",
            "tests/saving/test_record.py",
            "tests/saving/test_snapshots.py",
            "tests/saving/test_golden.py",
            "tests/saving/test_restore.py",
            "tests/saving/test_salvage.py",
            "tests/faults/test_damage.py",
        ),
        ("anything_at_all", "anywhere_in_a_line", "every_truncation"),
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
            "tests/saving/test_whole_file.py",
            "tests/saving/test_journal.py",
            "tests/saving/test_store.py",
            "tests/saving/test_store_steps.py",
            "tests/saving/test_slots.py",
            "tests/saving/test_autosave.py",
            "tests/saving/test_disk_errors.py",
            "tests/saving/test_waiting.py",
            "tests/saving/test_lock.py",
            "tests/saving/test_exchange.py",
            "tests/saving/test_golden.py",
            "tests/test_session.py",
            "tests/test_session_checkpoints.py",
            "tests/faults/test_crash_states.py",
        ),
        ("harness", "only_the_two_ends"),
    ),
    "loader": Room(
        (
            "game/loading/reading/events.py",
            "game/loading/reading/decoding.py",
            "game/loading/reading/folder.py",
            "game/loading/reading/places.py",
        ),
        ("tests/loading/reading", "tests/loading/syntax"),
        ("faster_than", "much_memory", "answered_soon", "one_byte_changed"),
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
        ("code_point", "64_kib", "it_runs_or", "read_and_runs"),
    ),
}
