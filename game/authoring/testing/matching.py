"""What a line of a test means: words in what was told, an option among those on offer; the nearest when there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from game.authoring.testing.telling import plain
from game.engine.state import Offer

NEAR = 0.5
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’]?\s+")


def find_words(wanted: str, text: str, start: int = 0) -> int:
    """Where `wanted` ends in `text` (both `plain`) at or behind `start`, as whole words; -1 when it is not there."""
    if not wanted:
        return -1
    before = r"(?<!\w)" if wanted[:1].isalnum() else ""
    behind = r"(?!\w)" if wanted[-1:].isalnum() else ""
    found = re.compile(before + re.escape(wanted) + behind).search(text, start)
    return found.end() if found else -1


def nearest_told(wanted: str, paragraphs: Iterable[str]) -> str:
    """The sentence that comes nearest to the wanted words, or the empty string."""
    sentences = [sentence for paragraph in paragraphs for sentence in _SENTENCE.split(paragraph)]
    best, score = "", NEAR
    for sentence in sentences:
        likeness = _likeness(plain(wanted), plain(sentence))
        if likeness > score:
            best, score = sentence, likeness
    return best


def _likeness(wanted: str, sentence: str) -> float:
    """How much of the wanted words, from 0 to 1, stands in the sentence in the same order."""
    matcher = SequenceMatcher(None, wanted.split(), sentence.split(), autojunk=False)
    words = sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(wanted.split()))
    letters = SequenceMatcher(None, wanted, sentence[: 2 * len(wanted)], autojunk=False).ratio()
    return max(words, letters)


def fitting(words: str, offers: Sequence[Offer]) -> list[Offer]:
    """The options that `words` can mean: one with this id, else with these words, else those that begin so."""
    wanted = plain(words)
    named = [offer for offer in offers if offer.id == words.strip()] or [offer for offer in offers if plain(offer.text) == wanted]
    return named or [offer for offer in offers if bare(offer.text).startswith(bare(words)) and bare(words)]


def bare(text: str) -> str:
    """`plain` without punctuation at the ends: the beginning of `"By seven. All of us."` is `by seven`."""
    return plain(text).strip(" \"'.,;:!?…*")


def nearest_option(words: str, offers: Sequence[Offer]) -> str:
    """The words of the option that comes nearest, or the empty string."""
    rated = [(max(_likeness(plain(words), plain(name)) for name in (offer.text, offer.id)), offer.text) for offer in offers]
    score, text = max(rated, default=(0.0, ""))
    return text if score > NEAR else ""
