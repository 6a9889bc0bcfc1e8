"""`hyosan fmt`: lays out the files of a story and repairs slips that have just one meaning, without touching a word."""

from __future__ import annotations

from game.authoring.fmt.verb import fmt

__all__ = ["fmt"]
