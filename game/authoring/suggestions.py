"""What an editor proposes while a value is typed: the names of a story, and small conditions and effects made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from game.authoring.story_names import StoryNames
from game.language.domain import Domain, Flag, OneOf, Range, SomeOf, value_text
from game.loading.keys import Holds


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Proposals by the key (`at`, `end`), or by what the key holds (`scene`, `target`); and who may speak if that is known."""

    by_key: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_holds: Mapping[Holds, tuple[str, ...]] = field(default_factory=dict)
    cast: Mapping[str, str] | None = None

    def of(self, key: str, holds: Holds) -> list[str]:
        """What is proposed for a key that holds this."""
        return list(self.by_key.get(key) or self.by_holds.get(holds, ()))


NOTHING = Suggestions()


def suggestions(names: StoryNames) -> Suggestions:
    """What to propose in the files of the story with these names."""
    return Suggestions(
        by_key={
            "at": names.places,
            "end": names.endings,
            "deck": names.decks,
            "deal": names.decks,
            "art": names.art,
            "cover": names.art,
            "sound": names.sounds,
            "of": tuple(name for name, domain in names.variables.items() if isinstance(domain, Range)),
            "each": ("student", *(f"student where {condition}" for condition in _over_students(names))),
        },
        by_holds={
            "scene": names.scenes,
            "target": (*names.scenes, *names.landings),
            "condition": tuple(_conditions(names)),
            "effects": tuple(_effects(names)),
        },
        cast=names.cast,
    )


def _conditions(names: StoryNames) -> Iterator[str]:
    for name, domain in names.variables.items():
        yield from _asked(name, domain)
    yield from (f"noted({note})" for note in names.notes)
    yield from (f"seen({target})" for target in (*names.scenes, *names.labels, *names.options))


def _over_students(names: StoryNames) -> Iterator[str]:
    for attribute in names.attributes:
        domain = next((each for name, each in names.variables.items() if name.startswith(f"{attribute}.")), None)
        yield from _asked(attribute, domain) if domain is not None else ()


def _asked(name: str, domain: Domain) -> Iterator[str]:
    """What can be asked of a variable, in the author's words."""
    if isinstance(domain, Flag):
        yield from (name, f"not {name}")
    elif isinstance(domain, Range):
        yield f"{name} >= {value_text(domain, domain.low)}"
    elif isinstance(domain, OneOf):
        yield from (f"{name} == {word}" for word in domain.words)
    else:
        yield from (f"{word} in {name}" for word in domain.words)


def _effects(names: StoryNames) -> Iterator[str]:
    for name, domain in names.variables.items():
        yield from _changed(name, domain)
    yield from (f"note {note}" for note in names.notes)
    yield from (f"achieve {earned}" for earned in names.achievements)


def _changed(name: str, domain: Domain) -> Iterator[str]:
    """What can be done to a variable, in the author's words."""
    if isinstance(domain, Flag):
        yield from (f"{name} = true", f"{name} = false")
    elif isinstance(domain, Range):
        yield from (f"{name} += 1", f"{name} -= 1")
    elif isinstance(domain, OneOf):
        yield from (f"{name} = {word}" for word in domain.words)
    elif isinstance(domain, SomeOf):
        yield from (f"{name} {sign} {word}" for word in domain.words for sign in ("+=", "-="))
