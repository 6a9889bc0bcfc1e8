"""What changed in the scenes: which came and went, which nobody leads to, and inside each that both stories have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.authoring.diff.changes import Change
from game.authoring.diff.meaning import Version, same_rolls
from game.authoring.diff.scripts import Comparison
from game.authoring.diff.words import alike, quoted, word_diff
from game.records import replace
from game.story.graph import Graph, graph_of
from game.story.model import Choose, Look, Paragraph, Scene, Speech, Story, beats


def scenes(old: Version, new: Version) -> Iterator[Change]:
    """Every difference in the scenes of the two stories. Where a scene stands, in which file and where in it, is none."""
    comparison = Comparison(old, new)
    names = {old.renames.scene(name): name for name in old.story.scenes}
    for name, was in names.items():
        before, after = old.story.scenes[was], new.story.scenes.get(name)
        if after is None:
            yield _gone(before, old, new)
            continue
        if was != name:
            yield Change("scene-renamed", f"The scene `{name}` was called `{was}`", before.span, after.span)
        yield from _about(replace(before, place=old.renames.places.get(before.place or "", before.place)), after)
        yield from _storylet(before, after, old, new)
        yield from _looks(before, after, old, new)
        yield from comparison.scene(old.meaning(before, same_rolls(old, before, new, after)), new.meaning(after))
    graph = graph_of(new.story)
    yield from (_new(scene, new.story, graph) for name, scene in new.story.scenes.items() if name not in names)
    yield from _acts(names, old.story, new.story)
    yield from _reached(names, old.story, new.story)


def _gone(scene: Scene, old: Version, new: Version) -> Change:
    """A scene that is no longer there, with advice where another one looks like it."""
    texts = _texts(scene, old)
    fresh = (each for each in new.story.scenes.values() if each.id not in old.story.scenes and not each.was)
    twin = next((each for each in fresh if texts and alike(texts, _texts(each, new))), None)
    details = (f"Is it `{twin.id}` now? Then `was: {scene.id}` there lets old saves find it.",) if twin is not None else ()
    return Change("scene-gone", f"The scene `{scene.id}` is gone", scene.span, None, details)


def _texts(scene: Scene, version: Version) -> str:
    return " ".join(version.writer.text(beat.text) for beat in beats(scene.script) if isinstance(beat, Paragraph | Speech))


def _new(scene: Scene, story: Story, graph: Graph) -> Change:
    found = list(beats(scene.script))
    options = sum(len(beat.options) for beat in found if isinstance(beat, Choose))
    texts = sum(isinstance(beat, Paragraph | Speech) for beat in found)
    leading = [other for other in story.scenes if other != scene.id and scene.id in graph.leads_to(other)]
    shown = ", ".join(f"`{other}`" for other in leading[:3]) + (f" and {len(leading) - 3} more" if len(leading) > 3 else "")
    details = (
        f"Led to from {shown}."
        if leading
        else "It is where a play begins."
        if scene.id == story.start
        else "Nothing leads to it.",
    )
    counts = f"{texts} text{'s' * (texts != 1)}, {options} option{'s' * (options != 1)}"
    return Change("scene-new", f"The scene `{scene.id}` is new: {counts}", None, scene.span, details)


def _reached(names: Mapping[str, str], old: Story, new: Story) -> Iterator[Change]:
    """The scenes that both have, and only one of them leads to, conditions aside."""
    before, after = graph_of(old).reached_from(old.start), graph_of(new).reached_from(new.start)
    for name, was in names.items():
        if name in new.scenes and (was in before) != (name in after):
            spans = old.scenes[was].span, new.scenes[name].span
            if name in after:
                yield Change("scene-reached", f"The scene `{name}` can be reached now", *spans)
            else:
                yield Change("scene-unreached", f"Nothing leads to the scene `{name}` any more", *spans)


def _about(old: Scene, new: Scene) -> Iterator[Change]:
    name, spans = f"`{new.id}`", (old.span, new.span)
    if old.title != new.title:
        yield Change("scene-about", f"{name} has the title “{new.title}”, no longer “{old.title}”", *spans)
    if old.place != new.place:
        where = f"at `{new.place}`" if new.place else "nowhere on the map"
        yield Change("scene-about", f"{name} is {where}, before {f'at `{old.place}`' if old.place else 'nowhere'}", *spans)
    if old.art != new.art:
        picture = f"begins with the picture `{new.art}`" if new.art else "begins without a picture"
        yield Change("scene-about", f"{name} {picture}, before {f'with `{old.art}`' if old.art else 'without one'}", *spans)
    if old.content_note != new.content_note:
        details = (word_diff(old.content_note, new.content_note),)
        yield Change("scene-about", f"{name}, its `content note`:", *spans, details)
    if old.heading != new.heading:
        yield Change("scene-about", f"{name} begins {'with' if new.heading else 'without'} a heading now", *spans)
    if old.mood != new.mood:
        yield Change("scene-about", f"{name} has the mood {new.mood}, no longer {old.mood}", *spans)


def _storylet(before: Scene, after: Scene, old: Version, new: Version) -> Iterator[Change]:
    """How the scene offers itself, key by key, and whether events come at its choices."""
    was, now = (_offering(scene, version) for scene, version in ((before, old), (after, new)))
    for key in dict.fromkeys((*was, *now)):
        if was.get(key) != now.get(key):
            details = tuple(f"{when}: {keys[key]}." for when, keys in (("Before", was), ("Now", now)) if key in keys)
            yield Change("storylet", f"`{after.id}` has another `{key}`", before.span, after.span, details)


def _offering(scene: Scene, version: Version) -> dict[str, str]:
    keys = {} if scene.events else {"events": "none comes at its choices"}
    card = scene.storylet
    if card is not None:
        keys |= {
            "deck": f"`{version.renames.deck(card.deck)}`",
            "priority": str(card.priority),
            "pick": quoted(version.writer.text(card.pick)),
        }
        keys["when"] = f"`{version.writer.condition(card.when)}`" if card.when is not None else "always"
        keys["at most"] = str(card.at_most) if card.at_most is not None else "again and again"
    return keys


def _acts(names: Mapping[str, str], old: Story, new: Story) -> Iterator[Change]:
    """Scenes that count to another act, told once for all that changed alike. An act that only has its folder's name is none."""
    together: dict[tuple[str, str], list[tuple[Scene, Scene]]] = {}
    for name, was in names.items():
        if name in new.scenes and (before := old.scenes[was]).act != (after := new.scenes[name]).act:
            together.setdefault((before.act, after.act), []).append((before, after))
    for (was, now), moved in together.items():
        first_old, first = moved[0]
        if now and now != first.span.file.partition("/")[0]:
            ids = ", ".join(f"`{after.id}`" for _, after in moved[:3]) + (f" and {len(moved) - 3} more" if len(moved) > 3 else "")
            said = f"The act of {ids} is “{now}”" + (f", no longer “{was}”" if was else "")
            yield Change("scene-about", said, first_old.span, first.span)


def _looks(old: Scene, new: Scene, old_version: Version, new_version: Version) -> Iterator[Change]:
    """What there is to look at; found again by any of its names."""
    left = list(new.looks)
    for before in old.looks:
        after = next((look for look in left if set(look.names) & set(before.names)), None)
        if after is None:
            yield Change("look", f"`{new.id}` has no {before.names[0]} to look at any more", before.span, new.span)
            continue
        left.remove(after)
        yield from _look(new.id, before, after, old_version, new_version)
    yield from (Change("look", f"`{new.id}` has a {look.names[0]} to look at now", old.span, look.span) for look in left)


def _look(scene: str, old: Look, new: Look, old_version: Version, new_version: Version) -> Iterator[Change]:
    was = " ".join(old_version.writer.text(part.text) for part in old.text)
    now = " ".join(new_version.writer.text(part.text) for part in new.text)
    if was != now:
        yield Change("look", f"`{scene}`, the {new.names[0]} to look at:", old.span, new.span, (word_diff(was, now),))
    if old.names != new.names:
        names = f"{', '.join(new.names)}, before {', '.join(old.names)}"
        yield Change("look", f"`{scene}`: what can be looked at is called {names}", old.span, new.span)
