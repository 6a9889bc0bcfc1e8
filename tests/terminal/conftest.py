from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.terminal.story import open_games


@pytest.fixture(autouse=True)
def closed_games() -> Iterator[None]:
    """No test leaves the lock of a save behind."""
    yield
    while open_games:
        open_games.pop().close()
