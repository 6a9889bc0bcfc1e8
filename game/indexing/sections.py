"""A story to the parts of an index, and back: a `Story` whose parts are decoded when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from game.diagnostics import Report
from game.errors import StoryError
from game.indexing.container import DamagedIndexError
from game.indexing.encoding import decode, encode
from game.records import field_names
from game.story.declared import Slot
from game.story.model import Scene, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.indexing.container import Container

MOST_MET = 100
_SCENE = "scene "
_HEAD = "story"
_MAPPINGS = ("cast", "variables", "places", "art", "sounds", "notes", "achievements", "endings", "decks", "events")
"""The parts of a story that are decoded for themselves. Everything else but the scenes is in the head of the story."""
_CHANGED = "The files of the story were changed while it was being played. Start again to play what they say now."


def parts_of(story: Story) -> dict[str, str]:
    """What is kept of a story: its parts by their names. Raises `ValueError` for what cannot be kept."""
    parts = {_HEAD: encode(tuple(getattr(story, name) for name in _in_head()))}
    parts |= {name: encode(dict(getattr(story, name))) for name in _MAPPINGS}
    return parts | {f"{_SCENE}{scene.id}": encode(scene) for scene in story.scenes.values()}


def _in_head() -> list[str]:
    return [name for name in field_names(Story) if name not in _MAPPINGS and name != "scenes"]


def story_in(container: Container, load: Callable[[], Story]) -> Story:
    """The story of an index. `load` makes it from its files, when a part turns out to be damaged later on.

    Raises `DamagedIndexError`, `OSError`.
    """
    names = _in_head()
    container.read_table()
    head = decode(_part(container, _HEAD))
    if not isinstance(head, tuple) or len(head) != len(names):
        raise DamagedIndexError("the head has other fields")
    known: dict[str, Any] = dict(zip(names, head, strict=True))
    if known["fingerprint"] != container.head.digest or not all(isinstance(slot, Slot) for slot in known["slots"]):
        raise DamagedIndexError("the head is of another story")
    source = _Source(container, known["fingerprint"], load)
    sections: dict[str, Any] = {name: _Section(source, name) for name in _MAPPINGS}
    return Story(**known, **sections, scenes=_Scenes(source))


def _part(container: Container, name: str) -> str:
    try:
        return container.read(name)
    except KeyError as error:
        raise DamagedIndexError(f"there is no part {name}") from error


class _Source:
    """The index, and the story's files for when it cannot be read."""

    def __init__(self, container: Container, fingerprint: str, load: Callable[[], Story]) -> None:
        self.container = container
        self._fingerprint = fingerprint
        self._load = load
        self._loaded: Story | None = None

    def decoded(self, name: str, kind: type) -> Any:
        """A part, or None when it has to come from `story`."""
        if self._loaded is not None:
            return None
        try:
            found = decode(_part(self.container, name))
        except (DamagedIndexError, OSError):
            return None
        return found if isinstance(found, kind) else None

    @property
    def story(self) -> Story:
        """The story as its files tell it. Raises `StoryError` when that is another one by now."""
        if self._loaded is None:
            loaded = self._load()
            if loaded.fingerprint != self._fingerprint:
                raise StoryError(_CHANGED, Report())
            self._loaded = loaded
        return self._loaded


class _Section(Mapping[str, Any]):
    """A part of the story, decoded when it is first looked into."""

    def __init__(self, source: _Source, name: str) -> None:
        self._source = source
        self._name = name
        self._known: Mapping[str, Any] | None = None

    def _all(self) -> Mapping[str, Any]:
        if self._known is None:
            found = self._source.decoded(self._name, dict)
            self._known = found if found is not None else getattr(self._source.story, self._name)
        return self._known

    def __getitem__(self, name: str) -> Any:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


class _Scenes(Mapping[str, Scene]):
    """The scenes, each decoded when it is first met. Only the newest are kept: whoever plays a scene keeps it for itself."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._met: dict[str, Scene] = {}
        self._names: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Scene:
        scene = self._met.get(name)
        if scene is None:
            if name not in self:
                raise KeyError(name)
            scene = self._source.decoded(f"{_SCENE}{name}", Scene)
            if scene is None or scene.id != name:
                scene = self._source.story.scenes[name]
            if len(self._met) >= MOST_MET:
                del self._met[next(iter(self._met))]
            self._met[name] = scene
        return scene

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._source.container.has(f"{_SCENE}{name}")

    def __iter__(self) -> Iterator[str]:
        if not self._names:
            all_names = self._source.container.names()
            self._names = tuple(name[len(_SCENE) :] for name in all_names if name.startswith(_SCENE))
        return iter(self._names)

    def __len__(self) -> int:
        return sum(1 for _ in self)
