"""What is raised. An author's mistake never is: it is a `Diagnostic`.

HyosanError              everything below: its text is fit to be shown to a player
├── StoryError           a story cannot be loaded at all; carries its Report
├── MoveError            a move that the state does not offer
├── RunawayError         a turn that jumps for ever (a circle without a choice)
├── SetError             --from or --set names what the story does not have
└── SaveError            a playthrough could not be read or written
    ├── SaveDamagedError  the file is not a readable save; it was left as it is
    ├── SaveMismatchError the save belongs to another story, or does not fit this one
    ├── SaveLockedError   another window plays it
    └── SaveFullError     the disk, the rights or the folder do not let us write
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.diagnostics import Report


class HyosanError(Exception):
    """Something went wrong that the user can be told in a sentence."""


class StoryError(HyosanError):
    """The story has errors; `report` has all of them."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


class MoveError(HyosanError):
    """The option is not on offer in this state."""


class SetError(HyosanError):
    """A scene, variable or value that the story does not have."""


class SaveError(HyosanError):
    """A playthrough could not be read or written."""


class SaveDamagedError(SaveError):
    """The file is not a readable save."""


class SaveMismatchError(SaveError):
    """The save does not fit the story."""


class SaveLockedError(SaveError):
    """Another process plays this save."""


class SaveFullError(SaveError):
    """The save could not be written; nothing that was on disk is lost."""
