"""The drawings of title screens, by story. Each has words that say the same, for those who do not see it."""

from __future__ import annotations

from game.terminal.outcomes import Picture

_ROOF_FIRE = r"""
      .            .            (                     .
  .         .              ) \   .       .                  .
                .         ( ( ) )                .
             ______________)\_/(_______________
     .      |   _    _    _    _    _    _    |        .
            |  |_|  |_|  |_|  |_|  |_|  |_|   |
____/\______|_________________________________|______/\/\____
"""

PICTURES = {
    "light_on_the_roof": Picture(
        tuple(_ROOF_FIRE.strip("\n").split("\n")),
        ((0, 31, 34), (1, 26, 33), (2, 26, 33), (3, 27, 32)),
        "Night. On the flat roof of a dark school, somebody has lit a fire.",
    ),
}
