"""How many endings are open, as it is read off the proof beside a story: against every state of small stories."""

from __future__ import annotations

import os
import random
from itertools import pairwise
from pathlib import Path

import pytest

from game.engine.program import Program
from game.engine.state import GameState, Move
from game.proving.bounds import bounds_of
from game.proving.budget import Budget
from game.proving.endings_file import FILE, ProofError, decode, encode, read
from game.proving.explicit import Search, search
from game.proving.graph import Graph
from game.proving.membership import Membership, holds
from game.proving.outlook import Lookout, Outlook, place_key, reader_of
from game.proving.shipping import endings_system, proof_of
from game.proving.symbolic import Backward
from game.story.model import Story
from tests.proving.stories import Author, small

pytest.importorskip("dd", reason="the proof of a large story needs the library `dd`")
STORIES = int(os.environ.get("HYOSAN_PROVED_STORIES", "40"))

DOORS = """
first:
  script:
    - hub:
        - {pick: Light it, do: lamp = true}
        - {pick: Owe, do: note debt}
        - {pick: Go on, leave: true}
    - choose: [{pick: Left, do: way = left}, {pick: Right, do: way = right}]
    - if: "lamp and noted(debt)"
      then:
        - choose: [{pick: Wait, goto: second}]
    - end: bad
second:
  script:
    - choose:
        - {pick: Good, when: way == left, end: good}
        - {pick: Bad, end: bad}
"""


def complete(story: Story) -> Search | None:
    found = search(endings_system(story), most=20_000)
    return found if found.complete else None


@pytest.mark.parametrize("most", [400, 2])
@pytest.mark.parametrize("seed", range(0, STORIES, 2))
def test_what_is_said_of_a_set_holds_in_every_state_that_it_speaks_of(seed: int, most: int) -> None:
    found = complete(Author(seed).story())
    if found is None:
        pytest.skip("too many states to look at each")
    system, graph = found.compiled.system, Graph.of(found)
    backward = Backward.of(system)
    membership = Membership(backward.diagrams)
    for ending in ("good", "bad"):
        reaching = graph.reaching(graph.ended(system, ending))
        bounds = bounds_of(backward, ending, lambda: True, most)
        for number, node in enumerate(graph.nodes):
            may = holds(membership.of(bounds.may[node.place]), node.state)
            must = holds(membership.of(bounds.must[node.place]), node.state)
            assert must <= (number in reaching) <= may
            assert most == 2 or must == may


def openings(found: Search) -> dict[tuple[str, frozenset[str]], set[frozenset[str]]]:
    """What can be open where a play may stand, as it can be seen: the place, and what is on offer."""
    system, graph = found.compiled.system, Graph.of(found)
    ends = {ending: graph.reaching(graph.ended(system, ending)) for ending in ("good", "bad")}
    seen: dict[tuple[str, frozenset[str]], set[frozenset[str]]] = {}
    for number, node in enumerate(graph.nodes):
        place = system.places[node.place]
        if place.stop:
            picks = frozenset(move.edge.pick for move, _ in graph.leads[number] if move.edge.pick)
            ahead = frozenset(ending for ending, reaching in ends.items() if number in reaching)
            seen.setdefault((place_key(place.returns, place.at), picks), set()).add(ahead)
    return seen


@pytest.mark.parametrize("seed", range(1, STORIES, 2))
def test_what_is_said_of_a_play_of_the_engine_is_true_of_such_a_state_and_where_the_play_ends(seed: int) -> None:
    story = Author(seed).story()
    found = complete(story)
    if found is None:
        pytest.skip("too many states to look at each")
    program, possible = Program(story), openings(found)
    look = reader_of(program, decode(encode(proof_of(story, Budget(30)))))
    for dice in range(20):
        chance, state, open_before = random.Random(dice), program.start(dice).state, [frozenset(story.endings)]
        while state.ending is None and state.turn < 60:
            outlook, offers = look(state), frozenset(each.id for each in program.look(state).open_offers)
            assert isinstance(outlook, Outlook)
            assert not outlook.perhaps
            assert outlook.open in possible[place_key(state.returns, state.at), offers]
            open_before.append(outlook.open)
            state = program.play(state, Move(chance.choice(sorted(offers)))).state
        if state.ending is not None:
            assert all(state.ending in each for each in open_before)
        assert all(later <= earlier for earlier, later in pairwise(open_before))


def played(program: Program, *options: str) -> GameState:
    state = program.start(1).state
    for option in options:
        state = program.play(state, Move(option)).state
    return state


def test_an_ending_is_open_until_the_pick_that_closes_it() -> None:
    story = small(DOORS)
    program = Program(story)
    look = reader_of(program, proof_of(story, Budget(30)))

    def is_open(*options: str) -> frozenset[str]:
        outlook = look(played(program, *options))
        assert outlook is not None
        return outlook.open

    assert is_open("light_it", "owe") == {"good", "bad"}
    assert is_open("light_it", "owe", "go_on") == {"good", "bad"}
    assert is_open("light_it", "go_on") == {"bad"}
    assert is_open("light_it", "owe", "go_on", "right") == {"bad"}
    assert is_open("light_it", "owe", "go_on", "left") == {"good", "bad"}


def test_the_proof_is_the_same_to_the_byte_each_time_it_is_made() -> None:
    story = Author(4).story()
    assert encode(proof_of(story, Budget(30))) == encode(proof_of(story, Budget(30)))


def test_where_only_words_have_changed_the_proof_is_taken_over() -> None:
    story, other = small(DOORS), small(DOORS.replace("pick: Owe", "pick: Owe him", 1).replace("Owe him,", "Owe him, id: owe,"))
    changed = small(DOORS.replace("do: note debt", "do: noise += 1"))
    assert story.fingerprint != other.fingerprint
    known = proof_of(story, Budget(30))
    again = proof_of(other, Budget(0), known)
    assert (again.nodes, again.fingerprint) == (known.nodes, other.fingerprint)
    assert proof_of(changed, Budget(30), known).system != known.system


def test_without_any_time_the_proof_says_less_and_nothing_wrong() -> None:
    story = small(DOORS)
    program = Program(story)
    proof = proof_of(story, Budget(0))
    assert proof.cut == ("good", "bad")
    assert proof_of(story, Budget(30), proof).cut == ()
    outlook = reader_of(program, proof)(played(program, "light_it", "go_on"))
    assert outlook is not None
    assert "good" not in outlook.open


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Program]:
    """A folder with a proof, and the story that it is of."""
    folder, story = tmp_path_factory.mktemp("story"), small(DOORS)
    (folder / FILE).write_bytes(encode(proof_of(story, Budget(30))))
    return folder, Program(story)


def test_every_changed_byte_and_every_cut_is_noticed(shipped: tuple[Path, Program]) -> None:
    data = (shipped[0] / FILE).read_bytes()
    for at in range(0, len(data), 3):
        with pytest.raises(ProofError):
            decode(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(ProofError):
            decode(data[:at])


@pytest.mark.parametrize("seed", range(200))
def test_what_a_stranger_has_written_with_the_right_checksum_is_refused_or_read_to_its_end(
    seed: int, shipped: tuple[Path, Program]
) -> None:
    from base64 import b64decode, b64encode
    from zlib import compress, crc32, decompress

    chance = random.Random(seed)
    head, places, nodes, _ = (shipped[0] / FILE).read_bytes().partition(b" ")[2].partition(b" ")[2].split(b"\n")
    parts = [head, decompress(b64decode(places)), decompress(b64decode(nodes))]
    wrong = bytearray(parts[chance.randrange(3)])
    which = next(number for number, part in enumerate(parts) if part == wrong)
    for _ in range(chance.randint(1, 4)):
        wrong[chance.randrange(len(wrong))] = chance.choice(b'0123456789"[]{}:,x\xff\x00\x01')
    parts[which] = bytes(wrong)
    rest = b"\n".join([parts[0].replace(b"\n", b" "), *(b64encode(compress(part)) for part in parts[1:]), b""])
    try:
        proof = decode(b"hyosan-endings/1 %08x %b" % (crc32(rest), rest))
        look = reader_of(shipped[1], proof)
    except ProofError:
        return
    for options in ((), ("light_it",), ("light_it", "owe", "go_on")):
        look(played(shipped[1], *options))


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda _: None, "No proof lies beside this story"),
        (lambda path: path.write_bytes(b"hyosan-endings/2 00000000 {}\n"), "another version of the game"),
        (lambda path: path.write_bytes(b"\x00" * 5_000_000), "damaged"),
        (lambda path: path.write_bytes(b""), "damaged"),
        (lambda path: path.mkdir(), "damaged"),
    ],
)
def test_a_proof_that_cannot_be_used_is_left_with_a_word(write: object, words: str, tmp_path: Path) -> None:
    assert callable(write)
    write(tmp_path / FILE)
    lookout = Lookout(Program(small(DOORS)), tmp_path)
    assert lookout.at(played(Program(small(DOORS)))) is None
    assert words in lookout.problem


def test_a_proof_of_another_version_of_the_story_is_left_with_a_word(shipped: tuple[Path, Program]) -> None:
    with pytest.raises(ProofError, match="another version of it"):
        read(shipped[0] / FILE, small(DOORS + "\n# a word more\n"))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    from base64 import b64encode
    from zlib import compress, crc32

    rest = b"{}\n" + b64encode(compress(b"[" * (64 << 20))) + b"\n" + b64encode(compress(b"")) + b"\n"
    with pytest.raises(ProofError, match="damaged"):
        decode(b"hyosan-endings/1 %08x %b" % (crc32(rest), rest))


def test_what_the_proof_leaves_open_is_open_when_a_play_comes_to_it_and_is_never_said_to_be_when_none_can(tmp_path: Path) -> None:
    story = small(DOORS)
    program = Program(story)
    (tmp_path / FILE).write_bytes(encode(proof_of(story, Budget(0))))
    lookout = Lookout(program, tmp_path)
    fresh, late = played(program, "light_it", "owe"), played(program, "light_it", "go_on")
    assert lookout.at(fresh) == Outlook(frozenset(), frozenset({"good", "bad"}))
    assert lookout.looked_into(fresh) == lookout.looked_into(fresh) == Outlook(frozenset({"good", "bad"}))
    assert lookout.looked_into(late) == Outlook(frozenset({"bad"}), frozenset({"good"}))
