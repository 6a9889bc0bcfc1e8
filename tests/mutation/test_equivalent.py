"""The list of mutants that nobody can notice is of the code as it is, and each entry has its reason."""

from __future__ import annotations

from tests.mutation.equivalent import key_of, listed
from tests.mutation.mutants import mutants_of
from tests.mutation.rooms import ROOMS


def test_every_mutant_that_is_listed_is_still_there_and_has_a_reason() -> None:
    there = {key_of(mutant) for room in ROOMS.values() for path in room.paths for mutant in mutants_of(path)}
    assert [each for each in listed() if each not in there] == []
    assert all(len(why.split()) > 3 for why in listed().values())
