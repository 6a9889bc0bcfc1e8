"""The lines that test files and transcripts share: where a run begins, with which values, and on which dice.

setup = "from" SCENE | "set" NAME "=" VALUE | "seed" NUMBER
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from game.authoring.testing.plan import Setup
from game.diagnostics import Report, Span, did_you_mean
from game.language.domain import Flag, OneOf, Range, SomeOf, clock_text, parse_value
from game.story.model import Story, Variable

SETUP = re.compile(r"(?P<word>from|seed|set)[ \t]+(?P<rest>\S.*?)\s*")
_FORMS = {
    "from": re.compile(r"[a-z][a-z0-9_]*"),
    "seed": re.compile(r"-?[0-9]+"),
    "set": re.compile(r"(?P<name>[a-z][\w.]*)\s*=\s*(?P<value>.*)"),
}
MAX_SEED_DIGITS = 18
SETUP_ADVICE = "`from SCENE`, `set NAME = VALUE`, `seed NUMBER`. Words that must be told and begin so stand behind `told:`."


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a file, without the white space at its ends. `column` is that of its first character."""

    file: str
    number: int
    column: int
    text: str

    @property
    def span(self) -> Span:
        return self.part(0, len(self.text))

    def part(self, start: int, length: int) -> Span:
        """The place of some of its characters."""
        return Span(self.file, self.number, self.column + start, max(1, length))

    def behind(self, prefix: str) -> TextLine:
        """What stands behind `prefix`, as a line of its own."""
        rest = self.text[len(prefix) :]
        skipped = len(rest) - len(rest.lstrip())
        return TextLine(self.file, self.number, self.column + len(prefix) + skipped, rest.strip())


def lines_of(file: str, text: str) -> list[TextLine]:
    """The lines of a file; blank ones too."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        found.append(TextLine(file, number, len(line) - len(line.lstrip()) + 1 if stripped else 1, stripped))
    return found


def is_setup(line: TextLine) -> bool:
    """Whether the line has the form of a setup line; `from the roof, a voice` does not."""
    match = SETUP.fullmatch(line.text)
    return match is not None and _FORMS[match["word"]].fullmatch(match["rest"]) is not None


@dataclass(slots=True)
class SetupReader:
    """Reads the setup lines of one run; what is wrong with them goes into the report."""

    story: Story
    report: Report
    seed: int = 1
    scene: str | None = None
    values: dict[str, int] = field(default_factory=dict)

    @property
    def setup(self) -> Setup:
        return Setup(self.seed, self.scene, tuple(self.values.items()))

    def read(self, line: TextLine) -> None:
        """Reads a line for which `is_setup` holds."""
        match = SETUP.fullmatch(line.text)
        if match is None:
            return
        rest = line.behind(match["word"])
        if match["word"] == "from":
            self._from(rest)
        elif match["word"] == "seed":
            self._seed(rest)
        else:
            self._set(rest)

    def _from(self, line: TextLine) -> None:
        if line.text in self.story.scenes:
            self.scene = line.text
        else:
            advice = did_you_mean(line.text, self.story.scenes)
            self.report.error("unknown-scene", line.span, f"there is no scene `{line.text}`", advice)

    def _seed(self, line: TextLine) -> None:
        if len(line.text.removeprefix("-")) > MAX_SEED_DIGITS:
            self.report.error("bad-seed", line.span, f"a seed has at most {MAX_SEED_DIGITS} digits", "A small number will do.")
        else:
            self.seed = int(line.text)

    def _set(self, line: TextLine) -> None:
        match = _FORMS["set"].fullmatch(line.text)
        if match is None:
            return
        name, text = match["name"], match["value"].strip()
        variable = self.story.variables.get(name)
        if variable is None:
            advice = did_you_mean(name, self.story.variables)
            self.report.error("unknown-name", line.part(0, len(name)), f"there is no variable `{name}`", advice)
            return
        value = parse_value(variable.domain, text)
        if value is None:
            span = line.part(match.start("value"), len(text))
            self.report.error("outside-domain", span, f"`{name}` cannot be `{text}`", _what_it_may_be(variable, text))
        else:
            self.values[name] = value


def _what_it_may_be(variable: Variable, text: str) -> str:
    match variable.domain:
        case Flag():
            return "It is `true` or `false`."
        case OneOf(words):
            return did_you_mean(text, words)
        case SomeOf(words, at_most):
            many = f"`[{words[0]}, …]`: at most {at_most} of its words." if words else ""
            return " ".join(filter(None, (many, did_you_mean(text.strip("[]"), words))))
        case Range(low, high, True):
            return f"It lies between {clock_text(low)} and {clock_text(high)}."
        case Range(low, high):
            return f"It is a whole number from {low} to {high}."
    return ""
