"""Records behave as the standard library's data classes do, for the first object of a class and for the hundredth."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from functools import partial
from typing import Any, ClassVar

import pytest

from game.records import MANY, dataclass, field, field_names, replace


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0


@dataclass(frozen=True, slots=True)
class Named(Point):
    name: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Has no fields."""

    low = 0


@dataclass(slots=True)
class Basket:
    things: list[str] = field(default_factory=list)
    count: int = field(default=3)


@dataclass(frozen=True, slots=True)
class Measured(Point):
    """Has one field of its own, and two values that all of them share."""

    unit: ClassVar[str] = "m"
    seen: ClassVar = [0]
    z: int = 1


def pair(made_before: int) -> Any:
    """A class with two fields, of which so many objects were made."""

    @dataclass(frozen=True, slots=True)
    class Pair:
        x: int
        y: int = 0

    for _ in range(made_before):
        Pair(1)
    return Pair


FIRST_AND_LATER = pytest.mark.parametrize("made_before", [0, MANY - 1, MANY, 100])


@FIRST_AND_LATER
def test_fields_are_given_by_place_by_name_or_by_default(made_before: int) -> None:
    made = [pair(made_before)(*given, **named) for given, named in [((1,), {}), ((1, 2), {}), ((), {"y": 2, "x": 1})]]
    assert [(each.x, each.y) for each in made] == [(1, 0), (1, 2), (1, 2)]


@FIRST_AND_LATER
@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, 2, 3), {}), ((1,), {"z": 2}), ((1,), {"x": 2})])
def test_a_wrong_call_is_refused_as_python_refuses_it(made_before: int, given: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"__init__\(\)"):
        pair(made_before)(*given, **named)


@pytest.mark.parametrize("made_before", [0, 100])
def test_what_is_made_anew_for_each_object_is_not_shared(made_before: int) -> None:
    for _ in range(made_before):
        Basket()
    first, second = Basket(), Basket()
    first.things.append("rope")
    assert (second.things, second.count) == ([], 3)


def test_equality_goes_by_class_and_values_and_equal_ones_have_the_same_hash() -> None:
    assert Point(1, 2) == Point(1, 2) != Point(2, 2)
    assert hash(Point(1, 2)) == hash(Point(1, 2))
    assert Point(1, 0) != Named(1, 0)
    assert Nothing() == Nothing()


def test_what_can_change_has_no_hash_and_what_is_frozen_does_not_change() -> None:
    with pytest.raises(TypeError):
        hash(Basket())
    point = Point(1)
    for change in (partial(setattr, point, "x", 2), partial(delattr, point, "x"), partial(setattr, point, "other", 2)):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert point == Point(1)


def test_a_class_that_builds_on_another_has_its_fields_first() -> None:
    assert repr(Named(1, 2, "here")) == "Named(x=1, y=2, name='here')"
    match Named(1, 2, "here"):
        case Named(x, y, name):
            assert (x, y, name) == (1, 2, "here")


def test_a_value_of_the_class_is_no_field_and_stays_in_the_class() -> None:
    assert field_names(Measured) == ("x", "y", "z")
    assert (Measured.unit, Measured.seen) == ("m", [0])
    assert repr(Measured(1, 2, 3)) == "Measured(x=1, y=2, z=3)"
    assert Measured(1).seen is Measured.seen
    with pytest.raises(TypeError, match="unit"):
        Measured(1, unit="km")  # type: ignore[call-arg]  # that is asked here


def test_a_copy_with_other_values_is_of_the_same_class() -> None:
    assert replace(Named(1, 2, "here"), y=5) == dataclasses.replace(Named(1, 2, "here"), y=5) == Named(1, 5, "here")


def test_the_library_and_what_copies_objects_know_records() -> None:
    assert [each.name for each in dataclasses.fields(Point(1))] == ["x", "y"]
    assert copy.deepcopy(Named(1, 2, "a")) == pickle.loads(pickle.dumps(Named(1, 2, "a"))) == Named(1, 2, "a")
    assert not hasattr(Point(1), "__dict__")


def test_a_class_that_is_made_often_has_an_init_of_its_own() -> None:
    @dataclass(frozen=True, slots=True)
    class Often:
        number: int

    first = Often.__init__
    made = [Often(number) for number in range(MANY + 1)]
    assert Often.__init__ is not first
    assert [each.number for each in made] == list(range(MANY + 1))
