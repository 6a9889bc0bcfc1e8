"""Dice without a hidden state: every throw is a pure function of the seed and of what is thrown for.

A throw that depends on nothing else is not reshuffled by another choice made before it, is the same on every machine and in
every version of Python, and costs under a microsecond. The mixing function is the finaliser of SplitMix64 (Steele, Lea and
Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
"""

from __future__ import annotations

from zlib import crc32

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


def _mixed(number: int) -> int:
    number = (number + _GOLDEN) & _MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)


def throw(seed: int, name: str, count: int) -> int:
    """64 random bits for the `count`th throw of what is called `name`."""
    return _mixed(_mixed(seed & _MASK) ^ _mixed(crc32(name.encode()) << 20 ^ count))


def percentile(seed: int, name: str, count: int) -> int:
    """0 to 99, each as likely as the others."""
    return throw(seed, name, count) % 100


def order(seed: int, name: str, count: int, size: int) -> list[int]:
    """A permutation of `range(size)` (Fisher and Yates), each as likely as the others."""
    items = list(range(size))
    bits = throw(seed, name, count)
    for last in range(size - 1, 0, -1):
        bits = _mixed(bits)
        other = bits % (last + 1)
        items[last], items[other] = items[other], items[last]
    return items
