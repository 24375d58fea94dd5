"""What is said after a conversation comes from this path and from no other."""

import itertools
import re
from dataclasses import dataclass
from random import Random

import pytest

from coach.cli.lookback import first_screen
from coach.content.course import Course
from coach.roleplay.debrief import Debrief, Instead, Quote, debrief, feeling
from coach.roleplay.minutes import minutes
from coach.roleplay.play import Path, Step, begin, take
from coach.roleplay.reply import falls
from coach.roleplay.review import Review, review
from coach.roleplay.worth import Table, worth

PLAYS = 25


@dataclass(frozen=True)
class Told:
    """One finished play with its review and its words."""

    table: Table
    review: Review
    debrief: Debrief

    @property
    def about(self) -> set[str]:
        """The ending and the replies a debrief speaks of."""
        parts = (self.debrief.worked, self.debrief.mattered, self.debrief.instead)
        ending = f"{self.review.scenario.id}/{self.review.ending.id}"
        return {ending, *(part.said for part in parts if part)}

    @property
    def sentences(self) -> set[str]:
        """Every sentence of the first screen but the headings."""
        texts = [self.debrief.looks_back, self.debrief.rule]
        for quote in (self.debrief.worked, self.debrief.mattered):
            texts += _texts(quote)
        instead = self.debrief.instead
        texts += [instead.said, instead.answer] if isinstance(instead, Instead) else []
        parts = (part for text in texts for part in re.split(r"(?<=[.!?])\s+", text))
        return {part.strip(' "') for part in parts if len(part.split()) > 3}


def _texts(quote: Quote | None) -> list[str]:
    return [quote.said, quote.heard] if quote else []


def _random_path(table: Table, rng: Random) -> Path:
    play = begin(table.graph.scenario, table.name)
    while play.ending is None:
        choice = rng.choice(play.offered)
        fall = rng.choice(falls(play.scenario, play.state, choice))
        play = take(play, Step(choice.id, fall.branch_id))
    return play.path


@pytest.fixture(scope="module")
def told(course: Course) -> list[Told]:
    """Many plays of every shipped scenario, the best and the worst line among them."""
    rng, found = Random(4), []
    for scenario in course.scenarios.values():
        table = worth(scenario).table()
        paths = [table.line(), table.line(worst=True)]
        paths += [_random_path(table, rng) for _ in range(PLAYS)]
        for path in paths:
            reviewed = review(table, path)
            found.append(Told(table, reviewed, debrief(table, reviewed)))
    return found


def test_debriefs_about_different_replies_and_endings_share_no_sentence(told: list[Told]) -> None:
    pairs = [p for p in itertools.combinations(told, 2) if p[0].about.isdisjoint(p[1].about)]

    assert len(pairs) > PLAYS
    for one, other in pairs:
        assert one.sentences & other.sentences == set()


def test_the_first_screen_holds_no_figure_but_the_number_of_a_reply(told: list[Told]) -> None:
    for one in told:
        name = one.review.scenario.counterpart.address
        shown = [text for part in first_screen(one.debrief, name) for text, _ in part]
        own = {text for text in shown if re.search(r"\d", re.sub(r"repl(?:y|ies) \d", "", text))}
        quoted = " ".join(one.sentences) + one.debrief.looks_back
        assert all(digit in quoted for text in own for digit in re.findall(r"\d", text)), own


def test_the_best_line_cost_nothing(told: list[Told]) -> None:
    for one in told:
        if one.review.score > 100 - 1e-9:
            assert (one.debrief.tone, one.debrief.mattered) == ("nothing lost", None)
            assert one.debrief.good == one.debrief.judged


def test_the_better_line_is_one_that_was_offered_and_costs_nothing(told: list[Told]) -> None:
    for one in told:
        if one.debrief.mattered and one.debrief.instead:
            reply = one.review.replies[one.debrief.mattered.place]
            best = {o.choice.text for o in reply.moment.offers if o.regret == 0}
            assert one.debrief.instead.said in best
            assert one.debrief.mattered.said == reply.offer.choice.text


def test_every_reply_of_the_path_has_a_row_and_a_judgement(told: list[Told]) -> None:
    for one in told:
        verdicts = [reply.offer.verdict for reply in one.review.replies]
        assert [row.verdict for row in one.debrief.rows] == verdicts
        assert one.debrief.judged == sum(verdict is not None for verdict in verdicts)


def test_aims_are_reached_when_their_deed_was_done(told: list[Told]) -> None:
    for one in told:
        done = one.review.end.feelings.deeds
        aims = {deed.text: deed.id in done for deed in one.review.scenario.aims}
        assert {aim.text: aim.reached for aim in one.debrief.aims} == aims


def test_the_story_is_told_by_one_meter_from_start_to_end(told: list[Told]) -> None:
    stories = [one for one in told if one.debrief.story]

    assert stories
    for one in stories:
        story = one.debrief.story
        assert story is not None
        assert len(story.here) == len(one.review.replies) + 1
        assert story.here[0] == story.best_line[0]
        assert story.here[-1] == getattr(one.review.end.feelings.meters, story.meter)


def test_somebody_is_felt_as_their_final_rapport_says(told: list[Told]) -> None:
    for one in told:
        assert one.debrief.felt == feeling(one.review.end.feelings.meters.rapport)


def test_a_conversation_takes_between_two_and_fifteen_minutes(told: list[Told]) -> None:
    for one in told:
        low, high = minutes(one.table)
        assert 2 <= low <= high <= 15
