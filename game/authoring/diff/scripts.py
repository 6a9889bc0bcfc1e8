"""What changed inside a scene that both stories have: its passages item by item, its options one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from game.authoring.diff.changes import Change
from game.authoring.diff.guards import Verdict, compared
from game.authoring.diff.meaning import Item, ItemKind, Meaning, Offered, Version
from game.authoring.diff.words import alike, quoted, word_diff

Pair = tuple[Item | None, Item | None]
_STREAMS: tuple[ItemKind, ...] = ("text", "effect", "exit", "roll", "label")
_NO_LONGER: dict[ItemKind, str] = {
    "effect": "no longer does",
    "exit": "no longer",
    "roll": "no longer rolls",
    "label": "has no label",
}
_NOW: dict[ItemKind, str] = {"effect": "now does", "exit": "now", "roll": "now rolls", "label": "has the new label"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two versions, and the comparing of what they have in common."""

    old: Version
    new: Version

    def verdict(self, before: Item | Offered, after: Item | Offered) -> Verdict:
        if before.when == after.when:
            return "same"
        return compared(before.guard, self.old, after.guard, self.new)

    def scene(self, before: Meaning, after: Meaning) -> Iterator[Change]:
        """Everything that is different in the script of a scene."""
        for name in [*before.options, *(name for name in after.options if name not in before.options)]:
            yield from self._option(name, before, after)
        found = False
        for owner in after.passages:
            if owner in before.passages:
                changes = list(self._passage(_path(after, owner), before.passages[owner], after.passages[owner]))
                found = found or bool(changes)
                yield from changes

    def _option(self, name: str, before: Meaning, after: Meaning) -> Iterator[Change]:
        old, new = before.options.get(name), after.options.get(name)
        if old is not None and new is not None:
            yield from self._kept_option(_path(after, name), old, new)
        elif old is not None and old.option.fallback:
            yield Change("choice", f"`{before.scene.id}` has one fallback less", old.option.span, after.scene.span)
        elif old is not None:
            details = (f"It was {quoted(old.pick)}.", *_perhaps_renamed(name, before, after))
            yield Change("option-gone", f"{_path(before, name)} is gone", old.option.span, after.scene.span, details)
        elif new is not None and new.option.fallback:
            yield Change("choice", f"`{after.scene.id}` has a new fallback", before.scene.span, new.option.span)
        elif new is not None:
            when = f", when `{new.when}`" if new.when != "true" else ""
            yield Change(
                "option-new", f"{_path(after, name)} is new{when}", None, new.option.span, (f"It is {quoted(new.pick)}.",)
            )

    def _kept_option(self, path: str, old: Offered, new: Offered) -> Iterator[Change]:
        spans = old.option.span, new.option.span
        if old.option.id != new.option.id:
            yield Change("option-renamed", f"{path} was called `{old.option.id}`", *spans)
        yield from self._gate(path, old, new)
        yield from _use(path, old, new)
        if (old.locked is None) != (new.locked is None) and new.when != "true" and old.when != "true":
            how = "hidden, no longer shown locked," if new.locked is None else "shown locked, no longer hidden,"
            yield Change("option-locked", f"{path} is {how} when it cannot be picked", *spans)
        elif old.locked is not None and new.locked is not None and old.locked != new.locked:
            yield Change("text", f"{path}, why it is locked:", *spans, (word_diff(old.locked, new.locked),))
        if old.pick != new.pick:
            yield Change("text", f"{path}, the words to pick:", *spans, (word_diff(old.pick, new.pick),))
        if old.owner != new.owner:
            where = f"inside `{new.owner}`" if new.owner else "by the scene itself"
            yield Change("option-moved", f"{path} is now offered {where}", *spans)

    def _gate(self, path: str, old: Offered, new: Offered) -> Iterator[Change]:
        """On which condition the option is on offer."""
        verdict = self.verdict(old, new)
        if verdict == "same":
            return
        was = f"It was: {_condition(old.when)}."
        now = f"It is: {_condition(new.when)}."
        says = {
            "narrower": f"{path} is on offer only when `{new.when}`" if old.when == "true" else f"{path} is on offer more rarely",
            "wider": f"{path} is always on offer" if new.when == "true" else f"{path} is on offer more often",
            "changed": f"{path} is on offer on another condition",
        }
        locked = "" if new.locked is not None or new.when == "true" else " Else it is hidden."
        yield Change(f"option-{verdict}", says[verdict], old.option.span, new.option.span, (was, now + locked))

    def _passage(self, path: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Change]:
        """The items of a passage, each kind on its own; last, whether what is the same stands in another order."""
        pairs = [pair for kind in _STREAMS for pair in _aligned(_of(kind, old), _of(kind, new))]
        pairs += _same_choices(_of("choice", old), _of("choice", new))
        changes = [change for before, after in pairs for change in self._item(path, before, after)]
        yield from changes
        yield from _order(
            path, [(before, after) for before, after in pairs if before is not None and after is not None], old, new
        )

    def _item(self, path: str, old: Item | None, new: Item | None) -> Iterator[Change]:
        if old is not None and new is not None:
            yield from self._kept_item(path, old, new)
        elif new is not None:
            when = f", when `{new.when}`" if new.when != "true" else ""
            said = f"has a new text{when}" if new.kind == "text" else f"{_NOW[new.kind]} {_shown(new)}{when}"
            yield Change(_kind(new, "new"), f"{path} {said}", None, new.span, _text_of(new))
        elif old is not None:
            said = "has lost a text" if old.kind == "text" else f"{_NO_LONGER[old.kind]} {_shown(old)}"
            yield Change(_kind(old, "gone"), f"{path} {said}", old.span, None, _text_of(old))

    def _kept_item(self, path: str, old: Item, new: Item) -> Iterator[Change]:
        if new.kind == "choice":
            yield from _order_of_options(path, old, new)
            return
        if old.words == new.words and old.names != new.names:
            details = (f"It was `{old.names[0]}` in its scene, and is `{new.names[0]}`; an `id` would keep it.",)
            yield Change(
                "roll", f"{path}: its roll {_shown(new)} falls differently for plays under way", old.span, new.span, details
            )
        if old.words != new.words and new.kind == "text":
            yield Change("text", f"{path}:", old.span, new.span, (word_diff(old.words, new.words),))
        elif old.words != new.words:
            yield Change(new.kind, f"{path} {_NOW[new.kind]} {_shown(new)}", old.span, new.span, (f"Before: {_shown(old)}.",))
        verdict = self.verdict(old, new)
        if verdict != "same":
            yield _shown_to(path, old, new, verdict)


def _shown_to(path: str, old: Item, new: Item, verdict: Verdict) -> Change:
    """That something is met on another condition."""
    how = {"narrower": "more rarely", "wider": "more often", "changed": "on another condition", "same": ""}[verdict]
    details = (f"It was: {_condition(old.when)}.", f"It is: {_condition(new.when)}.")
    if new.kind == "text":
        return Change("text-when", f"{path} shows {quoted(new.words, 8)} {how}", old.span, new.span, details)
    return Change(new.kind, f"{path}: {_shown(new)} {how}", old.span, new.span, details)


def _use(path: str, old: Offered, new: Offered) -> Iterator[Change]:
    """How often the option can be picked, and whether it leaves its hub."""
    spans = old.option.span, new.option.span
    if old.option.once != new.option.once:
        yield Change("option-use", f"{path} can be picked {'only once' if new.option.once else 'again and again'} now", *spans)
    if old.hub != new.hub:
        how = (
            "comes back to its options (a hub)" if new.hub else "goes on instead of coming back to its options (no hub any more)"
        )
        yield Change("option-use", f"{path} {how} now", *spans)
    elif old.option.leave != new.option.leave:
        yield Change("option-use", f"{path} {'leaves' if new.option.leave else 'no longer leaves'} its hub", *spans)
    if old.option.fallback != new.option.fallback:
        how = "is taken by itself when nothing else can be picked" if new.option.fallback else "is picked by the player"
        yield Change("option-use", f"{path} {how} now", *spans)


def _perhaps_renamed(name: str, before: Meaning, after: Meaning) -> Iterator[str]:
    """Advice where a new option looks like the one that is gone: an id made from words changes with the words."""
    old = before.options[name]
    for other, new in after.options.items():
        if other in before.options or new.option.fallback or new.owner != old.owner:
            continue
        does = [item.words for item in before.passages[name]] == [item.words for item in after.passages[other]]
        if alike(old.pick, new.pick) or (does and before.passages[name]):
            yield f"Is it `{other}` now? Then `was: {old.option.source}` there lets old saves find it."
            return


def _path(meaning: Meaning, owner: str) -> str:
    return f"`{meaning.scene.id}.{owner}`" if owner else f"`{meaning.scene.id}`"


def _of(kind: ItemKind, items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item.kind == kind]


def _kind(item: Item, suffix: str) -> str:
    return f"text-{suffix}" if item.kind == "text" else item.kind


def _shown(item: Item) -> str:
    return item.words if item.kind == "exit" else f"`{item.words}`"


def _text_of(item: Item) -> tuple[str, ...]:
    return (quoted(item.words, 24),) if item.kind == "text" else ()


def _condition(when: str) -> str:
    return "always" if when == "true" else f"`{when}`"


def _order(path: str, kept: Sequence[tuple[Item, Item]], old: Sequence[Item], new: Sequence[Item]) -> Iterator[Change]:
    """Whether what both passages have stands in another order: first what has effects, then texts among them."""
    before, after = ({id(item): number for number, item in enumerate(items)} for items in (old, new))
    in_order = sorted(kept, key=lambda pair: before[id(pair[0])])
    rules = [pair for pair in in_order if pair[1].kind != "text"]
    same = [pair for pair in in_order if pair[1].kind != "text" or pair[0].words == pair[1].words]
    for kind, pairs in (("order", rules), ("text-order", same)):
        moved = next((one for one, other in pairwise(pairs) if after[id(one[1])] > after[id(other[1])]), None)
        if moved is not None:
            yield Change(kind, f"{path} plays its beats in another order; this one comes later", moved[0].span, moved[1].span)
            return


def _same_choices(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Pair]:
    """The choices that offer something in common. What only one of them offers is told of the options."""
    left = list(new)
    for before in old:
        other = next((after for after in left if set(before.names) & set(after.names)), None)
        if other is not None:
            left.remove(other)
            yield before, other


def _order_of_options(path: str, old: Item, new: Item) -> Iterator[Change]:
    both = [name for name in old.names if name in new.names]
    if both != [name for name in new.names if name in old.names]:
        yield Change("order", f"{path} offers the same options in another order", old.span, new.span)


def _aligned(old: Sequence[Item], new: Sequence[Item]) -> list[Pair]:
    """The items of one kind side by side: the same ones first, then those that were moved, then those that were edited."""
    matcher = SequenceMatcher(None, [item.words for item in old], [item.words for item in new], autojunk=False)
    pairs: list[Pair] = []
    gone: list[Item] = []
    fresh: list[Item] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(old[a:b], new[c:d], strict=True)
            continue
        gone += old[a:b]
        fresh += new[c:d]
    for same in (_moved, _edited):
        for item in list(gone):
            other = next((each for each in fresh if same(item, each)), None)
            if other is not None:
                pairs.append((item, other))
                gone.remove(item)
                fresh.remove(other)
    return [*pairs, *((item, None) for item in gone), *((None, item) for item in fresh)]


def _moved(old: Item, new: Item) -> bool:
    return old.words == new.words


def _edited(old: Item, new: Item) -> bool:
    if new.kind == "text":
        return alike(old.words, new.words)
    if new.kind == "effect":
        return old.words.split()[:1] == new.words.split()[:1]
    return new.kind in ("exit", "roll")
