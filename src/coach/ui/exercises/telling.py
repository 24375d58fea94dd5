"""An exercise that has been answered: what the answer does, and what we would say."""

from collections.abc import Sequence
from typing import assert_never

import streamlit as st

from coach.content.lesson import (
    BestWorstExercise,
    ChooseExercise,
    Exercise,
    FinishTheirSentence,
    ItemId,
    Line,
    LineId,
    MatchExercise,
    Option,
    OptionId,
    OrderExercise,
    RankExercise,
    RewriteExercise,
    SayAloud,
    SpotLineExercise,
)
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
from coach.exercises.marking import mark
from coach.exercises.marks import NotAnAnswer
from coach.practice.events import AnswerGiven
from coach.ui import messages, own_words
from coach.ui.text import prose, quoted

OTHERS = "What the other answers do"
CHANGED = "This exercise has changed since you answered it."
SURE_AND_WRONG = "You were sure, and it went another way. That is where people often learn most."


def told(exercise: Exercise, given: AnswerGiven, *, open_: bool) -> None:
    """Draw an exercise that has been answered.

    Args:
        exercise: what was asked, as it is now.
        given: the answer.
        open_: whether the learner's own words may be shown.
    """
    try:
        mark(exercise, given.answer)
    except NotAnAnswer:
        st.markdown(CHANGED)
        return
    _told(exercise, given.answer, open_=open_)
    if sure_and_wrong(given):
        st.markdown(SURE_AND_WRONG)


def sure_and_wrong(given: AnswerGiven) -> bool:
    """Whether the learner was sure, and a random answer would have done as well.

    What people are sure of and get wrong is what they put right best once they are told (Fazio and
    Marsh 2009).
    """
    if given.confidence != "sure" or given.mark is None or given.chance is None:
        return False
    return given.mark <= given.chance


def _told(  # noqa: PLR0915  (an arm a kind of answer; that it fits is settled above)
    exercise: Exercise, answer: Answer, *, open_: bool
) -> None:
    match answer:
        case Chosen(option):
            assert isinstance(exercise, ChooseExercise | FinishTheirSentence)
            _told_choice(exercise, option)
        case Ranked(options):
            assert isinstance(exercise, RankExercise)
            st.markdown(prose(exercise.situation))
            _told_ranking(exercise.options, options)
        case BestAndWorst(best, worst):
            assert isinstance(exercise, BestWorstExercise)
            st.markdown(prose(exercise.situation))
            _told_best_and_worst(exercise.options, best, worst)
        case Spotted(line):
            assert isinstance(exercise, SpotLineExercise)
            st.markdown(prose(exercise.situation))
            _told_line(exercise, line)
        case Ordered(chosen):
            assert isinstance(exercise, OrderExercise)
            _told_order(exercise, chosen)
        case Matched(pairs):
            assert isinstance(exercise, MatchExercise)
            _told_pairs(exercise, pairs)
        case Written():
            assert isinstance(exercise, RewriteExercise)
            st.markdown(prose(exercise.situation))
            _told_message(exercise, answer, open_=open_)
        case Said(how):
            assert isinstance(exercise, SayAloud)
            st.markdown(prose(exercise.prompt))
            st.markdown(
                "Good. You have said it once."
                if how == "easy"
                else "Stuck is normal the first time. Say it once more, slower, in half the words."
            )
        case MadeSmaller() | Listed() | Reflected() | Planned():
            _told_words(answer, open_=open_)
        case _:
            assert_never(answer)


def dialogue(lines: Sequence[Line], key: str) -> None:
    """A short talk, line by line; what may be noticed stands under the line."""
    for line in lines:
        mine = line.who.casefold() == "you"
        with st.container(key=f"{'mine' if mine else 'spoken'}-{key}-{line.id}", gap=None):
            st.markdown(f"**{'You' if mine else prose(line.who)}**")
            st.markdown(quoted(line.text))
        if line.note:
            st.caption(prose(line.note))


def _told_message(exercise: RewriteExercise, written: Written, *, open_: bool) -> None:
    """The message to copy, what was found in it, then a model."""
    if open_ and written.text:
        own_words.copyable(f"message-{exercise.id}", written.text, "Copy my message")
    messages.found_in(exercise, written, open_=open_)
    with st.expander("One good message among many"):
        st.markdown(prose(exercise.sample))


def _told_choice(exercise: ChooseExercise | FinishTheirSentence, chosen: OptionId) -> None:
    st.markdown(prose(exercise.situation))
    if isinstance(exercise, FinishTheirSentence):
        _told_thoughts(exercise, chosen)
    else:
        _told_options(exercise.options, chosen)


def _told_options(options: Sequence[Option], chosen: OptionId) -> None:
    """The answer with its feedback; the best; the others one tap away."""
    best, mine, others = _apart(options, chosen)
    _told_option(mine, f"You chose: {_verdict(mine, best)}", mine=True)
    if best is not mine:
        _told_option(best, "The best one here")
    if others:
        with st.expander(OTHERS):
            for option in others:
                _told_option(option, None)


def _apart(
    options: Sequence[Option], chosen: OptionId
) -> tuple[Option, Option, tuple[Option, ...]]:
    """The best option, the chosen one where it is as good; the chosen one; and all others."""
    best = max(options, key=lambda option: (option.worth, option.id == chosen))
    mine = next(option for option in options if option.id == chosen)
    return best, mine, tuple(option for option in options if option not in (mine, best))


def _verdict(option: Option, best: Option) -> str:
    """How well it works here, at a glance and without a colour."""
    if option is best:
        return "the best one here"
    return "a fine one" if option.worth > 0 else "another one is better"


def _told_option(option: Option, head: str | None, *, mine: bool = False) -> None:
    """One option with what it does; only the learner's own words stand in the learner's colour."""
    if head:
        st.markdown(f"**{head}**")
    with st.container(key=f"{'mine' if mine else 'told'}-option-{option.id}", gap=None):
        st.markdown(prose(option.text))
    _coaching(option.id, option.feedback, well=option.worth > 0)


def _coaching(of: str, words: str, *, well: bool) -> None:
    """The coach's word; of what did well it is not amber."""
    with st.container(key=f"coaching-{'well-' if well else ''}{of}", gap="xsmall"):
        st.markdown(prose(words))


def _told_thoughts(exercise: FinishTheirSentence, chosen: OptionId) -> None:
    """What somebody else thinks stands in their voice, whoever guessed it."""
    likeliest, mine, others = _apart(exercise.options, chosen)
    verdict = "the likeliest one" if mine is likeliest else "another one is likelier"
    _thought(exercise, mine, f"You chose: {verdict}")
    if mine is not likeliest:
        _thought(exercise, likeliest, "The likeliest one")
    if others:
        with st.expander(OTHERS):
            for option in others:
                _thought(exercise, option, None)


def _thought(exercise: FinishTheirSentence, option: Option, head: str | None) -> None:
    if head:
        st.markdown(f"**{head}**")
    with st.container(key=f"spoken-option-{option.id}", gap=None):
        st.markdown(f"**{prose(exercise.stem.rstrip(' .…'))} …**")
        st.markdown(prose(option.text.lstrip(" .…")))
    _coaching(option.id, option.feedback, well=option.worth > 0)


def _told_ranking(options: Sequence[Option], ranked: Sequence[OptionId]) -> None:
    by_id = {option.id: option for option in options}
    key = sorted(options, key=lambda option: -option.worth)
    st.markdown("**Your order**")
    for number, id_ in enumerate(ranked, 1):
        place = key.index(by_id[id_]) + 1
        here = "here too" if place == number else f"place {place}"
        st.markdown(f"{number} · {prose(by_id[id_].text)} *\\(in ours: {here}\\)*")
    with st.expander("Why, one by one"):
        for option in key:
            _told_option(option, None)


def _told_best_and_worst(options: Sequence[Option], best: OptionId, worst: OptionId) -> None:
    in_order = sorted(options, key=lambda option: -option.worth)
    texts = {option.id: option.text for option in options}
    for option, head, chosen in (
        (in_order[0], "Fits best here", best),
        (in_order[-1], "Fits least here", worst),
    ):
        same = option.id == chosen
        _told_option(option, f"{head}. You chose it, too." if same else head)
        if not same:
            st.markdown(f"You chose: “{prose(texts[chosen])}”")
    with st.expander(OTHERS):
        for option in in_order[1:-1]:
            _told_option(option, None)


def _told_line(exercise: SpotLineExercise, spotted: LineId | None) -> None:
    dialogue(exercise.lines, str(exercise.id))
    hit = spotted == exercise.answer
    line = next((line for line in exercise.lines if line.id == exercise.answer), None)
    answer = f"It is this line: {quoted(line.text)}" if line else "None of these lines."
    if not hit:
        mine = next((line.text for line in exercise.lines if line.id == spotted), None)
        st.markdown(f"You chose: {quoted(mine) if mine else 'none of them'}")
    st.markdown(f"**{'Yes.' if hit else 'Another answer is better.'}** {answer}")
    _coaching(exercise.id, exercise.feedback, well=hit)


def _told_order(exercise: OrderExercise, chosen: Sequence[ItemId]) -> None:
    texts = {item.id: item.text for item in exercise.steps}
    st.markdown("**Your order**")
    for number, id_ in enumerate(chosen, 1):
        st.markdown(f"{number} · {prose(texts[id_])}")
    with st.expander("One of many orders" if exercise.any else "An order that works"):
        for number, item in enumerate(exercise.steps, 1):
            st.markdown(f"{number} · {prose(item.text)}")
    if exercise.feedback:
        st.markdown(prose(exercise.feedback))


def _told_pairs(exercise: MatchExercise, pairs: Sequence[tuple[ItemId, ItemId]]) -> None:
    left = {item.id: item.text for item in exercise.left}
    right = {item.id: item.text for item in exercise.right}
    for from_, to in pairs:
        key = exercise.pairs[from_]
        note = "" if to == key else f" *\\(we would say: {prose(right[key])}\\)*"
        st.markdown(f"{prose(left[from_])} → {prose(right[to])}{note}")
    if exercise.feedback:
        st.markdown(prose(exercise.feedback))


def _told_words(words: MadeSmaller | Listed | Reflected | Planned, *, open_: bool) -> None:
    if not open_:
        st.markdown("You wrote something here. Your own words open with your four digits.")
        return
    match words:
        case MadeSmaller(smaller):
            head, lines = "Your smaller steps", smaller
        case Listed(entries):
            head, lines = "Your list", tuple(text for _, text in entries)
        case Reflected(sentence):
            head, lines = "What you wrote", (sentence,) if sentence else ()
        case Planned():
            head, lines = "Your plan", (own_words.worth_keeping(words) or "",)
    st.markdown(f"**{head}**" if lines else "Skipped, and that is fine.")
    for line in lines:
        st.markdown(prose(line))
