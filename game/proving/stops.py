"""The options of a stop: which are on offer, where they lead, what can be seen of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from game.engine import code
from game.language import folding
from game.language.tree import Constant, Expression, Read
from game.proving.cells import Cells
from game.proving.hands import equals_of, place_cell
from game.proving.system import Edge, Item, Kind, Watch
from game.proving.telling import Teller, words_of
from game.story import model


@dataclass(frozen=True, slots=True)
class Option:
    """An option and where its body is. `dealt` is whether the storylets of its hand leave room for it."""

    cells: Cells
    scene: str
    option: model.Option
    body: int
    dealt: Expression = folding.TRUE

    @property
    def there(self) -> Expression:
        """Whether it has not been used up."""
        once = Read(f"seen {self.scene}.{self.option.id}")
        return folding.negate(once) if self.option.once else folding.TRUE

    @property
    def when(self) -> Expression:
        return self.cells.expression(self.option.when) if self.option.when is not None else folding.TRUE

    @property
    def open(self) -> Expression:
        return folding.both((self.there, self.when))

    @property
    def name(self) -> str:
        return f"{words_of(self.option.pick) or '(fallback)'} [{self.option.id}]"

    def item(self, kind: Kind) -> Item:
        return Item(kind, self.scene, self.name, self.option.span)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of a scene. `bodies` are the places where its options lead."""

    cells: Cells
    scene: str
    step: code.Stop
    bodies: Sequence[int]

    @property
    def options(self) -> list[Option]:
        made: list[Option] = []
        pairs = zip(self.step.choose.options, self.bodies, strict=True)
        for hand, group in groupby(pairs, key=lambda pair: pair[0].hand):
            options = [Option(self.cells, self.scene, option, body) for option, body in group]
            made += self._dealt(options, hand) if hand is not None else options
        return made

    def _dealt(self, options: Sequence[Option], hand: model.Hand) -> Iterator[Option]:
        """Options of which only so many are on offer at once: one is when enough of those before it do not fit."""
        drawn = {cell.name for equals in equals_of(self.scene, self.step.choose) for cell in equals.cells}
        for at, option in enumerate(options):
            before = folding.total(
                folding.both((other.open, self._comes_first(other.option, option.option, number < at, drawn)))
                for number, other in enumerate(options)
                if number != at
            )
            room = folding.compare("<", before, Constant(hand.at_most)) if hand.at_most < len(options) else folding.TRUE
            yield Option(option.cells, option.scene, option.option, option.body, room)

    def _comes_first(self, one: model.Option, other: model.Option, written: bool, drawn: Collection[str]) -> Expression:
        """Whether one option is dealt before the other: by priority, then as drawn, then as `written`."""
        if one.priority != other.priority or place_cell(self.scene, one) not in drawn:
            return folding.truth(one.priority > other.priority or (one.priority == other.priority and written))
        return folding.compare("<", Read(place_cell(self.scene, one)), Read(place_cell(self.scene, other)))

    @property
    def offers(self) -> Expression:
        """Whether there is anything to pick."""
        return folding.either(option.open for option in self.options if not option.option.fallback)

    def picks(self) -> Iterator[Edge]:
        """An edge for each option that a player can take."""
        for each in self.options:
            if not each.option.fallback:
                guard = folding.both((each.open, each.dealt))
                yield Edge(each.body, _guard(guard), self.cells.passing, each.option.id, items=(each.item("option"),))

    def passing_by(self, after: int) -> Iterator[Edge]:
        """The ways on when nothing is on offer: the first fallback that is open, else what comes after."""
        nothing = folding.negate(self.offers)
        for each in self.options:
            if each.option.fallback:
                yield Edge(each.body, folding.both((nothing, each.open)), items=(each.item("option"),))
                nothing = folding.both((nothing, folding.negate(each.open)))
        yield Edge(after, _guard(nothing))

    def watch(self, watches: list[Watch]) -> None:
        """What can be seen of the options."""
        offers = self.offers
        for each in self.options:
            if each.option.fallback:
                continue
            here = folding.both((offers, each.there, each.dealt))
            shown = folding.both((here, each.when))
            if each.option.when is not None:
                watches.append(Watch(each.item("closed"), folding.both((each.there, folding.negate(each.when)))))
            if each.option.locked is not None:
                locked = folding.both((here, folding.negate(each.when)))
                watches.append(Watch(each.item("locked"), locked))
                Teller(self.cells, self.scene, each.option.span, watches).tell(each.option.locked, locked)
                shown = here
            Teller(self.cells, self.scene, each.option.span, watches).tell(each.option.pick, shown)


def _guard(condition: Expression) -> Expression | None:
    return None if condition == folding.TRUE else condition
