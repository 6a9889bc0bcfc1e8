"""Data classes whose methods are written when they are first needed: `dataclass`, `field`, `replace` as in the standard library.

The library's own decorator writes and compiles the methods of every class when its module is imported: 0.8 ms a class, and there
are 200 on the way to the first scene, most of which never become an object there. And it needs `inspect` and `re`, which take
longer to import than a small story to play. Here a class costs 15 µs; the first objects of a class are filled in one by one, and
one that is made often gets an `__init__` of its own, which is then as quick as the library's (measured with
`python -X importtime` and `timeit`, Python 3.11).

Types are checked as if it were the library's. What differs: there is `slots=True` and nothing else, fields are not inherited from
a class that is none of these, and there is no `order`, `kw_only`, `init=False` or `__post_init__`; what needs those, takes the
library's.
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, which takes as long to import as Python takes to start
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from dataclasses import dataclass, field, replace
    from typing import Any

__all__ = ["dataclass", "field", "field_names", "replace", "setters_of"]

MANY = 40
"""So many objects of a class are filled in one by one before an `__init__` is compiled, which costs as much as 50 of them."""


MANY_FIELDS = 4
_CLASS_OF: Any = object.__dict__["__class__"]


class _Default:
    """What stands in the class for a field that is made anew for each object."""

    __slots__ = ("factory", "value")

    def __init__(self, value: object, factory: Callable[[], object] | None) -> None:
        self.value = value
        self.factory = factory

    def make(self) -> object:
        return self.factory() if self.factory is not None else self.value


class _Shape:
    """The fields of a class, with their defaults."""

    __slots__ = ("defaults", "frozen", "made", "names", "owner", "setters")

    def __init__(self, names: tuple[str, ...], defaults: Mapping[str, _Default], frozen: bool) -> None:
        self.names = names
        self.defaults = defaults
        self.frozen = frozen
        self.made = 0
        self.owner: type[Any] = object
        self.setters: tuple[Callable[[object, object], None], ...] = ()

    def values(self, given: tuple[object, ...], named: dict[str, object]) -> tuple[object, ...] | None:
        """The values of all fields, or None when the call does not fit."""
        names, defaults = self.names, self.defaults
        if len(given) == len(names) and not named:
            return given
        rest = names[len(given) :]
        if (
            len(given) > len(names)
            or not all(name in named or name in defaults for name in rest)
            or not named.keys() <= set(rest)
        ):
            return None
        return (*given, *(named[name] if name in named else defaults[name].make() for name in rest))

    def setters_of_owner(self) -> tuple[Callable[[object, object], None], ...]:
        """What puts a value into each field."""
        self.setters = self.setters or tuple([getattr(self.owner, name).__set__ for name in self.names])
        return self.setters

    def fill(self, made: object, values: Sequence[object]) -> None:
        for put, value in zip(self.setters_of_owner(), values, strict=True):
            put(made, value)

    def open_class(self) -> type[Any] | None:
        """A class of the same slots that can be written. An object of many fields is of that class while it is filled: setting a
        slot of a frozen one takes a call, and a state has eight of them (0.4 of the time, `timeit`).
        """
        plain = self.owner.__bases__ == (object,)
        return type(self.owner.__name__, (), {"__slots__": self.names}) if plain else None

    def write_init(self) -> Callable[..., None]:
        """Compiles the `__init__` of the class and gives it to it. What it raises for a wrong call are Python's own errors."""
        known: dict[str, object] = {f"set_{name}": getattr(self.owner, name).__set__ for name in self.names}
        open_class = self.open_class() if self.frozen and len(self.names) >= MANY_FIELDS else None
        known |= {"turn_into": _CLASS_OF.__set__, "open_class": open_class, "own_class": self.owner}
        parameters, lines = [], []
        for name in self.names:
            default = self.defaults.get(name)
            known[f"default_{name}"] = default.factory or default.value if default is not None else None
            parameters.append(name if default is None else f"{name}=default_{name}")
            value = name
            if default is not None and default.factory is not None:
                value = f"default_{name}() if {name} is default_{name} else {name}"
            quick = not self.frozen or open_class is not None
            lines.append(f" self.{name} = {value}" if quick else f" set_{name}(self, {value})")
        if open_class is not None:
            lines = [" turn_into(self, open_class)", *lines, " self.__class__ = own_class"]
        exec(f"def __init__({', '.join(['self', *parameters])}):\n" + "\n".join(lines or [" pass"]), known)
        written: Any = known["__init__"]
        written.__qualname__ = f"{self.owner.__qualname__}.__init__"
        self.owner.__init__ = written
        return written  # type: ignore[no-any-return]  # made just now


def _first_init(self: Any, *given: object, **named: object) -> None:
    shape: _Shape = self.__record_shape__
    values = shape.values(given, named) if shape.made < MANY else None
    if values is None:
        shape.write_init()(self, *given, **named)
        return
    shape.made += 1
    shape.fill(self, values)


def _repr(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({values})"


def _equal(self: Any, other: Any) -> object:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__record_values__(self) == other.__record_values__(other)


def _hash(self: Any) -> int:
    return hash(self.__record_values__(self))


def _refuse_setting(_self: object, name: str, _value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> tuple[object, ...]:
    return tuple(getattr(self, name) for name in self.__match_args__)


def _set_state(self: Any, state: tuple[object, ...]) -> None:
    self.__record_shape__.fill(self, state)


class _LibraryFields:
    """The fields as `dataclasses` describes them, for its `fields`, `replace` and `is_dataclass`."""

    def __get__(self, _made: object, owner: Any) -> Mapping[str, object]:
        from dataclasses import make_dataclass

        library: Any = make_dataclass(owner.__name__, owner.__match_args__)
        described: Mapping[str, object] = library.__dataclass_fields__
        owner.__dataclass_fields__ = described  # for whoever asks again
        return described


class _Values:
    """What gives all values of a record, for comparing. Made when it is first asked for: most classes never compare, and
    `operator` takes longer to import than three small modules of ours.
    """

    def __get__(self, _made: object, owner: Any) -> Callable[[object], tuple[object, ...]]:
        from operator import attrgetter

        names = owner.__match_args__
        get: Any = attrgetter(*names) if names else _no_values
        owner.__record_values__ = staticmethod(get if len(names) != 1 else lambda made: (get(made),))
        return owner.__record_values__  # type: ignore[no-any-return]  # made just now


def _no_values(_made: object) -> tuple[object, ...]:
    return ()


_COMMON = {
    "__init__": _first_init, "__repr__": _repr, "__eq__": _equal, "__getstate__": _state, "__setstate__": _set_state,
    "__dataclass_fields__": _LibraryFields(),
}  # fmt: skip
_FROZEN = {"__hash__": _hash, "__setattr__": _refuse_setting, "__delattr__": _refuse_deleting}


def _dataclass(*, slots: bool, frozen: bool = False) -> Callable[[Any], Any]:
    """As `dataclasses.dataclass`, for classes with slots."""
    assert slots

    def make(plain: Any) -> Any:
        inherited: _Shape | None = getattr(plain, "__record_shape__", None)
        before = inherited.names if inherited is not None else ()
        own = tuple(name for name, kind in plain.__annotations__.items() if name not in before and not _is_of_class(kind))
        namespace = {name: value for name, value in plain.__dict__.items() if name not in ("__dict__", "__weakref__")}
        names = before + own
        defaults = dict(_defaults(namespace, own))
        shape = _Shape(names, {**(inherited.defaults if inherited is not None else {}), **defaults}, frozen)
        known = {"__slots__": own, "__match_args__": names, "__record_shape__": shape, "__record_values__": _Values()}
        made: Any = type(plain)(plain.__name__, plain.__bases__, {**_COMMON, **(_FROZEN if frozen else {}), **namespace, **known})
        shape.owner = made
        return made

    return make


def _is_of_class(kind: object) -> bool:
    """Whether an annotation says `ClassVar`: that is no field, and stays in the class."""
    return str(kind).partition("[")[0].strip().rpartition(".")[2] == "ClassVar"


def _defaults(namespace: dict[str, Any], names: tuple[str, ...]) -> Iterator[tuple[str, _Default]]:
    """The defaults of these fields, taken out of the class: their places are for the slots."""
    for name in names:
        if name in namespace:
            value = namespace.pop(name)
            yield name, value if isinstance(value, _Default) else _Default(value, None)


def _field(*, default: object = None, default_factory: Callable[[], object] | None = None) -> _Default:
    """As `dataclasses.field`."""
    return _Default(default, default_factory)


def _replace(made: Any, **changes: object) -> Any:
    """As `dataclasses.replace`: the same with other values of some fields."""
    return type(made)(
        **{name: changes.pop(name) if name in changes else getattr(made, name) for name in made.__match_args__}, **changes
    )


def field_names(kind: Any) -> tuple[str, ...]:
    """The names of the fields of a record, in their order."""
    names: tuple[str, ...] = kind.__match_args__
    return names


def setters_of(kind: Any) -> tuple[Callable[[object, object], None], ...]:
    """What puts a value into each field of a new object of the record, in their order.

    For who makes many records of many kinds one field after the other: no `__init__` is compiled for that.
    """
    shape: _Shape = kind.__record_shape__
    return shape.setters_of_owner()


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _field, _replace
