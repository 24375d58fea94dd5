"""An exercise that waits for an answer. Nothing is timed or dragged, nothing has a minimum."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, assert_never

import streamlit as st

from coach.content.lesson import (
    BestWorstExercise,
    ChooseExercise,
    Exercise,
    FinishTheirSentence,
    Item,
    ItemId,
    LineId,
    ListExercise,
    MatchExercise,
    Option,
    OptionId,
    OrderExercise,
    Plan,
    RankExercise,
    Reflect,
    RewriteExercise,
    SayAloud,
    Smaller,
    SpotLineExercise,
)
from coach.exercises.answers import BestAndWorst, Chosen, Matched, Ordered, Ranked, Spotted
from coach.ui import state
from coach.ui.exercises import writing
from coach.ui.exercises.giving import Give, ask_how_sure, give_button, how_sure
from coach.ui.one_of import one_of
from coach.ui.text import plain, prose

NONE_OF_THEM = "none of them"
Placed: TypeAlias = Callable[[tuple[str, ...]], None]
"""Called once with all entries in the learner's order."""


def ask(exercise: Exercise, key: str, give: Give) -> None:  # noqa: C901, PLR0912, PLR0915  (an arm a kind)
    """Draw an exercise that waits for an answer."""
    match exercise:
        case ChooseExercise():
            st.markdown(prose(exercise.situation))
            _ask_one(exercise, key, give)
        case FinishTheirSentence():
            st.markdown(prose(exercise.situation))
            st.markdown(f"**{prose(exercise.stem.rstrip(' .…'))} …**")
            _ask_one(exercise, key, give)
        case RankExercise():
            st.markdown(prose(exercise.situation))
            _ask_ranking(exercise, key, give)
        case BestWorstExercise():
            st.markdown(prose(exercise.situation))
            _ask_best_and_worst(exercise, key, give)
        case SpotLineExercise():
            st.markdown(prose(exercise.situation))
            _ask_line(exercise, key, give)
        case OrderExercise():
            st.markdown(prose(exercise.prompt))
            _ask_steps(exercise, key, give)
        case MatchExercise():
            st.markdown(prose(exercise.prompt))
            _ask_pairs(exercise, key, give)
        case RewriteExercise():
            st.markdown(prose(exercise.situation))
            writing.ask_message(exercise, key, give)
        case SayAloud():
            writing.ask_aloud(exercise, key, give)
        case Smaller():
            writing.ask_smaller(exercise, key, give)
        case ListExercise():
            writing.ask_list(exercise, key, give)
        case Reflect():
            writing.ask_sentence(exercise, key, give)
        case Plan():
            writing.ask_plan(exercise, key, give)
        case _:
            assert_never(exercise)


def about(exercise: Exercise) -> str:
    """The words that an exercise opens with, as they are written."""
    match exercise:
        case (
            ChooseExercise()
            | FinishTheirSentence()
            | RankExercise()
            | BestWorstExercise()
            | SpotLineExercise()
            | RewriteExercise()
        ):
            return exercise.situation
        case OrderExercise() | MatchExercise() | SayAloud() | ListExercise() | Reflect():
            return exercise.prompt
        case Smaller():
            return exercise.step
        case Plan():
            return f"{exercise.cue}: {exercise.act}"
        case _:
            assert_never(exercise)


def _tapped(exercise: Exercise, key: str, given: Callable[[], None], *picked: str | None) -> None:
    """How sure, where that is asked, and the button."""
    if exercise.confidence:
        ask_how_sure(key)
    give_button("That is my answer", key, given, ready=None not in picked)


def _ask_one(exercise: ChooseExercise | FinishTheirSentence, key: str, give: Give) -> None:
    shown = state.shuffled(key, exercise.options)
    one = one_of("Which one?", {option.id: option.text for option in shown}, f"reply-{key}")

    def chosen() -> None:
        picked = state.picked(f"reply-{key}")
        if picked is None:
            state.say_once("Tap one first.")
        else:
            give(Chosen(OptionId(picked)), how_sure(key))

    _tapped(exercise, key, chosen, one)


def _ask_best_and_worst(exercise: BestWorstExercise, key: str, give: Give) -> None:
    texts = {option.id: option.text for option in state.shuffled(key, exercise.options)}
    one = one_of("Which fits best?", texts, f"best-{key}")
    other = one_of("Which fits least?", texts, f"worst-{key}")

    def chosen() -> None:
        best, worst = state.picked(f"best-{key}"), state.picked(f"worst-{key}")
        if best is None or worst is None or best == worst:
            state.say_once("Tap one that fits best, and another one that fits least.")
        else:
            give(BestAndWorst(OptionId(best), OptionId(worst)), how_sure(key))

    _tapped(exercise, key, chosen, one, other)


def _ask_line(exercise: SpotLineExercise, key: str, give: Give) -> None:
    texts: dict[str, str] = {line.id: f"{line.who}: {line.text}" for line in exercise.lines}
    texts[NONE_OF_THEM] = "None of them"
    line = one_of("Which line is it?", texts, f"line-of-{key}")

    def chosen() -> None:
        picked = state.picked(f"line-of-{key}")
        if picked is None:
            state.say_once("Tap a line first, or none of them.")
        else:
            give(Spotted(None if picked == NONE_OF_THEM else LineId(picked)), how_sure(key))

    _tapped(exercise, key, chosen, line)


def _ask_pairs(exercise: MatchExercise, key: str, give: Give) -> None:
    texts = {item.id: item.text for item in state.shuffled(key, exercise.right)}
    rights = [one_of(prose(item.text), texts, f"pair-{key}-{item.id}") for item in exercise.left]

    def chosen() -> None:
        picked = [(item.id, state.picked(f"pair-{key}-{item.id}")) for item in exercise.left]
        pairs = tuple((left, ItemId(right)) for left, right in picked if right is not None)
        if len(pairs) < len(picked):
            state.say_once("Tap one for each.")
        else:
            give(Matched(pairs), how_sure(key))

    _tapped(exercise, key, chosen, *rights)


def _ask_ranking(exercise: RankExercise, key: str, give: Give) -> None:
    def ranked(placed: tuple[str, ...]) -> None:
        give(Ranked(tuple(map(OptionId, placed))), how_sure(key))

    items = [_item(option) for option in exercise.options]
    _ask_order(items, key, "best first", ranked, sure=exercise.confidence)


def _item(option: Option) -> Item:
    return Item(ItemId(option.id), option.text)


def _ask_steps(exercise: OrderExercise, key: str, give: Give) -> None:
    def ordered(placed: tuple[str, ...]) -> None:
        give(Ordered(tuple(map(ItemId, placed))), how_sure(key))

    # where any order will do, there is nothing to be sure of
    sure = exercise.confidence and not exercise.any
    _ask_order(exercise.steps, key, "first step first", ordered, sure=sure)


def _ask_order(items: Sequence[Item], key: str, how: str, give: Placed, *, sure: bool) -> None:
    """Tap them one after another; no dragging."""
    texts: dict[str, str] = {item.id: item.text for item in items}
    placed = tuple(id_ for id_ in state.placed(key) if id_ in texts)
    st.caption(f"Tap them one after another, {how}.")
    for number, id_ in enumerate(placed, 1):
        st.markdown(f"**{number}** · {prose(texts[id_])}")
    for item in state.shuffled(key, items):
        if item.id not in placed:
            st.button(
                prose(plain(item.text)),
                key=f"place-{key}-{item.id}",
                width="stretch",
                on_click=state.place,
                args=(key, item.id),
            )
    if placed:
        st.button(
            "Take the last one back",
            key=f"unplace-{key}",
            type="tertiary",
            on_click=state.unplace,
            args=(key,),
        )
    if len(placed) == len(items):
        if sure:
            ask_how_sure(key)
        give_button("That is my order", key, lambda: give(placed))
