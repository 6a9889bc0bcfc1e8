"""The drawings of title screens, by story. Each has words that say the same, for those who do not see it."""

from __future__ import annotations

from game.terminal.outcomes import Picture

_ROOF_PAST_THE_WIRE = r"""
         ·                   .             '            ·
   .                ·                    (  '     ·               .
             .                            ) )               .
      ·                                  ( ( )      .               ·
           .       ______________________)_(_)________          .
                  |                                   |      ____
       _____      |  []  []  []  []  []  []  []  []   |     |    |
______|     |_____|  []  []  []  []  []  []  []  []   |_____|    |______
───×───╲───×───────×───────×───╲───×───────×───────×───╲───×───────×────
╲╱╲╱╲╱╲╱│╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱│╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱│╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱
╱╲╱╲╱╲╱╲│╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲│╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲│╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲
"""

PICTURES = {
    "light_on_the_roof": Picture(
        tuple(_ROOF_PAST_THE_WIRE.strip("\n").split("\n")),
        "Past the wire, on the roof of a dark school, somebody has lit a fire.",
        bright="()'",
        dim="╲╱│─×",
        mood="cold",
    ),
}
