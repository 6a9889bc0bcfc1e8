"""All states that any player can reach, at once: a story as a transition system, searched symbolically or state by state.

    Story -> System (places, guarded edges, what to watch for) -> sliced to what still matters at each place -> Reach -> claims

Lester, "Solving interactive fiction games via partial evaluation and bounded model checking" (2020), has the idea; Burch et al.,
"Symbolic model checking: 10^20 states and beyond" (1992), the method.
"""
