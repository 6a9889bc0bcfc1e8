"""What the reading of an expression needs to know of its surroundings: the names there are, and the place of each character."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Literal

from game.diagnostics import Span
from game.language.domain import Domain
from game.language.tree import Value
from game.records import dataclass, field, replace

Remembered = Literal["seen", "since", "times", "note", "achievement"]


@dataclass(frozen=True, slots=True)
class Source:
    """A text as the author typed it, and where: `locate(start, length)` gives the place of some of its characters."""

    text: str
    locate: Callable[[int, int], Span]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that an expression may use.

    variables   every variable by its full name, `trust.su_hyeok` included
    attributes  the attributes of `each student`, by their own name: `trust`
    students    ids of the students, in the order of the cast
    cast        what the members of the cast are called, by id
    pronouns    those of the cast who have any: their forms, in the order of `FORMS`
    notes       ids of the notes
    targets     what `seen` can ask for: `scene`, `scene.label`, `scene.option`
    scene       the scene that `.label` is of, or "" outside of scenes
    ask         claims the slot that remembers something: `ask("seen", "yard.dae_su")` -> the slot's name;
                kinds are "seen", "since", "times", "note" and "achievement"
    step        claims the slot of the next varying text, or None where the text must not change the state
    it          the student that `it` stands for, or None
    achievements  ids of those
    them        what `{them}` is in the texts of a hole that goes by how many there are
    known       what was read already: the same words mean the same, as long as the rest is the same
    """

    variables: Mapping[str, Domain]
    attributes: Mapping[str, Domain]
    students: tuple[str, ...]
    cast: Mapping[str, str]
    notes: Set[str]
    targets: Set[str]
    ask: Callable[[Remembered, str], str]
    step: Callable[[], str] | None = None
    it: str | None = None
    in_where: bool = field(default=False)
    pronouns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    achievements: Set[str] = frozenset()
    them: Value | str | None = None
    scene: str = ""
    known: dict[tuple[object, ...], object] = field(default_factory=dict)

    def about(self, student: str, *, in_where: bool = False) -> Scope:
        """The same scope with `it` standing for `student`; in a `where`, attributes also stand alone."""
        return replace(self, it=student, in_where=in_where)
