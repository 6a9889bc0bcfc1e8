"""What a variable may be. Every domain is finite, so a story is a finite machine; every value is a whole number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from game.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Flag:
    """False or true: 0 or 1."""

    low = 0
    high = 1


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from `low` to `high`, both included. With `time` they are minutes since midnight of the first day."""

    low: int
    high: int
    time: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """Just one of the words: its index."""

    words: tuple[str, ...]

    @property
    def low(self) -> int:
        return 0

    @property
    def high(self) -> int:
        return len(self.words) - 1


@dataclass(frozen=True, slots=True)
class SomeOf:
    """Any of the words, at most `at_most` of them: bit i stands for word i."""

    words: tuple[str, ...]
    at_most: int

    @property
    def low(self) -> int:
        return 0

    @property
    def high(self) -> int:
        return (1 << len(self.words)) - 1


Domain = Flag | Range | OneOf | SomeOf
Show = Literal["meter", "time", "number", "words", "bag"]


def contains(domain: Domain, value: int) -> bool:
    """Whether `value` is a value of the domain."""
    if isinstance(domain, SomeOf):
        return 0 <= value <= domain.high and value.bit_count() <= domain.at_most
    return domain.low <= value <= domain.high


def clock_text(minutes: int) -> str:
    """`1505` -> `01:05`."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def word_text(word: str) -> str:
    """A word of a domain as it is read: `with_you` -> `with you`."""
    return word.replace("_", " ")


def words_in(words: Sequence[str], bits: int) -> list[str]:
    """Those of the words whose bits are set."""
    return [word for bit, word in enumerate(words) if bits >> bit & 1]


def listed(items: Sequence[str], empty: str = "nothing") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return items[0] if items else empty
    return ", ".join(items[:-1]) + " and " + items[-1]


def parse_value(domain: Domain, text: str) -> int | None:
    """The value that an author or a player typed, or None when the domain does not have it."""
    text = text.strip()
    if isinstance(domain, Flag):
        return {"true": 1, "false": 0}.get(text)
    if isinstance(domain, OneOf):
        return domain.words.index(text) if text in domain.words else None
    if isinstance(domain, SomeOf):
        words = [word.strip() for word in text.strip("[]").split(",") if word.strip()]
        if not set(words) <= set(domain.words):
            return None
        value = sum(1 << domain.words.index(word) for word in set(words))
        return value if contains(domain, value) else None
    number = parse_time(text, domain.low) if domain.time and ":" in text else parse_number(text)
    return number if number is not None and contains(domain, number) else None


def parse_number(text: str) -> int | None:
    """A whole number of at most 15 digits, with or without a minus."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None


def parse_time(text: str, not_before: int = 0) -> int | None:
    """`22:40` -> 1360; a time of day earlier than `not_before` is of the next day."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        return None
    if len(hours) > 2 or len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    value = int(hours) * 60 + int(minutes)
    return value + DAY if value < not_before else value


def value_text(domain: Domain, value: int) -> str:
    """A value as an author writes it (and `parse_value` reads it)."""
    if isinstance(domain, Flag):
        return "true" if value else "false"
    if isinstance(domain, OneOf):
        return domain.words[value]
    if isinstance(domain, SomeOf):
        return f"[{', '.join(words_in(domain.words, value))}]"
    return clock_text(value) if domain.time else str(value)
