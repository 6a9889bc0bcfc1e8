"""The valid stories of the tests: together they use every key that there is."""

from __future__ import annotations

from pathlib import Path

VALID = Path(__file__).parent.parent / "stories" / "valid"
STORIES = sorted(path.name for path in VALID.iterdir())


def texts_of(story: str) -> dict[str, str]:
    """The files of a valid story."""
    folder = VALID / story
    files = sorted([*folder.rglob("*.y*ml"), *folder.glob("art/*.txt")])
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}
