"""A conversation on its page: turns, coaching, other words, other windows, the look back."""

import re
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
import yaml
from sqlalchemy import text as sql

from coach.content.scenario import Scenario
from coach.people.door import BrowserId
from coach.practice.attempt import Attempt
from coach.practice.commands import Desk, Given, play_of
from coach.practice.events import Preferences
from coach.practice.served import Scene, serve
from coach.record.engine import open_store
from coach.roleplay.debrief import rule_of
from coach.roleplay.reply import wording
from coach.ui.stage import felt_words
from pages.screen import House, Window, bare
from practising import attempt_of, begun, say, scene, to_the_end

CAFE, HALL, ASK = (scene(name) for name in ("cafe", "hallway", "big-ask"))
NEWER = "They would not answer me. My question was about missed visits."
WANTED = "I would ask who helps him with it."


def best(shown: Scene, attempt: Attempt) -> str:
    """The id of the best reply that is due."""
    return shown.worth.table().moment(play_of(attempt, shown).state).best_offer.choice.id


def talk(attempt: Attempt) -> Window:
    """The page of an attempt."""
    return Window().open("talk", a=attempt.id)


def words_of(shown: Scene, attempt: Attempt, choice: str) -> str:
    """What a reply that is due says."""
    return next(c.text for c in play_of(attempt, shown).offered if c.id == choice)


def answer_to(shown: Scene, attempt: Attempt, choice: str) -> str:
    """What the counterpart says to a reply that is due."""
    play = play_of(attempt, shown)
    replied = next(c for c in play.offered if c.id == choice)
    return bare(wording(replied.reaction, play.feelings))


def taken(desk: Desk, shown: Scene, **likes: object) -> tuple[Attempt, str]:
    """An attempt with its first reply given, and the coaching of that reply."""
    desk.prefer(Preferences(**likes), seen=0)  # type: ignore[arg-type]
    attempt = begun(desk, shown)
    choice = best(shown, attempt)
    say(desk, shown, attempt.id, choice)
    turn = shown.scenario.turns[shown.scenario.opening]
    return attempt_of(desk, attempt.id), next(c.feedback for c in turn.choices if c.id == choice)


def test_the_counterpart_stands_alone_until_replies_are_asked_for(house: House) -> None:
    attempt = begun(house.desk(), HALL)
    window = talk(attempt)

    assert window.sees(HALL.scenario.counterpart.address, "out loud")
    assert (window.buttons, window.replies) == (["What could I say?"], [])
    window.tap("What could I say?")
    shown = {bare(c.text) for c in play_of(attempt, HALL).offered}
    assert set(window.replies) == shown
    assert window.buttons == ["Say it", "None of these"]


def test_who_wants_the_replies_at_once_has_them_at_once(house: House) -> None:
    house.desk().prefer(Preferences(alone_first=False), seen=0)

    assert len(talk(begun(house.desk(), HALL)).replies) > 1


def test_a_reply_is_kept_and_answered_and_goes_on(house: House) -> None:
    attempt = begun(house.desk(), HALL)
    choice = best(HALL, attempt)
    window = talk(attempt).tap("What could I say?").pick(words_of(HALL, attempt, choice))
    window.tap("Say it")
    after = attempt_of(house.desk(), attempt.id)

    assert [reply.choice for reply in after.replies] == [choice]
    assert window.buttons == ["Go on", "Take this line back"]
    assert window.sees("You", answer_to(HALL, attempt, choice))
    window.tap("Go on")
    assert window.sees("So far")
    assert window.buttons == ["What could I say?"]


def test_a_line_that_is_taken_back_is_practised_anew_and_stays_on_record(house: House) -> None:
    attempt = begun(house.desk(), HALL, [HALL.worth.table().line()[0].choice])
    window = talk(attempt).tap("Take this line back")
    first, practice = house.desk().journal().attempts

    assert (first.step, practice.begun.category, practice.path) == (1, "practice", ())
    assert practice.begun.before == first.path
    assert window.at.query_params == {"a": str(practice.id)}
    assert window.buttons == ["What could I say?"]


def test_nothing_is_said_before_a_reply_is_picked(house: House) -> None:
    attempt = begun(house.desk(), HALL)

    assert talk(attempt).tap("What could I say?").tap("Say it").sees("Tap a reply first.")
    assert attempt_of(house.desk(), attempt.id).replies == ()


def test_a_picked_reply_is_not_said_until_it_is_said(house: House) -> None:
    attempt = begun(house.desk(), HALL)
    one, other, *_ = play_of(attempt, HALL).offered
    window = talk(attempt).tap("What could I say?").pick(one.text).again().pick(other.text)
    window.tap("Say it")

    assert [reply.choice for reply in attempt_of(house.desk(), attempt.id).replies] == [other.id]


def test_what_another_window_said_first_stands(house: House) -> None:
    attempt = begun(house.desk(), HALL)
    one, other, *_ = play_of(attempt, HALL).offered
    here, there = (talk(attempt).tap("What could I say?") for _ in range(2))
    there.pick(other.text).tap("Say it")
    here.pick(one.text).tap("Say it")

    assert here.sees("This was already answered in another window. Here is how it went on.")
    assert [reply.choice for reply in attempt_of(house.desk(), attempt.id).replies] == [other.id]


def test_coaching_after_each_reply_on_an_easy_conversation(house: House) -> None:
    attempt, feedback = taken(house.desk(), CAFE)
    window = talk(attempt)

    assert CAFE.scenario.level <= 2
    assert window.sees(bare(feedback))
    assert "Why?" not in window.words


def test_coaching_in_one_line_with_a_why(house: House) -> None:
    attempt, feedback = taken(house.desk(), CAFE, coaching="one line")
    window = talk(attempt)

    assert window.sees(rule_of(feedback).strip("*"), "Why?", bare(feedback))
    assert "Why?" in [fold.label for fold in window.at.expander]


def test_coaching_on_a_middling_conversation_is_one_line_by_itself(house: House) -> None:
    attempt, _ = taken(house.desk(), HALL)

    assert HALL.scenario.level == 3
    assert talk(attempt).sees("Why?")


def test_coaching_at_the_end_only_lets_the_story_run_on(house: House) -> None:
    attempt, feedback = taken(house.desk(), ASK)
    window = talk(attempt)

    assert ASK.scenario.level >= 4
    assert bare(feedback) not in window.words
    assert rule_of(feedback).strip("*") not in window.words
    assert window.buttons == ["What could I say?"]


def test_by_will_it_is_at_the_end_on_an_easy_one_too(house: House) -> None:
    attempt, feedback = taken(house.desk(), CAFE, coaching="at the end")

    assert rule_of(feedback).strip("*") not in talk(attempt).words


def test_how_they_feel_is_not_told_unless_it_is_wanted(house: House) -> None:
    attempt, _ = taken(house.desk(), CAFE)
    name = CAFE.scenario.counterpart.address
    words = felt_words(CAFE.scenario.starts[0].meters, attempt.replies[0].meters, name)

    assert words is not None
    assert words not in talk(attempt).words


def test_how_they_feel_is_told_in_words_without_digits(house: House) -> None:
    attempt, _ = taken(house.desk(), CAFE, meters=True)
    name = CAFE.scenario.counterpart.address
    words = felt_words(CAFE.scenario.starts[0].meters, attempt.replies[0].meters, name)
    (told,) = re.findall(r":small\[(.+?)\]", talk(attempt).words)

    assert told == words
    assert not any(sign.isdigit() for sign in told)


def test_none_of_these_keeps_the_words_and_is_not_judged(house: House) -> None:
    desk = house.desk()
    attempt = begun(desk, HALL)
    offers = HALL.worth.table().moment(play_of(attempt, HALL).state).offers
    worst = max(offers, key=lambda offer: offer.regret)
    window = talk(attempt).tap("What could I say?").tap("None of these")
    assert window.sees("What would you say?", "It is not judged.")
    window.type(f"wanted-{attempt.step}", WANTED).pick(worst.choice.text).tap("Say it")
    (made,) = attempt_of(desk, attempt.id).replies

    assert (made.choice, made.wanted, made.judged) == (worst.choice.id, WANTED, False)
    assert made.judgement.regret == worst.regret > 0
    assert (made.judgement.evidence, made.verdict) == (None, None)
    window.is_well()


def test_one_of_these_after_all_is_judged(house: House) -> None:
    desk = house.desk()
    attempt = begun(desk, HALL)
    window = talk(attempt).tap("What could I say?").tap("None of these").tap("One of these after")
    window.pick(words_of(HALL, attempt, best(HALL, attempt))).tap("Say it")
    (made,) = attempt_of(desk, attempt.id).replies

    assert (made.wanted, made.judged) == (None, True)


def with_one_of_none(desk: Desk) -> Attempt:
    """The best line, but the second reply was not the learner's own."""
    attempt = begun(desk, HALL)
    while attempt.ended is None:
        wanted = WANTED if attempt.step == 1 else None
        given = Given(attempt.step, HALL.worth.table().line()[attempt.step].choice, 0.0, wanted)
        desk.reply(HALL, attempt, given)
        attempt = attempt_of(desk, attempt.id)
    return attempt


def test_the_look_back_counts_the_judged_replies(house: House) -> None:
    desk = house.desk()
    attempt = with_one_of_none(desk)
    desk.guess(attempt, "warm")
    judged = len(attempt.judged)
    window = talk(attempt)
    while "Go on" in window.buttons or "How did it end?" in window.buttons:
        window.tap(window.buttons[-1])
    window.tap("All ")

    assert judged == len(attempt.replies) - 1
    assert window.sees(f"{judged} of {judged} replies were best or fine.", "not judged")
    assert attempt.ended is not None
    assert attempt.ended.score is None


def looked_back(house: House, seed: int = 1) -> tuple[Attempt, Window]:
    """A finished play, its guess still open."""
    desk = house.desk()
    attempt = to_the_end(desk, HALL, desk.begin(HALL, count=0), Random(seed))
    return attempt, talk(attempt).tap("How did it end?")


def test_a_guess_comes_before_anything_is_told(house: House) -> None:
    attempt, window = looked_back(house)
    assert attempt.ended is not None

    assert window.headings == [
        attempt.ended.title,
        f"One guess first. How does {HALL.scenario.counterpart.address} feel about you now?",
    ]
    assert window.buttons == ["cold", "cool", "so-so", "warm", "glad"]
    assert "Take this with you" not in window.words


def test_the_first_screen_after_the_guess_has_words_and_no_score(house: House) -> None:
    attempt = nearly_best(house.desk())
    window = talk(attempt).tap("How did it end?").tap("cool")
    guess = attempt_of(house.desk(), attempt.id).guess

    assert guess is not None
    assert guess.guess == "cool"
    assert window.sees("You guessed cool", "looking back:", "Take this with you:")
    assert window.buttons[0].startswith("Try reply ")
    assert window.buttons[1:] == ["Say it in my own words", f"All {len(attempt.replies)} replies"]
    score = attempt.ended.score if attempt.ended else None
    assert score is not None
    assert abs(score) >= 10  # one digit might be the number of a reply
    assert f"{abs(score):.0f}" not in window.words


def test_all_replies_have_their_verdicts_and_the_way_to_try_them_again(house: House) -> None:
    attempt, window = looked_back(house, seed=4)
    window.tap("warm").tap("All ")

    verdicts = [reply.verdict for reply in attempt.replies]
    for verdict in verdicts:
        assert window.sees(str(verdict))
    tries = [f"Try reply {n} again" for n in range(1, len(verdicts) + 1)]
    assert [label for label in window.buttons if label.startswith("Try")] == tries
    assert window.sees("What it did, and what else there was")
    assert window.tap("Back to the first page").sees("Take this with you:")


def test_trying_a_reply_again_is_practice_from_there(house: House) -> None:
    attempt, window = looked_back(house, seed=4)
    window.tap("warm").tap("All ").tap("Try reply 2 again")
    practice = house.desk().journal().attempts[-1]

    assert (practice.begun.category, practice.path) == ("practice", attempt.path[:1])
    assert window.sees("‹ Stop for now", "So far")
    assert window.buttons == ["What could I say?"]


def test_ones_own_words_are_kept_in_my_lines(house: House) -> None:
    _, window = looked_back(house)
    window.tap("warm").tap("Say it in my own words")
    assert window.tap("Keep my line").sees("Write a few words first. They can be rough.")
    window.type("own-line", "What do you do <b>first</b>?").tap("Keep my line")

    assert window.sees("Kept in My lines.", "Copy my line")
    assert [line.kept.words for line in house.desk().journal().lines] == [
        "What do you do <b>first</b>?"
    ]


def test_nearer_to_the_best_line_is_told_only_when_asked_and_only_of_whole_plays(
    house: House,
) -> None:
    desk = house.desk()
    first = nearly_best(desk)
    again = on_the_best_line(desk, attempt_of(desk, desk.begin(HALL, count=1)))
    desk.guess(again, "warm")
    window = talk(again).tap("All ")

    assert first.ended is not None
    assert first.ended.score is not None
    assert window.sees("Nearer to the best line than last time?", f"{first.ended.score:.0f} → 100")


def nearly_best(desk: Desk) -> Attempt:
    """A first play in which only the first reply could have been better."""
    offers = HALL.worth.table().moment_at(0).offers
    second = sorted(offers, key=lambda offer: offer.regret)[1].choice.id
    return on_the_best_line(desk, begun(desk, HALL, [second]))


def on_the_best_line(desk: Desk, attempt: Attempt) -> Attempt:
    """The attempt with nothing but best replies from here on."""
    while attempt.ended is None:
        say(desk, HALL, attempt.id, best(HALL, attempt))
        attempt = attempt_of(desk, attempt.id)
    return attempt


@pytest.mark.parametrize("whose", ["nobody's", "somebody else's", "no id at all"])
def test_an_address_of_somebody_else_shows_nothing(house: House, whose: str) -> None:
    theirs = begun(house.desk(browser=BrowserId("cd" * 32)), HALL)
    house.desk()
    addresses: dict[str, UUID | str] = {
        "nobody's": uuid4(),
        "somebody else's": theirs.id,
        "no id at all": "x",
    }
    window = Window().open("talk", a=addresses[whose])

    assert window.headings == ["This page is private"]
    assert window.sees("This address belongs to somebody's practice, and only they can open it.")
    assert window.links == ["Come in", "Go to the start"]
    assert HALL.scenario.title not in window.words


def test_with_the_same_rules_an_open_conversation_goes_on_with_the_newer_words(
    own_house: House, course: Path
) -> None:
    attempt = begun(own_house.desk(), HALL)
    change(course)

    assert talk(attempt).sees(NEWER)


def test_with_other_rules_it_is_finished_on_the_copy_that_was_kept(
    own_house: House, course: Path
) -> None:
    desk = own_house.desk()
    attempt = begun(desk, HALL)
    change(course, skill="nurturing")
    window = talk(attempt).tap("What could I say?")
    window.pick(words_of(HALL, attempt, best(HALL, attempt))).tap("Say it")
    (made,) = attempt_of(desk, attempt.id).replies

    assert serve(course).scenes[HALL.scenario.id].fingerprint.rules != HALL.fingerprint.rules
    assert NEWER not in window.words
    assert made.rules == HALL.fingerprint.rules
    assert made.judgement.stake == HALL.worth.table().stake


def test_a_deleted_conversation_is_finished_on_its_copy_too(own_house: House, course: Path) -> None:
    attempt = begun(own_house.desk(), HALL)
    (course / "scenarios" / "hallway.yaml").unlink()

    assert talk(attempt).sees("‹ Stop for now", "What could I say?")
    assert own_house.store.content(attempt.begun.rules, Scenario) == HALL.scenario


def test_where_even_the_copy_is_lost_the_page_says_so(
    own_house: House, course: Path, store_file: Path
) -> None:
    attempt = begun(own_house.desk(), HALL)
    (course / "scenarios" / "hallway.yaml").unlink()
    with open_store(f"sqlite:///{store_file}").writing() as connection:
        connection.execute(sql("DELETE FROM content"))
    window = talk(attempt)

    assert window.headings == [HALL.scenario.title]
    assert window.sees("The words of this conversation are no longer here. Your record of it is.")


def change(course: Path, **opening: str) -> None:
    """Let the hallway begin with other words, and perhaps with other rules."""
    file = course / "scenarios" / "hallway.yaml"
    parts = yaml.safe_load(file.read_text(encoding="utf-8"))
    parts["turns"][parts["opening"]] |= {"says": NEWER, **opening}
    file.write_text(yaml.safe_dump(parts, sort_keys=False), encoding="utf-8")
