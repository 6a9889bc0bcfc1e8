"""A diff as plain text, as Markdown and as JSON. The three say the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from game.authoring.diff.changes import SECTIONS, Change
from game.authoring.diff.old_saves import Group, Loading
from game.diagnostics import Span
from game.story.model import Story

Form = Literal["text", "markdown", "json"]
MOST_GROUPS = 20
NO_DIFFERENCE = "No difference: the two stories mean the same."


@dataclass(frozen=True, slots=True)
class Diff:
    """All that is different between two stories, and how old saves load: None where the stories are one and the same."""

    old: Story
    new: Story
    changes: tuple[Change, ...]
    loading: Loading | None


def as_text(diff: Diff) -> str:
    lines = [_title(diff), ""]
    if not diff.changes:
        lines += [NO_DIFFERENCE, ""]
    if diff.loading is not None:
        lines += [_saves_heading(diff.loading), *(f"  {line}" for line in _saves(diff.loading)), ""]
    for heading, changes in _sections(diff.changes):
        lines += [heading]
        for change in changes:
            lines += [f"  {change.what}", f"    {_places(change)}", *(f"    {line}" for line in change.details)]
        lines.append("")
    return "\n".join(line for line in lines[:-1] if line.strip() or not line)


def as_markdown(diff: Diff) -> str:
    lines = [f"# {_marked(_title(diff))}", ""]
    if not diff.changes:
        lines += [NO_DIFFERENCE, ""]
    if diff.loading is not None:
        lines += [f"## {_marked(_saves_heading(diff.loading))}", "", *(f"- {_marked(line)}" for line in _saves(diff.loading)), ""]
    for heading, changes in _sections(diff.changes):
        lines += [f"## {heading}", ""]
        for change in changes:
            lines += [f"- {_marked(change.what)}  ", f"  {_marked(_places(change))}"]
            lines += [f"  - {_marked(line)}" for line in change.details]
        lines.append("")
    return "\n".join(lines[:-1])


def as_json(diff: Diff) -> str:
    """One object: `old` and `new`, `changes`, `saves`. Kinds of changes are stable names."""
    data = {
        "old": _story(diff.old),
        "new": _story(diff.new),
        "changes": [
            {
                "kind": change.kind,
                "section": change.section,
                "what": change.what,
                "details": list(change.details),
                "old": _place(change.old),
                "new": _place(change.new),
            }
            for change in diff.changes
        ],
        "saves": _loading(diff.loading) if diff.loading is not None else None,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


FORMS: Mapping[Form, Callable[[Diff], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _title(diff: Diff) -> str:
    return f"{diff.old.title} {diff.old.version} -> {diff.new.title} {diff.new.version}: {_counted(len(diff.changes), 'change')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _sections(changes: tuple[Change, ...]) -> Iterator[tuple[str, list[Change]]]:
    for section, heading in SECTIONS.items():
        found = [change for change in changes if change.section == section]
        if found:
            yield f"{heading} ({len(found)})", found


def _places(change: Change) -> str:
    """`old kitchen.yaml:12, new camp/kitchen.yaml:14`."""
    places = [
        f"{which} {span.file}:{span.line}" for which, span in (("old", change.old), ("new", change.new)) if span is not None
    ]
    return ", ".join(places) or "story.yaml"


def _saves_heading(loading: Loading) -> str:
    count = _counted(len(loading.fates), "place" if loading.made else "save")
    if not loading.made:
        return f"How the saves would load: {count} of the old story"
    return f"How old saves would load: {count} of random runs, in {loading.scenes} of {_counted(loading.of_scenes, 'scene')}"


def _saves(loading: Loading) -> list[str]:
    """A line for each group of saves, and one for the rungs."""
    groups = loading.groups
    lines = [_group(group, len(loading.fates)) for group in groups[:MOST_GROUPS]]
    if len(groups) > MOST_GROUPS:
        rest = sum(group.count for group in groups[MOST_GROUPS:])
        lines.append(f"{rest} more, in {len(groups) - MOST_GROUPS} groups; `--format json` has all of them")
    rungs = ", ".join(f"{rung} {count}" for rung, count in sorted(loading.rungs.items()))
    return [*lines, f"By rung of the ladder: {rungs}"] if rungs else lines


def _group(group: Group, total: int) -> str:
    why = f": {group.why}" if group.why else ""
    at = f"{group.count} {_where(group.scenes)}{_called(group.names)}"
    if group.outcome == "stays":
        return f"{group.count} of {total} load where they were"
    if group.outcome == "unreadable":
        return f"{group.count} cannot be read under either story{_called(group.names)}{why}"
    if group.outcome == "refused":
        return f"{at} would be refused{why}"
    if group.outcome == "nothing to pick":
        return f"{at} would open at `{group.now}` with nothing to pick{why}"
    if group.outcome == "back":
        return f"{at} would go back {_turns(group.lost)}, to `{group.now}`{why}"
    if group.outcome == "elsewhere":
        return f"{at} would open at `{group.now}` instead{why}"
    return f"{at} would open there, but with {group.why}"


def _where(scenes: tuple[str, ...]) -> str:
    """`at `kitchen``, `at `kitchen`, `yard` and 5 more scenes`."""
    more = len(scenes) - 3
    return f"at {', '.join(f'`{scene}`' for scene in scenes[:3])}" + (f" and {_counted(more, 'more scene')}" if more > 0 else "")


def _called(names: tuple[str, ...]) -> str:
    return f" ({', '.join(names[:3])}{', …' if len(names) > 3 else ''})" if names else ""


def _turns(lost: tuple[int, int]) -> str:
    fewest, most = lost
    return _counted(fewest, "turn") if fewest == most else f"{fewest} to {most} turns"


def _marked(line: str) -> str:
    """Plain words as Markdown: what stands in backticks is code already, the rest must not turn into marks."""
    parts = line.split("`")
    for number in range(0, len(parts), 2):
        parts[number] = "".join(f"\\{char}" if char in "\\*_[]<>#" else char for char in parts[number])
    return "`".join(parts)


def _story(story: Story) -> dict[str, str]:
    return {"id": story.id, "title": story.title, "version": story.version, "fingerprint": story.fingerprint}


def _place(span: Span | None) -> dict[str, object] | None:
    return None if span is None else {"file": span.file, "line": span.line, "column": span.column}


def _loading(loading: Loading) -> dict[str, object]:
    groups = [
        {
            "outcome": group.outcome,
            "count": group.count,
            "scenes": list(group.scenes),
            "now": group.now,
            "turns_lost": list(group.lost),
            "why": group.why,
            "names": list(group.names),
        }
        for group in loading.groups
    ]
    counts = {"made": loading.made, "count": len(loading.fates), "scenes": loading.scenes, "of_scenes": loading.of_scenes}
    return {**counts, "rungs": loading.rungs, "groups": groups}
