"""All the measuring of a story in one place: from a linked story to a `Survey`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from game.authoring.words.consequences import cosmetic_options
from game.authoring.words.echo import echo
from game.authoring.words.findings import Finding, Measured, Result
from game.authoring.words.lengths import Size, Spread, sizes, spreads
from game.authoring.words.lexicon import Lexicon
from game.authoring.words.places import Places
from game.authoring.words.players import play_random
from game.authoring.words.repeats import repeats
from game.authoring.words.rhythm import rhythm
from game.authoring.words.style import long_options, style
from game.authoring.words.table import measured
from game.authoring.words.tempo import ends, tempo
from game.authoring.words.texts import Text, texts_of
from game.diagnostics import Span
from game.engine.program import Program
from game.saving.memory import Reached, start_values
from game.story.model import Choose, Option, Story, beats


@dataclass(frozen=True, slots=True)
class Survey:
    """What the measuring found. `findings` are in the order of the table, within a measure the worst or the first."""

    story: Story
    runs: int
    seed: int
    sizes: tuple[Size, ...]
    spreads: tuple[Spread, ...]
    measures: tuple[Measured, ...]
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        return any(each.verdict == "fail" for each in self.measures)


def survey(story: Story, sources: Mapping[str, str], lexicon: Lexicon, runs: int, seed: int) -> Survey:
    """Measures the text of a story and so many random runs; `sources` are its files. The same arguments give the same survey."""
    texts = texts_of(story)
    places = Places.of(sources, texts)
    results = [
        style(texts, lexicon, places),
        repeats(texts, [member.name for member in story.cast.values()], lexicon.motifs, places),
        _conditions(story, texts),
        Result({}, long_options(texts)),
    ]
    program = Program(replace(story, variables={}))  # nobody looks at the status line: without it a turn costs a fifth less
    seasoned = start_values(story, Reached(tuple(story.endings)))
    played = play_random(program, runs, seed, seasoned)
    told = sum(text.words for text in texts if text.kind in ("prose", "speech"))
    results += [
        tempo(played.runs, _stops(story)),
        cosmetic_options(story, played.runs),
        echo(program, played, _options(story)),
        rhythm(played.runs, told),
        ends(played.runs, {ending.id: ending.span for ending in story.endings.values()}, lexicon.hidden_endings),
    ]
    values = {name: value for result in results for name, value in result.values.items()}
    table = measured(values, {"endings_reached": f"in {runs} runs"})
    order = {each.measure.id: number for number, each in enumerate(table)}
    findings = sorted((finding for result in results for finding in result.findings), key=lambda each: order[each.measure])
    return Survey(story, runs, seed, sizes(story, texts), spreads(played.runs), table, tuple(findings))


def _conditions(story: Story, texts: Sequence[Text]) -> Result:
    """How many options stand under a condition, and how many words inside inline variants."""
    options: dict[Span, Option] = {}
    for scene in story.scenes.values():
        for beat in beats(scene.script):
            if isinstance(beat, Choose):
                options.update((option.span, option) for option in beat.options if not option.fallback)
    gated = sum(option.when is not None for option in options.values())
    told = [text for text in texts if text.kind in ("prose", "speech", "option")]
    words = sum(text.words for text in told)
    return Result(
        {
            "gated_options": gated / len(options) if options else None,
            "variant_words": sum(text.varying_words for text in told) / words if words else None,
        }
    )


def _stops(story: Story) -> dict[tuple[str, str], Span]:
    every = ((scene.id, beat) for scene in story.scenes.values() for beat in beats(scene.script))
    return {(scene, beat.address): beat.span for scene, beat in every if isinstance(beat, Choose)}


def _options(story: Story) -> dict[tuple[str, str], Span]:
    every = ((scene.id, beat) for scene in story.scenes.values() for beat in beats(scene.script))
    return {(scene, option.id): option.span for scene, beat in every if isinstance(beat, Choose) for option in beat.options}
