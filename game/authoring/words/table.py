"""The table of measures, in the order in which they are shown; the ranges are the passes and aims of the project's craft page."""

from __future__ import annotations

from collections.abc import Mapping

from game.authoring.words.findings import Limits, Measure, Measured

MEASURES: tuple[Measure, ...] = (
    Measure("passage_median", "words of a passage, median", "number", Limits(40, 60)),
    Measure("passage_p90", "words of a passage, p90", "number", Limits(high=130), Limits(high=110)),
    Measure("passage_longest", "words of a passage, longest", "number", Limits(high=220)),
    Measure("between_choices", "words between real choices, p90", "number", Limits(high=160), Limits(high=130)),
    Measure("single_stops", "stops with a single option", "share", Limits(high=0.25), Limits(high=0.15)),
    Measure("options_per_choice", "options a choice", "ratio", Limits(2.6, 3.6)),
    Measure("option_median", "words of an option, median", "number", Limits(3, 7)),
    Measure("option_p90", "words of an option, p90", "number", Limits(high=11)),
    Measure("cosmetic_options", "cosmetic options", "share", Limits(high=0.03), Limits(high=0.01)),
    Measure("echoed_options", "options echoed, or never rejoined", "share", Limits(0.6), Limits(0.75)),
    Measure("late_echo", "early options echoed 8 stops later", "share", Limits(0.55), Limits(0.7)),
    Measure("run_novelty", "words of a run not in another", "share", Limits(0.45), Limits(0.5)),
    Measure("run_share", "share of all text in one run", "share", Limits(0.18, 0.30)),
    Measure("gated_options", "options under a condition", "share", Limits(0.30), Limits(0.40)),
    Measure("variant_words", "words inside inline variants", "share", Limits(0.10), Limits(0.15)),
    Measure("commonest_ending", "runs that reach the commonest ending", "share", Limits(high=0.20), Limits(high=0.15)),
    Measure("endings_reached", "endings reached", "share", Limits(1)),
    Measure("unfinished", "runs without an ending", "count", Limits(high=0)),
    Measure("distinct_words", "distinct words per 500", "ratio", Limits(0.50, 0.54)),
    Measure("sentence_mean", "words of a sentence, mean", "rate", Limits(8, 12)),
    Measure("sentence_variation", "variation of sentence length", "ratio", Limits(0.68)),
    Measure("short_sentences", "sentences of 3 words or fewer", "share", Limits(high=0.25), Limits(high=0.20)),
    Measure("same_openings", "sentences that open like the last", "share", Limits(high=0.07), Limits(high=0.05)),
    Measure("speech", "words in speech", "share", Limits(0.28, 0.45)),
    Measure("cliches", "clichés per 1,000 words", "ratio", Limits(high=0.5), Limits(high=0.3)),
    Measure("constructions", "“not X but Y” per 1,000", "ratio", Limits(high=1), Limits(high=0.6)),
    Measure("similes", "similes per 1,000", "ratio", Limits(high=3)),
    Measure("dashes", "dashes per 1,000", "ratio", Limits(high=2.5)),
    Measure("sensory", "sensory words per 1,000", "rate", Limits(9, 15)),
    Measure("not_visual", "sensory words that are not visual", "share", Limits(0.65)),
    Measure("repeats", "four words again in 4 scenes or more", "count", Limits(high=0)),
)


def measured(values: Mapping[str, float | None], notes: Mapping[str, str]) -> tuple[Measured, ...]:
    """Every measure of the table with its value."""
    return tuple(Measured(measure, values.get(measure.id), notes.get(measure.id, "")) for measure in MEASURES)
