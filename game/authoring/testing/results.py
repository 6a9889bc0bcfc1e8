"""The outcome of `hyosan test` as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from game.authoring.testing.coverage import Coverage, described
from game.authoring.testing.suite import Result
from game.diagnostics import Diagnostic, Span, draw


def as_text(results: Sequence[Result], sources: Mapping[str, str], *, blessed: bool) -> Iterator[str]:
    """What failed or changed, each with its place, and then a line that counts."""
    lines = {file: text.split("\n") for file, text in sources.items()}
    for result in results:
        if not result.passed:
            yield f"--- {result.kind} {result.name}"
            for finding in result.findings:
                yield draw(finding, lines) + "\n"
        if result.changed:
            verb = "is blessed; what has changed" if blessed else "has changed"
            yield f"{result.span.file} {verb} (- went, + came, ~ changed, [-out-] {{+in+}}):\n"
            yield "\n".join(result.changed) + "\n"
    yield _count(results, blessed=blessed)


def _count(results: Sequence[Result], *, blessed: bool) -> str:
    many = [_many(sum(result.kind == kind for result in results), kind) for kind in ("test", "transcript")]
    failed = [result for result in results if result.findings]
    changed = [result for result in results if result.changed]
    parts = [f"{len(failed)} failed"] if failed else []
    if changed:
        how = "blessed" if blessed else "changed; `hyosan test --bless` takes the new text when it is what you mean"
        parts.append(f"{len(changed)} {how}")
    said = ", ".join(parts) or "nothing failed"
    return f"{' and '.join(many)}: {said}."


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def as_json(results: Sequence[Result], coverage: Coverage | None, *, blessed: bool) -> str:
    """Everything that the text says, for programs."""
    told: dict[str, object] = {"results": [_result(result, blessed=blessed) for result in results]}
    if coverage is not None:
        told["coverage"] = {
            "counts": {kind: {"shown": shown, "all": every} for kind, (shown, every) in coverage.counts.items()},
            "items": [
                {
                    **_place(each.item.span),
                    "kind": each.item.kind,
                    "scene": each.item.scene,
                    "what": described(each.item),
                    "shown": each.shown,
                }
                for each in coverage.items
            ],
        }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _result(result: Result, *, blessed: bool) -> dict[str, object]:
    return {
        "kind": result.kind,
        "name": result.name,
        **_place(result.span),
        "passed": result.passed,
        "blessed": bool(result.changed) and blessed,
        "findings": [finding_as_json(finding) for finding in result.findings],
        "changed": list(result.changed),
    }


def finding_as_json(finding: Diagnostic) -> dict[str, object]:
    return {
        **_place(finding.span),
        "length": finding.span.length,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "advice": finding.advice,
    }


def _place(span: Span) -> dict[str, object]:
    return {"file": span.file, "line": span.line, "column": span.column}
