"""The table of kinds: which answer fits which exercise, and what it earns."""

from typing import assert_never

from coach.content.lesson import (
    BestWorstExercise,
    ChooseExercise,
    Exercise,
    FinishTheirSentence,
    ListExercise,
    MatchExercise,
    OrderExercise,
    Plan,
    RankExercise,
    Reflect,
    RewriteExercise,
    SayAloud,
    Smaller,
    SpotLineExercise,
)
from coach.exercises import marks
from coach.exercises.answers import (
    Answer,
    BestAndWorst,
    Chosen,
    Listed,
    MadeSmaller,
    Matched,
    Ordered,
    Planned,
    Ranked,
    Reflected,
    Said,
    Spotted,
    Written,
)
from coach.exercises.marks import Mark, NotAnAnswer


def mark(exercise: Exercise, answer: Answer) -> Mark | None:
    """What an answer earned; None where nothing is marked.

    Rewriting, saying aloud, making smaller, lists, reflections and plans give no evidence, nor does
    an order in which any will do.

    Raises:
        NotAnAnswer: the answer is of another kind, or names what is not there.
    """
    match exercise, answer:
        case ((ChooseExercise() | FinishTheirSentence()), Chosen(option)):
            found = marks.of_choice(exercise.options, option)
        case RankExercise(), Ranked(options):
            found = marks.of_ranking(exercise.options, options)
        case BestWorstExercise(), BestAndWorst():
            found = marks.of_best_and_worst(exercise.options, answer)
        case SpotLineExercise(), Spotted(line):
            ids = [candidate.id for candidate in exercise.lines]
            found = marks.of_spotting(ids, exercise.answer, line)
        case OrderExercise(), Ordered(steps):
            found = marks.of_order([step.id for step in exercise.steps], steps)
        case MatchExercise(), Matched(pairs):
            found = marks.of_match(exercise.pairs, [item.id for item in exercise.right], pairs)
        case _ if isinstance(answer, answers_to(exercise)):
            return None
        case _:
            raise NotAnAnswer(f"{exercise.kind} is not answered with {type(answer).__name__}")
    return None if isinstance(exercise, OrderExercise) and exercise.any else found


def answers_to(exercise: Exercise) -> type[Answer]:  # noqa: C901, PLR0912, PLR0915  (an arm a kind)
    """The class of answers to an exercise."""
    found: type[Answer]
    match exercise:
        case ChooseExercise() | FinishTheirSentence():
            found = Chosen
        case RankExercise():
            found = Ranked
        case BestWorstExercise():
            found = BestAndWorst
        case SpotLineExercise():
            found = Spotted
        case OrderExercise():
            found = Ordered
        case MatchExercise():
            found = Matched
        case RewriteExercise():
            found = Written
        case SayAloud():
            found = Said
        case Smaller():
            found = MadeSmaller
        case ListExercise():
            found = Listed
        case Reflect():
            found = Reflected
        case Plan():
            found = Planned
        case _:
            assert_never(exercise)
    return found
