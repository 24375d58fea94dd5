"""One play: what is offered, what a reply does and in which order, and what is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.content.course import Course
from coach.content.loading import load_catalogue, load_scenario
from coach.content.scenario import ChoiceId, Meters, Scenario, ScenarioId, ToEnding, ToTurn
from coach.roleplay.play import (
    ConversationOver,
    Step,
    UnknownChoice,
    begin,
    choose,
    replay,
    shown_order,
    states,
)
from coach.roleplay.reply import offered
from conftest import ROOT
from transcript import files, path_of, transcript

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)

TALK = """
title: A small talk
level: 1
phase: seed
channel: in-person
setting: A corridor.
you: somebody new
counterpart: {name: Ana Silva, role: librarian, address: Ana}
could_lose: The morning.
audience: [anyone]
local_note: Some would nod first.
start: {rapport: 9, trust: 3, energy: 1, credibility: 0}
facts: {cat: {text: She has a cat., worth: 1}, ill: {text: The cat is ill., worth: 1}}
deeds: {asked: {text: You asked., worth: 2}, refused: {text: She said no.}}
opening: hello
exits:
  - {when: {energy: "<= 0"}, goto: tired}
turns:
  hello:
    says:
      - {id: warm, when: {rapport: ">= 5"}, text: Good morning!}
      - {id: cool, text: Yes?}
    skill: curiosity
    ideas: [common-ground]
    choices:
      - id: ask-big
        say: Would you speak for me?
        move: ask_too_big
        ask: 4
        effects: {rapport: +2, trust: -1, credibility: -1}
        does: [asked]
        reaction: Of course.
        feedback: It *fits.*
        goto: later
        declined:
          {reaction: We have only met., feedback: Too *early.*, goto: later, does: [refused]}
      - id: cat
        say: Is that a cat on your bag?
        move: small_talk
        learns: [cat]
        effects: {rapport: +2, energy: -1}
        reaction:
          - {id: knows, when: {knows: [cat]}, text: His name is Nero.}
          - {id: plain, text: Yes.}
        feedback: She *lit up.*
        goto:
          chance:
            - {id: ill, weight: 3, goto: later, learns: [ill]}
            - {id: well, weight: 1, goto: end}
      - id: hidden
        when: {knows: [cat]}
        say: How is Nero?
        move: follow_up
        reaction: Well.
        feedback: You *remembered.*
        goto: end
  later:
    says: I have to go.
    skill: grace
    ideas: [common-ground]
    choices:
      - {id: stay, say: One more thing., move: overstay, effects: {energy: -1}, reaction: Well…,
         feedback: She *must go.*, goto: hello}
      - {id: go, say: Then go well., move: exit_clean, effects: {energy: -1}, reaction: Bye!,
         feedback: Short and *kind.*, goto: outcome}
outcome:
  - {when: {knows: [ill]}, ending: worried}
  - {ending: end}
endings:
  end: {kind: grow, title: See you, text: She waves., looks_back: A nice person.}
  worried: {kind: grow, title: The cat, text: She hurries., looks_back: They asked.}
  tired: {kind: fade, title: Off, text: She yawns., looks_back: Too long.}
"""


@pytest.fixture(scope="module")
def talk() -> Scenario:
    catalogue, _, _ = load_catalogue(ROOT)
    scenario, _, found = load_scenario(TALK.encode(), "scenarios/talk.yaml", catalogue)
    assert scenario is not None, "\n".join(map(str, found))
    return scenario


def test_a_play_begins_at_the_opening_with_what_is_given(talk: Scenario) -> None:
    play = begin(talk)

    assert (play.turn.id, play.path, play.ending) == ("hello", (), None)
    assert play.feelings == (Meters(9, 3, 1, 0), frozenset(), frozenset())
    assert play.line == "Good morning!"


def test_only_choices_whose_condition_holds_are_offered(talk: Scenario) -> None:
    assert [choice.id for choice in begin(talk).offered] == ["ask-big", "cat"]


def test_a_hidden_choice_is_refused(talk: Scenario) -> None:
    with pytest.raises(UnknownChoice, match="hello: hidden is not offered now"):
        choose(begin(talk), ChoiceId("hidden"), NOON, 0.0)


def test_a_declined_ask_keeps_its_losses_and_withholds_the_rest(talk: Scenario) -> None:
    play, made = choose(begin(talk), ChoiceId("ask-big"), NOON, 0.0)

    assert made.declined
    assert made.reaction == "We have only met."
    assert play.feelings == (Meters(9, 2, 1, 0), frozenset(), frozenset({"refused"}))


def test_meters_stop_at_ten_and_at_nought(talk: Scenario) -> None:
    play, made = choose(begin(talk), ChoiceId("cat"), NOON, 0.0)

    assert made.meters == Meters(10, 3, 0, 0)
    assert play.turn.id == "later"


@pytest.mark.parametrize(
    ("draw", "branch", "goes_to"),
    [(0.0, "ill", "later"), (0.7499, "ill", "later"), (0.75, "well", "end"), (0.99, "well", "end")],
)
def test_a_draw_falls_on_the_branches_by_weight_in_file_order(
    talk: Scenario, draw: float, branch: str, goes_to: str
) -> None:
    _, made = choose(begin(talk), ChoiceId("cat"), NOON, draw)

    assert made.branch == branch
    assert goes_to in {getattr(made.goes_to, "turn", ""), getattr(made.goes_to, "ending", "")}


def test_an_exit_does_not_fire_on_a_reply_to_the_opening_turn(talk: Scenario) -> None:
    play, made = choose(begin(talk), ChoiceId("cat"), NOON, 0.0)

    assert play.feelings.meters.energy == 0
    assert made.goes_to == ToTurn(play.turn.id)


def test_an_exit_beats_a_goto_to_a_turn(talk: Scenario) -> None:
    play = replay(talk, (Step(ChoiceId("ask-big")), Step(ChoiceId("stay"))))

    assert play.ending == "tired"


def test_an_exit_never_replaces_an_ending(talk: Scenario) -> None:
    play, _ = choose(begin(talk), ChoiceId("cat"), NOON, 0.0)
    play, made = choose(play, ChoiceId("go"), NOON, 0.0)

    assert made.goes_to == ToEnding(play.ending)  # type: ignore[arg-type]
    assert play.ending == "worried"


def test_what_chance_brings_is_new_with_the_reply(talk: Scenario) -> None:
    _, made = choose(begin(talk), ChoiceId("cat"), NOON, 0.0)

    assert made.learnt == {"cat", "ill"}


def test_a_reaction_is_worded_on_the_feelings_the_reply_left(talk: Scenario) -> None:
    _, made = choose(begin(talk), ChoiceId("cat"), NOON, 0.0)

    assert made.reaction == "His name is Nero."


def test_the_event_says_what_happened(talk: Scenario) -> None:
    _, made = choose(begin(talk), ChoiceId("ask-big"), NOON, 0.0)

    assert (made.at, made.step, made.turn, made.choice) == (NOON, 0, "hello", "ask-big")
    assert made.offered == ("ask-big", "cat")
    assert (made.move, made.skill, made.ideas) == ("ask_too_big", "curiosity", ("common-ground",))


def test_a_reply_after_the_ending_is_refused(talk: Scenario) -> None:
    play = replay(talk, (Step(ChoiceId("ask-big")), Step(ChoiceId("go"))))

    assert play.offered == ()
    with pytest.raises(ConversationOver, match="talk has ended with end"):
        choose(play, ChoiceId("go"), NOON, 0.0)


@pytest.mark.parametrize("draw", [-0.1, 1.0])
def test_a_draw_outside_nought_to_one_is_refused(talk: Scenario, draw: float) -> None:
    with pytest.raises(ValueError, match="lies in"):
        choose(begin(talk), ChoiceId("cat"), NOON, draw)


def test_a_time_without_a_zone_is_refused(talk: Scenario) -> None:
    with pytest.raises(ValueError, match="time zone"):
        choose(begin(talk), ChoiceId("cat"), datetime(2026, 1, 5), 0.0)  # noqa: DTZ001


def test_a_recorded_fall_that_is_not_there_is_refused(talk: Scenario) -> None:
    with pytest.raises(UnknownChoice, match="cat cannot fall as None"):
        replay(talk, (Step(ChoiceId("cat")),))


def test_replay_equals_step_by_step(course: Course) -> None:
    for file in files():
        scenario = course.scenarios[ScenarioId(file.parent.name)]
        path = path_of(file.read_text(encoding="utf-8"))
        met = [state.turn for state in states(scenario, path)]

        assert met == [replay(scenario, path[:n]).turn.id for n in range(len(path))]


def test_the_shown_order_is_the_same_after_a_reload_and_differs_between_attempts(
    talk: Scenario,
) -> None:
    choices = offered(talk.turns[talk.opening], begin(talk).feelings)
    orders = {tuple(c.id for c in shown_order(f"attempt-{n}", 0, choices)) for n in range(40)}

    assert shown_order("attempt-1", 0, choices) == shown_order("attempt-1", 0, choices)
    assert orders == {("ask-big", "cat"), ("cat", "ask-big")}


@pytest.mark.parametrize("file", files(), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_ending_is_played_as_written_down(course: Course, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    scenario = course.scenarios[ScenarioId(file.parent.name)]

    assert transcript(scenario, path_of(text)) == text


def test_every_ending_of_every_scenario_has_a_transcript(course: Course) -> None:
    written = {(file.parent.name, file.stem) for file in files()}
    endings = {(s.id, ending) for s in course.scenarios.values() for ending in s.endings}

    assert written == endings
