"""What a learner can do. Each command may be called twice: the first event stands.

The id of an event says what happened, so a double click, a second tab, a resend and a reconnect
are one event.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from coach.content.lesson import PREDICT, Exercise, ItemId, Lesson, LessonId, OptionId, Way
from coach.content.scenario import DEFAULT_START, Choice, ChoiceId, ScenarioId, ToTurn
from coach.exercises.answers import Answer, Chosen, Confidence
from coach.exercises.marking import mark
from coach.practice.attempt import Attempt, attempt_with, fold
from coach.practice.events import (
    AnswerGiven,
    AttemptBegun,
    Category,
    ChoiceMade,
    Ended,
    FeelingGuessed,
    Judgement,
    LessonReached,
    LineDropped,
    LineKept,
    LookedAround,
    MissionReported,
    MissionTaken,
    Outcome,
    Preferences,
    PreferencesSet,
    SituationChosen,
    WorkFound,
)
from coach.practice.journal import Journal, journal, preferences_among
from coach.practice.lessons import smaller, steps
from coach.practice.served import Scene
from coach.record.codec import canonical
from coach.record.envelope import LearnerId
from coach.record.store import Store
from coach.roleplay.debrief import Feeling, feeling
from coach.roleplay.play import Path, Play, Step, choose, draw_of, plays, replay, shown_order
from coach.roleplay.review import score_of

_NAMESPACE = uuid5(NAMESPACE_URL, "common-ground/practice")


class AheadOfStory(LookupError):
    """A reply was given to a step that the attempt has not reached, or is not its own."""


@dataclass(frozen=True, slots=True)
class Given:
    """A reply as it was given on a page.

    Attributes:
        step: the number of the reply on that page.
        draw: in [0, 1), for chance; a practice meets its parent's chance as it fell.
        wanted: what the learner would have said instead of any reply offered; then it is not
            judged.
        order_key: what the order on the screen was drawn from, where it was not the attempt.
    """

    step: int
    choice: ChoiceId
    draw: float
    wanted: str | None = None
    order_key: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply that counts.

    Attributes:
        stands: the event; another tab may have been first.
        mine: it is the reply that was given now.
        attempt: with the reply, and with whatever came after it in another tab.
    """

    stands: ChoiceMade
    mine: bool
    attempt: Attempt


def attempt_id(
    learner: LearnerId,
    scenario: ScenarioId,
    count: int,
    parent: UUID | None = None,
    from_step: int = 0,
) -> UUID:
    """What was begun, as an id: the same click begins the same attempt."""
    return uuid5(_NAMESPACE, f"{learner}/{scenario}/{parent}/{from_step}/{count}")


def play_of(attempt: Attempt, scene: Scene, step: int | None = None) -> Play:
    """The conversation as the attempt has it before a step; before the next one for None."""
    path = attempt.path if step is None else attempt.path[:step]
    return replay(scene.scenario, path, attempt.begun.start)


def order_shown(key: str, play: Play) -> tuple[Choice, ...]:
    """The replies as they stand on the screen; the key is the attempt's id."""
    return shown_order(key, len(play.path), play.offered)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one learner's commands are carried out.

    Attributes:
        now: the moment, with a time zone.
    """

    store: Store
    learner: LearnerId
    now: datetime

    def journal(self) -> Journal:
        """Everything the learner did."""
        return journal(self.store.reader(self.learner).events())

    def attempt(self, id_: UUID) -> Attempt | None:
        """One attempt of this learner; None when it is nobody's or somebody else's."""
        attempts = fold(self.store.reader(self.learner).events(about=id_))
        return attempts[0] if attempts else None

    def at_work(self, id_: UUID) -> tuple[Attempt | None, Preferences]:
        """One attempt, like `attempt`, and how the learner likes the screens: one question."""
        events = self.store.reader(self.learner).events(about=id_, also_last=PreferencesSet)
        attempts = fold(events)
        return (attempts[0] if attempts else None), preferences_among(events)

    def begin(self, scene: Scene, *, count: int, start: str = DEFAULT_START) -> UUID:
        """Begin a conversation from its first turn.

        Args:
            scene: what is played.
            count: how many attempts of it the learner had begun when the page was drawn.
            start: the kind of ending of the conversation it follows; unknown is the default.
        """
        id_ = attempt_id(self.learner, scene.scenario.id, count)
        begun = _begun(scene, "again" if count else "first", count, start)
        return self._begin(scene, id_, begun)

    def practise(self, scene: Scene, parent: Attempt, *, from_step: int, count: int) -> UUID:
        """Begin again from one reply of an attempt; what came before it is kept."""
        id_ = attempt_id(self.learner, parent.scenario, count, parent.id, from_step)
        plain = _begun(scene, "practice", count, parent.begun.start)
        return self._begin(scene, id_, _from(plain, parent, from_step))

    def _begin(self, scene: Scene, id_: UUID, begun: AttemptBegun) -> UUID:
        print_ = scene.fingerprint
        self.store.keep_content(print_.rules, print_.text, scene.scenario)
        self.store.append(self.learner, begun, event_id=uuid5(id_, "begun"), at=self.now, about=id_)
        return id_

    def reply(self, scene: Scene, attempt: Attempt, given: Given) -> Answered:
        """Give one reply; when that step has been answered before, the first answer stands.

        Raises:
            AheadOfStory: the attempt has not come so far, or ended before.
            UnknownChoice: the choice is not offered there.
        """
        last = attempt.step if attempt.ended is None else attempt.step - 1
        if not len(attempt.kept) <= given.step <= last:
            raise AheadOfStory(f"{attempt.id} has come to {last}, not {given.step}")
        event = _made(scene, attempt, given, self.now)
        id_ = uuid5(attempt.id, f"reply/{given.step}")
        kept = self.store.append(self.learner, event, event_id=id_, at=self.now, about=attempt.id)
        stands = kept.envelope.payload
        assert isinstance(stands, ChoiceMade)
        now = attempt_with(attempt, kept.envelope) if kept.new else self.attempt(attempt.id)
        assert now is not None
        return Answered(stands, stands.choice == given.choice, now)

    def guess(self, attempt: Attempt, guessed: Feeling) -> None:
        """Keep the guess how the counterpart felt; the first guess stands."""
        felt = feeling(attempt.replies[-1].meters.rapport)
        event = FeelingGuessed(attempt.scenario, guessed, felt)
        id_ = uuid5(attempt.id, "guess")
        self.store.append(self.learner, event, event_id=id_, at=self.now, about=attempt.id)

    def look_around(self) -> None:
        """End the first visit."""
        self._say(LookedAround(), "looked-around")

    def choose_situation(self, situation: str | None, *, seen: int) -> None:
        """Say what is in front of the learner.

        Args:
            situation: its id; None for none of them.
            seen: how many events the page was drawn from, here and below.
        """
        self._say(SituationChosen(situation), f"situation/{situation}/{seen}")

    def find_work(self, *, seen: int) -> None:
        """Say that work was found."""
        self._say(WorkFound(), f"work/{seen}")

    def keep_line(
        self,
        words: str,
        *,
        own: bool,
        seen: int,
        attempt: Attempt | None = None,
        lesson: Lesson | None = None,
    ) -> UUID:
        """Keep a line in My lines; the same words of a conversation or a lesson are one line.

        Args:
            words: the line.
            own: they are the learner's own.
            seen: how many events the page was drawn from.
            attempt: the conversation it is from; None for none.
            lesson: the lesson it is from; None for none.
        """
        scenario = attempt.scenario if attempt else None
        where = f"lesson/{lesson.id}" if lesson else str(scenario)
        title = lesson.title if lesson else attempt.begun.title if attempt else ""
        line = uuid5(self.learner, f"{where}/{words}")
        kept = LineKept(line, words, own, scenario, title, lesson.id if lesson else None)
        self._say(kept, f"line/{line}/{seen}")
        return line

    def drop_line(self, line: UUID, *, seen: int) -> None:
        """Take a line off My lines."""
        self._say(LineDropped(line), f"drop/{line}/{seen}")

    def reach(self, lesson: Lesson, step: int) -> None:
        """Begin a lesson, or go on to one of its parts; reaching it twice is one event."""
        event = LessonReached(lesson.id, lesson.title, step, len(steps(lesson)))
        self._say(event, f"lesson/{lesson.id}/{step}")

    def answer(
        self,
        lesson: Lesson,
        exercise: Exercise,
        answer: Answer,
        *,
        count: int,
        confidence: Confidence | None = None,
    ) -> AnswerGiven:
        """Answer an exercise; the first answer of that count stands.

        Args:
            lesson: where it is.
            exercise: one of the lesson's.
            answer: of the class that fits it.
            count: how many answers to it there were when the page was drawn.
            confidence: how sure the learner was; None when not asked.

        Raises:
            NotAnAnswer: it does not fit.
        """
        found = mark(exercise, answer)
        event = AnswerGiven(
            lesson=lesson.id,
            exercise=exercise.id,
            kind=exercise.kind,
            ideas=exercise.ideas,
            count=count,
            answer=answer,
            confidence=confidence,
            mark=found.mark if found else None,
            chance=found.chance if found else None,
        )
        return self._answer(event)

    def predict(self, lesson: Lesson, option: ItemId) -> AnswerGiven:
        """Guess before the lesson; the first guess stands. Never marked."""
        chosen = Chosen(OptionId(option))
        event = AnswerGiven(
            lesson.id, PREDICT, "predict", lesson.ideas, 0, chosen, None, None, None
        )
        return self._answer(event)

    def _answer(self, event: AnswerGiven) -> AnswerGiven:
        what = f"answer/{event.lesson}/{event.exercise}/{event.count}"
        id_ = uuid5(self.learner, what)
        kept = self.store.append(self.learner, event, event_id=id_, at=self.now)
        stands = kept.envelope.payload
        assert isinstance(stands, AnswerGiven)
        return stands

    def take_mission(self, lesson: Lesson, size: ItemId, way: Way | None, *, seen: int) -> None:
        """Take a mission on, in one of its sizes and ways; None leaves the way open."""
        chosen = next(item.text for item in lesson.mission.sizes if item.id == size)
        act = f"{lesson.mission.act} {chosen}"
        event = MissionTaken(lesson.id, lesson.title, act, size, way)
        self._say(event, f"mission/{lesson.id}/{seen}")

    def make_smaller(self, lesson: Lesson, taken: MissionTaken, *, seen: int) -> bool:
        """Take the next smaller size of a mission that waits; False when there is none.

        The way is left open: the way of the larger one need not fit.
        """
        size = smaller(lesson, taken.size)
        if size is not None:
            self.take_mission(lesson, size.id, None, seen=seen)
        return size is not None

    def report(
        self,
        lesson: LessonId,
        outcome: Outcome,
        *,
        seen: int,
        said: str | None = None,
        felt: int | None = None,
    ) -> None:
        """Say how a mission went."""
        self._say(MissionReported(lesson, outcome, said, felt), f"report/{lesson}/{seen}")

    def prefer(self, preferences: Preferences, *, seen: int) -> None:
        """Set the screens to the learner's liking."""
        self._say(PreferencesSet(preferences), f"preferences/{canonical(preferences)}/{seen}")

    def _say(self, value: object, what: str) -> None:
        self.store.append(self.learner, value, event_id=uuid5(self.learner, what), at=self.now)


def _begun(scene: Scene, category: Category, count: int, start: str) -> AttemptBegun:
    scenario, print_ = scene.scenario, scene.fingerprint
    return AttemptBegun(
        scenario=scenario.id,
        title=scenario.title,
        counterpart=scenario.counterpart.name,
        category=category,
        count=count,
        start=scenario.start(start).name,
        parent=None,
        from_step=0,
        before=(),
        rules=print_.rules,
        text=print_.text,
        minutes=scene.minutes[1],
    )


def _from(begun: AttemptBegun, parent: Attempt, from_step: int) -> AttemptBegun:
    return replace(begun, parent=parent.id, from_step=from_step, before=parent.path)


def _made(scene: Scene, attempt: Attempt, given: Given, now: datetime) -> ChoiceMade:
    play = play_of(attempt, scene, given.step)
    shown = order_shown(given.order_key or str(attempt.id), play)
    fallen = _fallen(play, attempt.begun.before, given.choice)
    after, made = choose(play, given.choice, now, given.draw if fallen is None else fallen)
    return ChoiceMade(
        scenario=scene.scenario.id,
        step=made.step,
        turn=made.turn,
        choice=made.choice,
        branch=made.branch,
        shown=tuple(choice.id for choice in shown),
        move=made.move,
        skill=made.skill,
        ideas=made.ideas,
        declined=made.declined,
        learnt=tuple(sorted(made.learnt)),
        did=tuple(sorted(made.did)),
        meters=made.meters,
        turn_to=made.goes_to.turn if isinstance(made.goes_to, ToTurn) else None,
        ended=_ended(scene, attempt, given, after),
        judged=given.wanted is None,
        judgement=_judgement(scene, attempt, given, play),
        wanted=given.wanted,
        rules=scene.fingerprint.rules,
        text=scene.fingerprint.text,
    )


def _fallen(play: Play, before: Path, choice: ChoiceId) -> float | None:
    """A draw with which chance falls as it fell to the parent; None where they did not meet it.

    It is the same chance when the same reply meets it in the same turn, the first time or the nth.
    """
    fell = _given_there(play, before, choice)
    if not fell:
        return None
    nth = len(_given_there(play, play.path, choice))
    return draw_of(play, fell[nth]) if nth < len(fell) else None


def _given_there(play: Play, path: Path, choice: ChoiceId) -> list[Step]:
    """The steps of a path that gave this reply in the turn of the play."""
    met = zip(plays(play.scenario, path, play.start), path, strict=False)
    return [step for then, step in met if then.turn.id == play.turn.id and step.choice == choice]


def _judgement(scene: Scene, attempt: Attempt, given: Given, play: Play) -> Judgement:
    table = scene.worth.table(attempt.begun.start)
    moment = table.moment(play.state)
    offer = moment.offer(given.choice)
    if given.wanted is not None:  # not the learner's own choice: it tells nothing of a skill
        return Judgement(offer.regret, table.stake, None, None, None)
    return Judgement(offer.regret, table.stake, offer.verdict, offer.evidence, moment.guess)


def _ended(scene: Scene, attempt: Attempt, given: Given, after: Play) -> Ended | None:
    if after.ending is None:
        return None
    ending = after.scenario.endings[after.ending]
    whole = given.wanted is None and attempt.whole and attempt.begun.category != "practice"
    table = scene.worth.table(attempt.begun.start)
    score = score_of(table, after.path) if whole else None
    return Ended(ending.id, ending.kind, ending.title, score)
