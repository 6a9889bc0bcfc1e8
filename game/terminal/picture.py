"""The drawings of title screens, by story. Each has words that say the same, for those who do not see it."""

from __future__ import annotations

from game.terminal.outcomes import Picture

_ROOF_FIRE = r"""
   .           *           (    .                  *
        *                ) ) \     .                     .
               _________( (/ )________
     .        |  _   _   _   _   _   |      .
              | |_| |_| |_| |_| |_|  |               .
 ____/\_______|______________________|______/\/\________
"""

PICTURES = {
    "light_on_the_roof": Picture(
        tuple(_ROOF_FIRE.strip("\n").split("\n")),
        (0, 1),
        "Night. On the flat roof of a dark school, far off, somebody has lit a fire.",
    ),
}
