"""What holds for every test: nothing is written outside of the test's own folders, and they run two for each core."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


def pytest_xdist_auto_num_workers() -> int:
    """Half of the time of the suite is waiting for terminals, disks and processes."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(scope="session", autouse=True)
def _indexes_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Indexes of compiled stories go into a folder of the tests, also from processes that a test starts."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before
