"""What a player meets: scenes that read from top to bottom, options, jumps, visits, checks, endings."""

from __future__ import annotations

import json

import pytest

from game.engine.state import Achieved, Change, Ended, Entered, Move, Noted, Paragraph, Picked, Position, Rolled
from game.errors import MoveError, SetError
from tests.making import DECLARATIONS, begin, offered, pick, program, told


def test_a_scene_reads_from_top_to_bottom_until_a_choice() -> None:
    made, state = begin("""
        first:
          title: The first
          script:
            - |
              One
              line.

              Another.
            - su_hyeok: Said.
            - choose: [{pick: Go on}]
            - After.
            - end: fine
    """)
    assert told(state) == ["One line.", "Another.", "Su-hyeok: Said."]
    assert state.passage[0] == Entered("first", "The first")
    after = pick(made, state, "go_on")
    assert after.passage[0] == Picked("go_on", "Go on")
    assert told(after) == ["After."]
    assert after.passage[-1] == Ended("fine", "Fine")
    assert made.look(after).ending == "fine"
    assert made.look(after).offers == ()


def test_an_option_does_then_tells_then_goes() -> None:
    made, state = begin("""
        first:
          script:
            - choose:
                - id: loud
                  pick: Loudly
                  do: noise += 2
                  then: "Noise is {noise}."
                  goto: second
        second:
          script:
            - "Still {noise}."
            - end: fine
    """)
    turn = made.play(state, Move("loud"))
    assert told(turn.state) == ["Noise is 2.", "Still 2."]
    assert turn.changes == (Change("noise", 0, 2),)


def test_choices_nest_and_fall_through_to_what_follows() -> None:
    made, state = begin("""
        first:
          script:
            - choose:
                - id: ask
                  pick: Ask
                  then:
                    - choose:
                        - {id: again, pick: Again, then: Deeper.}
                        - {id: stop, pick: Stop}
                    - Between.
                - {id: wait, pick: Wait}
            - Behind.
            - end: fine
    """)
    assert told(pick(made, state, "ask", "again")) == ["Deeper.", "Between.", "Behind."]
    assert told(pick(made, state, "wait")) == ["Behind."]


def test_a_hub_offers_each_option_once_until_one_leaves() -> None:
    made, state = begin("""
        first:
          script:
            - hub:
                - {id: a, pick: A, then: Took a.}
                - {id: b, pick: B, then: Took b., sticky: true}
                - {id: go, pick: Go, leave: true, then: Gone.}
            - Behind.
            - end: fine
    """)
    assert offered(made, state) == ["a", "b", "go"]
    state = pick(made, state, "a", "b")
    assert offered(made, state) == ["b", "go"]
    assert told(pick(made, state, "go")) == ["Gone.", "Behind."]


def test_a_hub_with_nothing_left_falls_through() -> None:
    made, state = begin("""
        first:
          script:
            - hub:
                - {id: a, pick: A}
                - {id: b, pick: B}
            - end: fine
    """)
    assert pick(made, state, "a", "b").ending == "fine"


def test_an_option_for_once_is_gone_when_the_scene_comes_again() -> None:
    made, state = begin("""
        first:
          script:
            - choose:
                - {id: only, pick: Only, once: true}
                - {id: always, pick: Always}
            - goto: first
    """)
    assert offered(made, pick(made, state, "only")) == ["always"]


def test_a_locked_option_is_shown_with_its_reason_and_cannot_be_picked() -> None:
    made, state = begin("""
        first:
          script:
            - choose:
                - {id: climb, pick: Climb, when: rope in bag, locked: With what?}
                - {id: hidden, pick: Hidden, when: told}
                - {id: wait, pick: Wait}
            - end: fine
    """)
    offers = made.look(state).offers
    assert [(offer.id, offer.locked) for offer in offers] == [("climb", "With what?"), ("wait", None)]
    for option in ("climb", "hidden", "nonsense"):
        with pytest.raises(MoveError):
            made.play(state, Move(option))


def test_a_fallback_is_taken_by_itself_when_nothing_else_is_on_offer() -> None:
    made, state = begin("""
        first:
          script:
            - choose:
                - {id: climb, pick: Climb, when: told}
                - {fallback: true, then: You wait., do: told = true}
            - choose:
                - {id: climb_now, pick: Climb, when: told}
                - {fallback: true, then: You wait again.}
            - end: fine
    """)
    assert told(state) == ["You wait."]
    assert offered(made, state) == ["climb_now"]


def test_a_choice_with_nothing_to_pick_falls_through_even_when_it_has_locked_options() -> None:
    _, state = begin("""
        first:
          script:
            - choose:
                - {id: climb, pick: Climb, when: told, locked: Not yet.}
            - Behind.
            - end: fine
    """)
    assert told(state) == ["Behind."]


def test_a_goto_reaches_labels_here_and_elsewhere() -> None:
    made, state = begin("""
        first:
          script:
            - goto: .inner
            - Skipped.
            - label: inner
            - Inner.
            - choose: [{id: go, pick: Go, goto: second.middle}]
            - end: fine
        second:
          script:
            - Not read.
            - label: middle
            - "{seen(second.middle): Middle.|Never.}"
            - end: fine
    """)
    assert told(state) == ["Inner."]
    assert told(pick(made, state, "go")) == ["Middle."]


def test_a_visit_comes_back_and_nests_and_a_goto_leaves_it() -> None:
    made, state = begin("""
        first:
          script:
            - Before.
            - visit: patrol
            - After.
            - choose: [{id: go, pick: Go}]
            - visit: trap
            - Never read.
            - end: fine
        patrol:
          script:
            - Patrol.
            - visit: inner
            - Patrol over.
        inner:
          script:
            - choose: [{id: duck, pick: Duck}]
        trap:
          script:
            - goto: out
        out:
          script:
            - Out.
            - end: fine
    """)
    assert told(state) == ["Before.", "Patrol."]
    assert len(state.returns) == 2
    state = pick(made, state, "duck")
    assert told(state) == ["Patrol over.", "After."]
    out = pick(made, state, "go")
    assert (told(out), out.returns, out.ending) == (["Out."], (), "fine")


def test_each_writes_an_option_and_a_line_for_every_student_who_fits() -> None:
    made, state = begin(
        """
        first:
          script:
            - each: student where state == with_you
              then: "{it.name} is here."
            - choose:
                - id: first
                  each: student where state == with_you
                  pick: "{it.name} goes first."
                  do: [trust.it += 1, first_told = it, state.it = home]
                  goto: "yard.{it}"
                - {id: nobody, pick: Nobody}
            - end: fine
        yard:
          script:
            - label: su_hyeok
            - He.
            - end: fine
            - label: ha_ri
            - "She: {trust.ha_ri}, {first_told.name}."
            - goto: first
    """.replace("{one of", "{one of"),
        declarations=_with_named_words(),
    )
    assert told(state) == ["Su-hyeok is here.", "Ha-ri is here."]
    assert [offer.text for offer in made.look(state).offers] == ["Su-hyeok goes first.", "Ha-ri goes first.", "Nobody"]
    state = pick(made, state, "first.ha_ri")
    assert told(state) == ["She: 1, Ha-ri.", "Su-hyeok is here."]
    assert offered(made, state) == ["first.su_hyeok", "nobody"]


def _with_named_words() -> str:
    from tests.making import DECLARATIONS

    return DECLARATIONS.replace("[nobody, su_hyeok, ha_ri]", "[on_jo, su_hyeok, ha_ri]")


def test_numbers_are_clamped_and_a_full_bag_takes_nothing_more() -> None:
    made, state = begin("""
        first:
          script:
            - do: [noise += 4, noise += 4, bag += rope, bag += food, bag += tag, clock += 2000]
            - "{noise}; {bag}; {clock}; {count(bag)}"
            - do: [noise -= 9, bag -= rope]
            - "{noise}; {bag}"
            - end: fine
    """)
    assert told(state) == ["5; rope and food; 07:00; 2", "0; food"]
    assert made.look(state).status[0].text == "0 of 5"


def test_a_number_that_is_shown_stands_before_its_unit() -> None:
    made, state = begin(
        "first: {script: [{end: fine}]}",
        declarations=DECLARATIONS.replace("show: meter", "start: 3, show: number, label: Torch, unit: min"),
    )
    assert [(item.label, item.text) for item in made.look(state).status if item.name == "noise"] == [("Torch", "3 min")]


def test_a_sequence_a_cycle_a_once_and_a_shuffle_go_on_from_visit_to_visit() -> None:
    made, state = begin("""
        first:
          script:
            - "{a|b} {&x|y} {!only|twice}. {~p|q|r}"
            - choose: [{id: again, pick: Again, goto: first}]
    """)
    seen = []
    for _ in range(6):
        seen.append(told(state)[0])
        state = pick(made, state, "again")
    assert [text[:3] for text in seen] == ["a x", "b y", "b x", "b y", "b x", "b y"]
    assert ["only" in text for text in seen] == [True, False, False, False, False, False]
    assert ["twice" in text for text in seen] == [False, True, False, False, False, False]
    shuffled = [text[-1] for text in seen]
    assert sorted(shuffled[:3]) == sorted(shuffled[3:]) == ["p", "q", "r"]


LIES = """
        first:
          script:
            - label: again
            - "{seen(.no): No again.|Well?}"
            - choose:
                - pick: "No"
                  do: noise += 2
                  once: true
                  then: You say no. It is {noise}.
                  goto: .again
                - {pick: Lie, goto: .no}
                - {pick: Go, goto: second.stay}
        second:
          script:
            - hub:
                - {pick: Stay, then: You stay.}
                - {pick: Leave, leave: true}
            - end: fine
    """


def test_a_jump_to_an_option_goes_on_as_if_it_had_been_picked() -> None:
    made, state = begin(LIES)
    assert (told(state), offered(made, state)) == (["Well?"], ["no", "lie", "go"])
    lied = pick(made, state, "lie")
    assert told(lied) == ["You say no. It is 2.", "No again."]
    assert (offered(made, lied), lied.turn) == (["lie", "go"], 1), "the option that was gone to counts as picked"
    assert told(pick(made, state, "no")) == told(lied)


def test_a_jump_under_each_leads_to_the_option_of_that_student() -> None:
    made, state = begin("""
        first:
          script:
            - choose:
                - {id: go, each: student, pick: "{it.name}", goto: "second.{it}"}
        second:
          script:
            - choose:
                - {id: su_hyeok, pick: Him, then: He goes.}
                - {id: ha_ri, pick: Her, then: She goes.}
            - end: fine
    """)
    first = offered(made, state)[0]
    assert told(pick(made, state, first)) == ["He goes."]


def test_a_jump_to_an_option_of_another_scene_comes_into_its_hub() -> None:
    made, state = begin(LIES)
    there = pick(made, state, "go")
    assert (told(there), offered(made, there)) == (["You stay."], ["leave"])
    assert there.at == Position("second", "stay")


def test_it_is_counted_how_often_a_scene_a_label_and_an_option_were_met() -> None:
    made, state = begin("""
        first:
          script:
            - hub:
                - {pick: Knock, sticky: true, when: times(.knock) < 3, then: [{label: door}, {visit: second}]}
                - {pick: Lie, sticky: true, goto: .knock}
                - {pick: Go, leave: true}
            - end: fine
        second:
          script:
            - "{times(second): |First|Again|As always}, {times(first.door)}, {times(first.knock)}, {turns_since(first.knock)}."
    """)
    texts = []
    for option in ("knock", "lie", "lie"):
        state = pick(made, state, option)
        texts += told(state)
    assert texts == ["First, 1, 1, 0.", "Again, 2, 2, 0.", "As always, 3, 3, 0."]
    assert offered(made, state) == ["lie", "go"]
    for _ in range(9):
        state = pick(made, state, "lie")
    assert told(state) == ["As always, 9, 9, 0."], "nine stands for many"


def test_an_event_counts_from_an_option() -> None:
    declarations = DECLARATIONS + "events: {cook: {since: first.knock, turns: 1, visit: second}}\n"
    scenes = """
        first:
          script:
            - hub:
                - {pick: Knock, sticky: true}
                - {pick: Wait, sticky: true}
                - {pick: Go, leave: true}
            - end: fine
        second:
          script: [The cook comes back.]
    """
    made, state = begin(scenes, declarations=declarations)
    waited = pick(made, state, "wait", "wait", "knock")
    assert told(waited) == []
    assert told(pick(made, waited, "wait")) == ["The cook comes back."]


def test_joined_texts_are_one_paragraph() -> None:
    _, state = begin("""
        first:
          script:
            - One <>
            - two
            - <> three.
            - Four.
            - end: fine
    """)
    assert told(state) == ["One two three.", "Four."]


def test_what_stands_between_joined_texts_is_typed_beside_the_join() -> None:
    _, state = begin("""
        first:
          script:
            - |
              "Awkward," I reply<>
            - <>, and sip at my tea
            - <>.
            - |
              He nods: "<>
            - |
              Maybe," he says. <>
            - "{noise > 2: Never told.}"
            - Then he goes.
            - end: fine
    """)
    assert told(state) == ['"Awkward," I reply, and sip at my tea.', 'He nods: "Maybe," he says. Then he goes.']


def test_texts_join_over_what_no_player_sees_and_not_over_a_heading() -> None:
    _, state = begin("""
        first:
          title: The yard
          script:
            - One, <>
            - check: 100
              pass: two, <>
            - goto: second
        second:
          title: The yard
          script:
            - three, <>
            - goto: third
        third:
          title: The road
          script:
            - <> four, <>
            - goto: fourth
        fourth:
          title: The road
          content note: Blood.
          script:
            - five.
            - end: fine
    """)
    assert told(state) == ["One, two, three,", "four,", "five."]


def test_a_check_goes_by_its_odds_and_says_what_was_rolled() -> None:
    scenes = """
        first:
          script:
            - check: {of: noise, under: 1, odds: {1: 0, 3: 100}}
              pass: Passed.
              fail: Failed.
            - choose: [{id: louder, pick: Louder, do: noise += 1}]
            - goto: first
    """
    made, state = begin(scenes)
    results = []
    for _ in range(4):
        results.append(told(state)[0])
        state = pick(made, state, "louder")
    assert results == ["Passed.", "Failed.", "Failed.", "Passed."]
    assert [line for line in state.passage if isinstance(line, Rolled)] == [Rolled("check_1", 100, True, False)]


def test_rolls_follow_their_odds_over_many_seeds_and_never_change_for_one() -> None:
    made = program("""
        first:
          script:
            - check: 30
              pass: Passed.
              fail: Failed.
            - end: fine
    """)
    outcomes = [told(made.start(seed).state)[0] for seed in range(2000)]
    assert 500 < outcomes.count("Passed.") < 700
    assert outcomes == [told(made.start(seed).state)[0] for seed in range(2000)]


def test_another_choice_does_not_reshuffle_later_rolls() -> None:
    made = program("""
        first:
          script:
            - choose:
                - {id: roll, pick: Roll, then: [{check: 50}, {goto: .two}]}
                - {id: walk, pick: Walk}
            - label: two
            - goto: second
        second:
          script:
            - check: 50
              pass: Passed.
              fail: Failed.
            - end: fine
    """)
    for seed in range(50):
        state = made.start(seed).state
        assert told(pick(made, state, "roll")) == told(pick(made, state, "walk"))


def test_seen_turns_since_turn_and_noted_remember() -> None:
    made, state = begin("""
        first:
          script:
            - "{turn} {turns_since(second)} {noted(gate): noted} {seen(first.look): looked}{seen(second): been}"
            - choose:
                - {id: look, pick: Look, do: note gate, goto: first}
                - {id: go, pick: Go, goto: second}
        second:
          script:
            - goto: first
    """)
    assert told(state) == ["0 9999"]
    state = pick(made, state, "look")
    assert told(state) == ["1 9999 noted looked"]
    assert Noted("gate", "The gate") in state.passage
    state = pick(made, state, "go", "look")
    assert told(state) == ["3 1 noted looked been"]
    assert Noted("gate", "The gate") not in state.passage
    entry = made.journal(state)[0]
    assert (entry.title, entry.text, entry.turn) == ("The gate", "Ten past. He does not.", 1)


def test_looking_at_things_costs_no_turn_and_changes_nothing() -> None:
    made, state = begin("""
        first:
          at: yard
          look:
            ribbon, ribbons: "Red. {told: You know.|Whose?}"
            fence: It hums.
          script:
            - choose: [{id: go, pick: Go}]
            - end: fine
    """)
    assert made.look(state).looks == ("ribbon", "fence")
    assert [line.text for line in made.examine(state, "  Ribbons ")] == ["Red. Whose?"]
    assert made.look(state).place == "The yard"
    with pytest.raises(MoveError, match="Did you mean `fence`"):
        made.examine(state, "fense")


def test_the_party_is_told_in_words() -> None:
    made, state = begin("""
        first:
          script:
            - choose: [{id: go, pick: Go}]
            - end: fine
    """)
    su_hyeok = made.party(state)[0]
    assert (su_hyeok.name, su_hyeok.hangul) == ("Su-hyeok", "이수혁")
    assert su_hyeok.attributes == (("State", "with you"),)


def test_how_they_are_is_told_by_the_words_that_hold_now() -> None:
    people = DECLARATIONS.replace("on_jo: {name: On-jo}", 'on_jo: {name: On-jo, now: "{told: Lighter by a word.|}"}').replace(
        "ha_ri: {name: Ha-ri, student: true}",
        'ha_ri: {name: Ha-ri, student: true, now: "{trust.ha_ri > 0: Near.|{it.name} waits.}"}',
    )
    scenes = """
        first:
          script:
            - choose: [{id: go, pick: Go, do: [told = true, trust.ha_ri += 1]}, {id: stay, pick: Stay}]
            - choose: [{id: on, pick: On}]
            - end: fine
    """
    made, state = begin(scenes, declarations=people)
    assert [(each.id, each.now) for each in made.party(state)] == [("su_hyeok", ""), ("ha_ri", "Ha-ri waits.")]
    state = pick(made, state, "go")
    assert [(each.id, each.now) for each in made.party(state)] == [
        ("on_jo", "Lighter by a word."),
        ("su_hyeok", ""),
        ("ha_ri", "Near."),
    ]


def test_a_play_can_start_anywhere_with_any_values() -> None:
    made = program("""
        first: {script: [{goto: second}]}
        second:
          script:
            - "{noise}"
            - end: fine
    """)
    assert told(made.start(1, scene="second", values={"noise": 4}).state) == ["4"]
    for scene, values in (("secnd", {}), ("second", {"nois": 1}), ("second", {"noise": 9})):
        with pytest.raises(SetError):
            made.start(1, scene=scene, values=values)


def test_the_same_seed_and_moves_give_the_same_state_to_the_byte() -> None:
    scenes = """
        first:
          script:
            - "{~a|b|c}{~d|e|f}"
            - check: 50
              pass: Passed.
              fail: Failed.
            - choose: [{id: again, pick: Again, do: noise += 1}]
            - goto: first
    """
    states = []
    for _ in range(2):
        made, state = begin(scenes, seed=7)
        states.append(pick(made, state, *["again"] * 30))
    assert states[0] == states[1]
    assert repr(states[0]) == repr(states[1])


def test_a_circle_that_depends_on_a_condition_is_stopped_and_said() -> None:
    made, state = begin("""
        first:
          script:
            - choose: [{id: go, pick: Go}]
            - label: round
            - if: noise < 9
              then: {goto: .round}
            - end: fine
    """)
    stuck = pick(made, state, "go")
    assert "round and round in first" in stuck.stuck
    assert made.look(stuck).offers == ()
    with pytest.raises(MoveError):
        made.play(stuck, Move("go"))


@pytest.mark.parametrize("joined", ["", "<>"])
def test_a_circle_that_tells_more_than_a_screen_can_bear_is_stopped_and_said(joined: str) -> None:
    made, state = begin(f"""
        first:
          script:
            - choose: [{{id: go, pick: Go}}]
            - label: round
            - "{{noise}} {"long words " * 900}{joined}"
            - goto: .round
    """)
    stuck = pick(made, state, "go")
    assert "more in first than anybody can read" in stuck.stuck
    assert sum(len(line.text) for line in stuck.passage if isinstance(line, Paragraph)) < 220_000


def test_the_first_broken_promise_of_the_story_is_found() -> None:
    made, state = begin(
        """
        first:
          script:
            - choose: [{id: go, pick: Go, do: noise = 5}]
            - choose: [{id: on, pick: On}]
            - end: fine
        """,
        declarations=_with_always(),
    )
    assert made.broken_promise(state) is None
    broken = made.broken_promise(pick(made, state, "go"))
    assert broken is not None
    assert broken.text == "noise < 5"


def _with_always() -> str:
    from tests.making import DECLARATIONS

    return DECLARATIONS + "always: [noise < 5]\n"


ACHIEVING = DECLARATIONS + "achievements: {quiet: {title: Quiet hands, hint: Without a sound.}}\n"


def test_an_achievement_is_told_once_a_run_where_it_is_earned() -> None:
    scenes = """
        first:
          script:
            - do: achieve quiet
            - It is still.
            - choose: [{pick: Again, do: [achieve quiet, noise += 1]}, {pick: Stop}]
            - end: fine
    """
    made, state = begin(scenes, declarations=ACHIEVING)
    assert state.passage == (Entered("first", "First"), Achieved("quiet", "Quiet hands"), Paragraph("It is still."))
    assert made.decode(json.loads(json.dumps(made.encode(state)))) == state
    assert not any(isinstance(line, Achieved) for line in pick(made, state, "again").passage)


def test_what_is_shown_only_on_a_condition_comes_and_goes_with_it() -> None:
    shown = DECLARATIONS.replace("show: meter", "show: meter, show when: noise > 0 or seen(yard)").replace(
        "show: words}", "show: words, show when: trust > 0 and state.it == home}"
    )
    scenes = """
        first:
          script:
            - hub:
                - {id: loud, sticky: true, pick: Loud, do: noise += 1}
                - {id: still, sticky: true, pick: Still, do: noise = 0}
                - {id: home, pick: Home, do: [state.ha_ri = home, trust.ha_ri = 1, state.su_hyeok = home]}
                - {id: out, pick: Out, goto: yard}
        yard:
          script: [{choose: [{pick: End}]}, {end: fine}]
    """
    made, state = begin(scenes, declarations=shown)
    assert [item.name for item in made.look(state).status] == ["clock"]
    state = pick(made, state, "loud")
    assert [item.text for item in made.look(state).status] == ["1 of 5", "22:40"]
    state = pick(made, state, "still")
    assert [item.name for item in made.look(state).status] == ["clock"]
    assert [each.attributes for each in made.party(state)] == [(), ()]
    state = pick(made, state, "home", "out")
    assert [item.name for item in made.look(state).status] == ["noise", "clock"]
    assert [(each.id, each.attributes) for each in made.party(state)] == [("su_hyeok", ()), ("ha_ri", (("State", "home"),))]
