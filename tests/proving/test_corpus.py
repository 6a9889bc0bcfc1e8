"""What proofs keep: plays that are played again, in this version of the story and in the next, and nothing that is believed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from game.authoring.prove.keeping import keep, known
from game.engine.program import Program
from game.engine.state import Move
from game.errors import MoveError
from game.proving.budget import Budget
from game.proving.corpus import Corpus, Play, key_of
from game.proving.corpus_file import FILE, decode, encode, read
from game.proving.distilling import covering, distilled
from game.proving.explicit import Compiled
from game.proving.lowering import system_of
from game.proving.plays import Plays
from game.proving.proof import Proof
from game.proving.prover import prove
from game.proving.slicing import restricted
from game.proving.system import KINDS
from game.story.model import Story
from tests.proving.stories import Author, small

TEXT = """
first:
  script:
    - choose:
        - {pick: Light it, do: lamp = true}
        - {pick: Leave it, do: noise += 1}
    - check: 30
      pass: It holds.
      fail: It goes out.
    - choose:
        - {pick: Call, when: 'lamp and noise > 0', end: bad}
        - {pick: Wait, end: good}
        - {pick: Run, when: lamp, end: bad}
"""


def by_goal(story: Story, corpus: Corpus | None = None) -> Proof:
    return prove(story, Budget(30), most_values=0, corpus=corpus)


def played(story: Story) -> Plays:
    plays = Plays(Compiled.of(restricted(system_of(story), KINDS)), random.Random(1))
    for _ in range(60):
        plays.play(plays.rarest)
    return plays


@pytest.mark.parametrize("seed", range(8))
def test_a_play_that_is_kept_meets_again_what_it_met(seed: int) -> None:
    plays = played(Author(seed).story())
    for trail in covering(plays.compiled, (met.trail for met in plays.met.values())):
        again, once = Plays(plays.compiled, random.Random(2)), Plays(plays.compiled, random.Random(3))
        once.follow(trail)
        again.replay(Play.of(plays.compiled, trail))
        assert again.met.keys() >= once.met.keys()


def test_few_plays_cover_all_that_many_have_met() -> None:
    plays = played(small(TEXT))
    chosen = covering(plays.compiled, (met.trail for met in plays.met.values()))
    again = Plays(plays.compiled, random.Random(2))
    for trail in chosen:
        again.follow(trail)
    assert again.met.keys() == plays.met.keys()
    assert len(chosen) <= 5


def test_each_play_that_is_kept_is_played_by_the_engine_with_the_right_dice() -> None:
    story = small(TEXT)
    for play in distilled(by_goal(story)).plays:
        assert any(_plays(story, play, seed) for seed in range(400)), play


def _plays(story: Story, play: Play, seed: int) -> bool:
    program = Program(story)
    state = program.start(seed).state
    try:
        for pick in play.steps:
            state = program.play(state, Move(pick)).state if isinstance(pick, str) else state
    except MoveError:
        return False
    return True


def test_a_second_proof_has_nothing_to_look_for() -> None:
    story = small(TEXT)
    first = by_goal(story)
    assert first.learned
    kept = distilled(first)
    second = by_goal(story, kept)
    assert not second.learned
    assert {each.item: each.answer for each in second.answers} == {each.item: each.answer for each in first.answers}
    asked = {key_of(each.item) for each in first.answers if each.answer == "never" and each.item in first.system.happens}
    assert kept.kept.keys() == asked


def test_what_is_kept_of_another_version_of_the_story_helps_and_is_not_believed() -> None:
    """The lamp is gone, so nobody can run any more; and what is kept says of an option that can be picked that it never is."""
    kept = distilled(by_goal(small(TEXT)))
    changed = small(TEXT.replace("lamp = true", "noise += 2").replace("noise > 0", "noise > 9"))
    proof = by_goal(changed, kept)
    answers = {each.item.name: each.answer for each in proof.of("option")}
    assert [name for name, answer in answers.items() if answer == "never"] == ["Call [call]", "Run [run]"]
    lies = Corpus([Play(("no_such_option", 7, "wait"))], {key_of(each.item): frozenset({"gone"}) for each in proof.answers})
    true = {each.item: each.answer for each in by_goal(small(TEXT)).answers}
    assert {each.item: each.answer for each in by_goal(small(TEXT), lies).answers} == true


@pytest.mark.parametrize("seconds", [0.0, 0.4])
def test_a_proof_that_decides_less_throws_nothing_away_that_is_still_so(seconds: float) -> None:
    story = small(TEXT)
    first = by_goal(story)
    kept = distilled(first)
    poor = prove(story, Budget(seconds), most_values=0, corpus=kept)
    again = distilled(poor, kept)
    plays = Plays(Compiled.of(poor.system), random.Random(2))
    for play in again.plays:
        plays.replay(play)
    assert plays.met.keys() >= {each.item for each in first.answers if each.answer == "can"}
    assert again.kept.keys() >= kept.kept.keys()
    changed = prove(small(TEXT.replace("lamp = true", "noise += 2")), Budget(seconds), most_values=0, corpus=kept)
    of_changed = distilled(changed, kept).plays
    assert not any("run" in play.steps for play in of_changed)


def test_a_corpus_is_read_as_it_was_written() -> None:
    corpus = Corpus(
        [Play(("a", 0, "b")), Play(("a", 0, "c"), (("runs", 3),)), Play(())],
        {("text", "first", "“Yes”\u00a0…", (1, 0)): frozenset({"lamp", "noise"}), ("if", "first", "then", ()): frozenset()},
    )
    data = encode("small", corpus)
    again = decode(data, "small")
    assert again is not None
    assert (set(again.plays), again.kept) == (set(corpus.plays), corpus.kept)
    assert encode("small", again) == data
    assert decode(data, "another") is None


def test_what_is_no_corpus_is_an_empty_one(tmp_path: Path) -> None:
    data = encode("small", Corpus([Play(("a", 0, "b"))], {}))
    chance, path = random.Random(1), tmp_path / FILE
    assert read(path, "small").plays == []
    for _ in range(300):
        at = chance.randrange(len(data))
        path.write_bytes(data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :])
        assert read(path, "small").plays in ([], [Play(("a", 0, "b"))])
        path.write_bytes(data[:at])
        assert read(path, "small").plays == []


def test_what_was_found_is_kept_for_the_user_and_what_lies_beside_the_story_is_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    story, folder = small(TEXT), tmp_path / "story"
    folder.mkdir()
    assert known(folder, story).plays == []
    keep(folder, story, Corpus([Play(("wait",))], {}))
    (folder / FILE).write_bytes(encode(story.id, Corpus([Play(("run",))], {})))
    assert set(known(folder, story).plays) == {Play(("wait",)), Play(("run",))}
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    assert known(folder, story).plays == [Play(("run",))]


def test_without_memory_less_is_decided_but_nothing_wrongly() -> None:
    story = small(TEXT)
    proof = prove(story, Budget(20, memory=1), most_values=0)
    true = {each.item: each.answer for each in prove(story, Budget(20)).answers}
    assert [each.item for each in proof.answers if each.answer not in ("open", true[each.item])] == []
    assert proof.undecided
