"""Text by the sentence, for those who ask for it: where sentences end, and for how long one is left alone.

Nobody has to wait: any key brings the rest.
"""

from __future__ import annotations

import re

FEWEST_SECONDS, SECONDS_PER_CHARACTER = 0.3, 0.022
"""About 45 characters a second, a quick reader's pace."""
_END = re.compile(r"[.!?…]+[\"'”’)\]*]*(?=\s|$)")


def ends_of_sentences(text: str) -> list[int]:
    """Where each sentence of `text` ends; the last end is that of the text."""
    found = [end.end() for end in _END.finditer(text)]
    return [*(end for end in found if text[end:].strip()), len(text)]


def seconds_for(length: int) -> float:
    """How long a sentence of `length` characters is left to be read before the next one comes."""
    return FEWEST_SECONDS + length * SECONDS_PER_CHARACTER
