"""A survey as a table for people and as JSON for programs. Texts of the story are cleaned on their way out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from game.authoring.words.findings import Finding, Limits, Measured, Style
from game.authoring.words.survey import Survey
from game.diagnostics import cells, printable
from game.language.characters import clean

MAX_SHOWN = 100
MAX_PLACE = 600
FEW_WORDS = 5_000
"""Below so many words a single phrase moves a rate past its bound."""
_BOUNDS = (
    "The bounds are those of a long story, such as the shipped one. Below some thousand words most rates say little:\n"
    "read the places, and let the verdicts be."
)
_VERDICTS = {"aim": "pass, aim reached", "pass": "pass", "fail": "FAIL", "none": "nothing to measure"}


def as_text(survey: Survey, places: int) -> str:
    """The lengths, the table, and for each measure its first `places` places (0: all of them)."""
    story, runs = survey.story, f"{survey.runs} random runs from seed {survey.seed}"
    parts = [f"{_shown(story.title)} {_shown(story.version)}: {len(story.scenes)} scenes; {runs}"]
    rows = [
        (size.name or "(no act)", *map(_whole, (size.scenes, size.words, size.passages, size.options))) for size in survey.sizes
    ]
    parts.append(_table([("act", "scenes", "words", "passages", "options"), *rows]))
    if survey.spreads:
        spreads = [(each.name, *map(_whole, (each.least, each.median, each.most))) for each in survey.spreads]
        parts.append(_table([("a run", "shortest", "median", "longest"), *spreads]))
    measures = [_row(each) for each in survey.measures]
    parts.append(_table([("measure", "ours", "pass", "aim", "verdict"), *measures], left=(0, 4)))
    parts.append(_summary(survey.measures, sum(size.words for size in survey.sizes if size.name != "all")))
    parts += _places(survey, places)
    return "\n\n".join(parts)


def _row(each: Measured) -> tuple[str, ...]:
    measure = each.measure
    ours = "–" if each.value is None else _value(each.value, measure.style, int(each.verdict == "fail"))
    name = f"{measure.name} ({each.note})" if each.note else measure.name
    passes, aim = (_limits(limits, measure.style) for limits in (measure.passes, measure.aim))
    return name, ours, passes, aim, _VERDICTS[each.verdict]


def _value(value: float, style: Style, more: int = 0) -> str:
    """A value as it is read; `more` digits, where a rounded value would look as if it passed."""
    if style == "share":
        digits = more + (0 < value < 0.1)
        return f"{value * 100:.{digits}f}%"
    digits = {"ratio": 2, "rate": 1}.get(style, 0)
    return f"{value:,.{digits + more * (digits > 0)}f}"


def _limits(limits: Limits | None, style: Style) -> str:
    if limits is None:
        return ""
    low, high = (None if bound is None else _value(bound, style) for bound in (limits.low, limits.high))
    if low is not None and high is not None:
        return f"{low}–{high}"
    return f"≥ {low}" if low is not None else f"≤ {high}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _summary(measures: Sequence[Measured], words: int) -> str:
    held = [each for each in measures if each.verdict != "none"]
    failed = sum(each.verdict == "fail" for each in held)
    aims = [each for each in held if each.measure.aim is not None]
    reached = sum(each.verdict == "aim" for each in aims)
    bounds = f"\n{_BOUNDS}" if failed and words < FEW_WORDS else ""
    return f"{len(held) - failed} of {len(held)} measures pass; {reached} of {len(aims)} aims are reached." + bounds


def _table(rows: Sequence[tuple[str, ...]], left: tuple[int, ...] = (0,)) -> str:
    """Rows as columns, the first row their heads; numbers stand to the right."""
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(_padded(text, widths[at], at in left) for at, text in enumerate(row)).rstrip() for row in rows)


def _padded(text: str, width: int, left: bool) -> str:
    space = " " * (width - cells(text))
    return text + space if left else space + text


def _places(survey: Survey, most: int) -> Iterator[str]:
    names = {each.measure.id: each for each in survey.measures}
    for measure, group in groupby(survey.findings, key=lambda finding: finding.measure):
        found = list(group)
        shown = found[:most] if most else found
        head = f"{names[measure].measure.name} ({measure}), {_counted(len(found))}:"
        rest = [f"  … and {len(found) - len(shown)} more (--places 0 shows all)"] if len(shown) < len(found) else []
        yield "\n".join([head, *(f"  {_place(finding)}" for finding in shown), *rest])


def _counted(number: int) -> str:
    return f"{number} place{'s' * (number != 1)}"


def _place(finding: Finding) -> str:
    where = f"{finding.span.file}:{finding.span.line}: " if finding.span is not None else ""
    address = ".".join(part for part in (finding.scene, finding.stop) if part)
    run = f"seed {finding.seed}, turn {finding.turn}" if finding.seed is not None else ""
    also = f"also {', '.join(f'{span.file}:{span.line}' for span in finding.others)}" if finding.others else ""
    behind = ", ".join(part for part in (address, run, also) if part)
    return _shown(f"{where}{finding.text}{f'  [{behind}]' if behind else ''}", MAX_PLACE)


def _shown(text: str, length: int = MAX_SHOWN) -> str:
    return printable(clean(" ".join(text.split()), lines=1, length=length))


def as_json(survey: Survey) -> str:
    """Everything: the figures unrounded, all places. Keys stay as they are from version to version."""
    story = survey.story
    data = {
        "story": clean(story.id),
        "version": clean(story.version),
        "fingerprint": story.fingerprint,
        "runs": survey.runs,
        "seed": survey.seed,
        "lengths": [
            {
                "act": clean(each.name),
                "scenes": each.scenes,
                "words": each.words,
                "passages": each.passages,
                "options": each.options,
            }
            for each in survey.sizes
        ],
        "run_lengths": {each.name: {"least": each.least, "median": each.median, "most": each.most} for each in survey.spreads},
        "measures": [_measure(each) for each in survey.measures],
        "findings": list(_findings(survey.findings)),
    }
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)


def _measure(each: Measured) -> dict[str, object]:
    measure = each.measure
    return {
        "id": measure.id,
        "name": measure.name,
        "value": each.value,
        "pass": _bounds(measure.passes),
        "aim": _bounds(measure.aim),
        "verdict": each.verdict,
    }


def _bounds(limits: Limits | None) -> list[float | None] | None:
    return None if limits is None else [limits.low, limits.high]


def _findings(findings: Iterable[Finding]) -> Iterator[dict[str, object]]:
    for each in findings:
        found: dict[str, object] = {"measure": each.measure, "text": clean(each.text)}
        if each.span is not None:
            found |= {"file": clean(each.span.file), "line": each.span.line, "column": each.span.column}
        parts = {"scene": each.scene or None, "stop": each.stop or None, "seed": each.seed, "turn": each.turn}
        found |= {key: value for key, value in parts.items() if value is not None}
        if each.others:
            found["others"] = [{"file": clean(span.file), "line": span.line, "column": span.column} for span in each.others]
        yield found
