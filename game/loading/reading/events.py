"""YAML read as a stream of events: the one file of the project that knows the library `yaml`.

Story files come from strangers, and YAML is larger than anything that a story needs. So nothing of the library runs but its
parser (the one in C where there is one), which neither recurses nor builds objects; what it reports is put together here on a
stack of our own, and whatever a story does not need is refused, each with its place: tags, anchors, aliases, merge keys,
directives, further documents, duplicate keys. Sizes are bounded before they cost time or memory. Nothing decides what a text
means: `no` stays `no`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Any, NoReturn, Protocol

import yaml
from yaml import events

from game.diagnostics import MAX_DIAGNOSTICS, Diagnostic, Report
from game.language.characters import first_unsafe
from game.loading.reading.collecting import many_objects
from game.loading.reading.decoding import decode, unsafe
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.loading.reading.places import SourceText
from game.loading.syntax import explain, traps, widths
from game.loading.syntax.complaint import Complaint
from game.loading.syntax.explain import MAX_DEPTH
from game.loading.syntax.quoting import marked

MAX_NODES = 200_000
"""Entries in a file; a list and a map count twice."""
MAX_KEYS = 20_000
MAX_TEXT = 64 * 1024

_CONTENT = itemgetter(0)
_NO_NAMES = {"", "<<"}
_MARKS = ("!", "&")
_EXAMINED = '!&"'
_SPLIT = "Make several files of it."
_QUESTION_MARK = re.compile(r"\?(?<!\S\?)(?=\s)")
_FIRST_SIGN = re.compile(r"(?m)^ *[^\s#]")
_REST_OF_LINE = re.compile(r" *(?:#.*)?(?=\r?\n|\Z)")


class _Mark(Protocol):
    index: int


class _Event(Protocol):
    start_mark: _Mark
    end_mark: _Mark


def read_nodes(file: str, data: str | bytes, report: Report) -> Node | None:
    """What a file of a story says, with the places; `file` is what its places are called after.

    An empty file is an empty `MappingNode`. Every mistake goes to `report`, the text of the file to `report.sources`. After most
    mistakes reading goes on, and what is returned is what was understood; None when the file could not be read to its end.
    """
    source = decode(file, data, report)
    if source is None:
        return None
    with many_objects():
        return _Reading(source, report).read()


class _EndOfReadingError(Exception):
    """The rest of the file cannot be read; why was reported."""


_Open = tuple[list[Node], int, bool, bool]
"""A list or map being read: its children (of a map keys and values in turn), its begin, whether in brackets, whether a map."""


class _Reading:
    """One pass through the events of a file."""

    def __init__(self, source: SourceText, report: Report) -> None:
        self._source = source
        self._report = report
        self._open: list[_Open] = [([], 0, False, False)]
        self._doubtful_keys = _QUESTION_MARK.search(source.text) is not None

    def read(self) -> Node | None:
        """The root of the file, or None when reading had to end."""
        try:
            self._refuse_directive()
            self._read_events()
        except _EndOfReadingError:
            return None
        except yaml.YAMLError as error:
            self._conclude(explain.explain(self._source, self._complaint(error)))
            return None
        root = self._root()
        traps.check(self._source, root, self._report)
        widths.check(self._source, root, self._report)
        return root

    def _root(self) -> Node:
        root = next(iter(self._open[0][0]), None)
        if root is None or (isinstance(root, ScalarNode) and root.style == "plain" and not root.text):
            return MappingNode((), False, self._source, 0, 0)
        return root

    def _refuse_directive(self) -> None:
        """Before anything is parsed: the parser compares each directive with all the others."""
        text = self._source.text
        first = _FIRST_SIGN.search(text)
        if first is not None and first.group() == "%":
            self._say(explain.directive(self._source, first.start()))
            raise _EndOfReadingError

    def _read_events(self) -> None:
        """Three events in four are texts and take the short way through this loop, which decides how fast stories load."""
        opened, handlers, source = self._open, self._handlers(), self._source
        new, text_event, node_type = tuple.__new__, events.ScalarEvent, ScalarNode
        characters, size = source.text, len(source.text)
        children = opened[-1][0]
        event: Any = None
        for event in islice(iter(_parser(source.text.replace("\t", " ")), None), MAX_NODES):
            kind = type(event)
            if kind is text_event:
                text, start = event.value, event.start_mark.index
                node = new(node_type, (text, event.style or "plain", source, start, event.end_mark.index))
                children.append(node)
                if start < size and (characters[start] in _EXAMINED or len(text) > MAX_TEXT):
                    self._examine(node)
            elif kind in handlers:
                handlers[kind](event)
                children = opened[-1][0]
            elif kind is events.DocumentEndEvent or kind is events.StreamEndEvent:
                self._end(event)
                return
        self._stop("too-many-entries", event.start_mark.index, f"there is more in this file than {MAX_NODES:,} entries", _SPLIT)

    def _handlers(self) -> dict[type, Callable[[Any], None]]:
        """What to do for an event that is no text. Kept in `self` it would be a circle, with the whole file hanging on it."""
        return {
            events.SequenceStartEvent: self._begin,
            events.MappingStartEvent: self._begin,
            events.SequenceEndEvent: self._end_sequence,
            events.MappingEndEvent: self._end_mapping,
            events.AliasEvent: self._alias,
        }

    def _end(self, event: _Event) -> None:
        """A file is one document. What follows is not parsed: it could begin with a thousand directives."""
        text, end = self._source.text, event.end_mark.index
        rest = _REST_OF_LINE.match(text, end)
        more = _FIRST_SIGN.search(text, rest.end()) if rest else None
        if rest and not more:
            return
        offset = more.end() - 1 if more else end
        self._conclude(explain.after_the_end(self._source, event.start_mark.index, offset, self._last()))
        raise _EndOfReadingError

    def _examine(self, node: ScalarNode) -> None:
        """A text that is long, or begins with a sign that may matter."""
        if self._source.text.startswith(_MARKS, node.start):
            self._say(marked(self._source, node.start))
        if len(node.text) > MAX_TEXT:
            message = f"this text is longer than {MAX_TEXT:,} characters"
            self._stop("text-too-long", node.start, message, "Make several texts of it.")
        if node.style == '"' and self._source.text.find("\\", node.start, node.end) >= 0:
            self._check_escapes(node)

    def _check_escapes(self, node: ScalarNode) -> None:
        found = first_unsafe(node.text)
        if found is not None:
            self._say(unsafe(node.locate(found[0]), found[1]))

    def _alias(self, event: _Event) -> None:
        """It is kept as the text that was typed, so that only one mistake is made of it."""
        start, end = event.start_mark.index, event.end_mark.index
        self._open[-1][0].append(ScalarNode(self._source.text[start:end], "plain", self._source, start, end))
        self._say(marked(self._source, start))

    def _begin(self, event: Any) -> None:
        start = event.start_mark.index
        if self._source.text[start : start + 1] in _MARKS:
            self._say(marked(self._source, start))
        if len(self._open) > MAX_DEPTH:
            self._conclude(explain.too_deep(self._source.span(start)))
            raise _EndOfReadingError
        self._open.append(([], start, event.flow_style, type(event) is events.MappingStartEvent))

    def _end_sequence(self, event: _Event) -> None:
        items, start, flow, _keyed = self._open.pop()
        if not all(map(_CONTENT, items)):
            items = list(self._without_empty(items))
        self._put(tuple.__new__(SequenceNode, (tuple(items), flow, self._source, start, event.end_mark.index)))

    def _without_empty(self, items: list[Node]) -> Iterator[Node]:
        for item in items:
            if isinstance(item, ScalarNode) and item.style == "plain" and not item.text:
                if not self._source.text.startswith(_MARKS, item.start):
                    self._say(traps.empty(item))
            else:
                yield item

    def _end_mapping(self, event: _Event) -> None:
        children, start, flow, _keyed = self._open.pop()
        keys = children[::2]
        names = _NO_NAMES if self._doubtful_keys else set(map(_CONTENT, keys))
        turns: Iterator[Any] = iter(children)
        pairs: Iterable[tuple[ScalarNode, Node]] = zip(turns, turns, strict=False)
        if len(keys) > MAX_KEYS:
            self._stop("too-many-keys", keys[MAX_KEYS].start, f"there are more than {MAX_KEYS:,} keys here", _SPLIT)
        if len(names) < len(keys) or not _NO_NAMES.isdisjoint(names):
            pairs = self._good_pairs(pairs)
        self._put(tuple.__new__(MappingNode, (tuple(pairs), flow, self._source, start, event.end_mark.index)))

    def _put(self, node: SequenceNode | MappingNode) -> None:
        siblings, _, _, keyed = self._open[-1]
        if keyed and len(siblings) % 2 == 0:
            self._doubtful_keys = True
        siblings.append(node)

    def _good_pairs(self, pairs: Iterable[tuple[Node, Node]]) -> Iterator[tuple[ScalarNode, Node]]:
        """The pairs without the keys that are refused."""
        first: dict[str, ScalarNode] = {}
        for key, value in pairs:
            mistake = explain.bad_key(self._source, key)
            if mistake is not None:
                self._say(mistake)
            elif isinstance(key, ScalarNode) and first.setdefault(key.text, key) is key:
                yield key, value
            elif isinstance(key, ScalarNode):
                self._duplicate(first[key.text], key)

    def _last(self) -> Node | None:
        """What was read last."""
        return next((children[-1] for children, *_ in reversed(self._open) if children), None)

    def _duplicate(self, first: ScalarNode, again: ScalarNode) -> None:
        message = f"`{again.text}` stands here a second time; the first is on line {first.span.line}"
        advice = "Each key can be there once: delete one, or give it another name."
        self._say(Diagnostic("duplicate-key", again.span, message, advice))

    def _stop(self, code: str, offset: int, message: str, advice: str) -> NoReturn:
        self._report.error(code, self._source.span(offset), message, advice)
        raise _EndOfReadingError

    def _say(self, diagnostic: Diagnostic) -> None:
        """Where nothing more can be reported, nothing more needs to be read."""
        self._report.add(diagnostic)
        if len(self._report) >= MAX_DIAGNOSTICS:
            raise _EndOfReadingError

    def _conclude(self, last: Diagnostic) -> None:
        """What ended the reading, unless it follows from what was said of the same line, or may come from a tab."""
        said = {(each.span.file, each.span.line) for each in self._report.errors}
        if (last.span.file, last.span.line) not in said and "\t" not in self._source.text:
            self._report.add(last)

    def _complaint(self, error: yaml.YAMLError) -> Complaint:
        """What the parser says, in offsets."""
        if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
            return Complaint(str(error), 0)
        bracket = next((start for _, start, flow, _ in reversed(self._open) if flow), None)
        return Complaint(
            problem=error.problem or "",
            at=min(error.problem_mark.index, len(self._source.text)),
            context=error.context or "",
            opened=error.context_mark.index if error.context_mark is not None else None,
            last=self._last(),
            bracket=bracket,
        )


def _parser(text: str) -> Callable[[], events.Event | None]:
    """The next event of `text` at each call; from the parser in C when it is there (some platforms have none)."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    next_event: Callable[[], events.Event | None] = loader(text).get_event
    return next_event
