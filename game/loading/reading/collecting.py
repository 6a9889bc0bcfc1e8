"""The garbage collector, kept out of the way while a story is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_objects() -> Iterator[None]:
    """No collection of garbage inside: what makes many small objects and no circles would only be slowed down.

    What was made counts as old afterwards (that is all that freezing and unfreezing does), so that it is not searched at once.
    Can be nested.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        gc.enable()
