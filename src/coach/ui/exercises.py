"""One drawing a kind of exercise: first to answer, then to read what each answer does.

Nothing is timed, nothing is dragged, nothing has a minimum.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias, TypeVar, assert_never

import streamlit as st

from coach.content.lesson import (
    BestWorstExercise,
    ChooseExercise,
    Exercise,
    FinishTheirSentence,
    Item,
    ItemId,
    Line,
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
from coach.exercises.answers import (
    Answer,
    BestAndWorst,
    Chosen,
    Confidence,
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
from coach.practice.events import AnswerGiven
from coach.ui import messages, own_words, state
from coach.ui.text import plain, prose, quoted

Give: TypeAlias = Callable[[Answer, Confidence | None], None]
"""Called once with the answer, from a callback or from the body where that was lost."""

NONE_OF_THEM = "none of them"
_SURE: tuple[Confidence, ...] = ("not sure", "fairly sure", "sure")
LONGEST = 2000
T = TypeVar("T", bound=str)


def ask(exercise: Exercise, key: str, give: Give) -> None:  # noqa: C901, PLR0912, PLR0915  (an arm a kind)
    """Draw an exercise that waits for an answer."""
    match exercise:
        case ChooseExercise():
            _situation(exercise.situation)
            _ask_one(exercise, exercise.options, key, give)
        case FinishTheirSentence():
            _situation(exercise.situation)
            st.markdown(f"**{prose(exercise.stem.rstrip(' .…'))} …**")
            _ask_one(exercise, exercise.options, key, give)
        case RankExercise():
            _situation(exercise.situation)
            _ask_order(_items(exercise.options), key, "best first", partial(_ranked, give))
        case BestWorstExercise():
            _situation(exercise.situation)
            _ask_best_and_worst(exercise, key, give)
        case SpotLineExercise():
            _situation(exercise.situation)
            _ask_line(exercise, key, give)
        case OrderExercise():
            st.markdown(prose(exercise.prompt))
            _ask_order(exercise.steps, key, "first step first", partial(_ordered, give))
        case MatchExercise():
            st.markdown(prose(exercise.prompt))
            _ask_pairs(exercise, key, give)
        case RewriteExercise():
            _situation(exercise.situation)
            _ask_message(exercise, key, give)
        case SayAloud():
            _ask_aloud(exercise, key, give)
        case Smaller():
            _ask_smaller(exercise, key, give)
        case ListExercise():
            _ask_list(exercise, key, give)
        case Reflect():
            _ask_sentence(exercise, key, give)
        case Plan():
            _ask_plan(exercise, key, give)
        case _:
            assert_never(exercise)


def told(  # noqa: PLR0915  (an arm a kind)
    exercise: Exercise, given: AnswerGiven, *, open_: bool
) -> None:
    """Draw an exercise that has been answered.

    Args:
        exercise: what was asked.
        given: the answer.
        open_: whether the learner's own words may be shown.
    """
    match exercise, given.answer:
        case ((ChooseExercise() | FinishTheirSentence()), Chosen(option)):
            _situation(exercise.situation)
            _told_options(exercise.options, (option,))
        case RankExercise(), Ranked(options):
            _situation(exercise.situation)
            _told_ranking(exercise.options, options)
        case BestWorstExercise(), BestAndWorst(best, worst):
            _situation(exercise.situation)
            _told_best_and_worst(exercise.options, best, worst)
        case SpotLineExercise(), Spotted(line):
            _situation(exercise.situation)
            _told_line(exercise, line)
        case OrderExercise(), Ordered(chosen):
            _told_order(exercise, chosen)
        case MatchExercise(), Matched(pairs):
            _told_pairs(exercise, pairs)
        case RewriteExercise(), Written() as written:
            _situation(exercise.situation)
            _told_message(exercise, written, open_=open_)
        case SayAloud(), Said(how):
            st.markdown(prose(exercise.prompt))
            st.markdown(
                "Good. It is in your mouth now."
                if how == "easy"
                else "Stuck is normal the first time. Say it once more, slower, in half the words."
            )
        case _, (MadeSmaller() | Listed() | Reflected() | Planned()) as words:
            _told_words(words, open_=open_)
        case _:
            st.markdown("This exercise has changed since you answered it.")


def dialogue(lines: Sequence[Line], key: str) -> None:
    """A short talk, line by line; what may be noticed stands under the line."""
    for line in lines:
        mine = line.who.casefold() == "you"
        with st.container(key=f"{'mine' if mine else 'spoken'}-{key}-{line.id}", gap=None):
            st.markdown(f"**{'You' if mine else prose(line.who)}**")
            st.markdown(quoted(line.text))
        if line.note:
            st.caption(prose(line.note))


def _situation(text: str) -> None:
    st.markdown(prose(text))


def _items(options: Sequence[Option]) -> tuple[Item, ...]:
    return tuple(Item(ItemId(option.id), option.text) for option in options)


def _give_button(label: str, key: str, give: Callable[[], None]) -> None:
    if st.button(label, key=f"give-{key}", type="primary", width="stretch", on_click=give):
        give()


def _pick(label: str, texts: Mapping[T, str], key: str) -> str | None:
    words = {id_: prose(plain(text)) for id_, text in texts.items()}
    return st.radio(
        label,
        tuple(words),
        index=None,
        key=key,
        format_func=lambda id_: words[id_],
        width="stretch",
    )


def _ask_one(exercise: Exercise, options: Sequence[Option], key: str, give: Give) -> None:
    shown = state.shuffled(key, options)
    _pick("Which one?", {option.id: option.text for option in shown}, f"reply-{key}")
    if exercise.confidence:
        st.segmented_control("How sure are you?", _SURE, key=f"sure-{key}")

    def chosen() -> None:
        picked = state.picked(f"reply-{key}")
        if picked is None:
            state.say_once("Tap one first.")
        else:
            give(Chosen(OptionId(picked)), _sure(key))

    _give_button("That is my answer", key, chosen)


def _sure(key: str) -> Confidence | None:
    value = state.picked(f"sure-{key}")
    return next((word for word in _SURE if word == value), None)


def _ask_order(
    items: Sequence[Item], key: str, how: str, give: Callable[[tuple[str, ...]], None]
) -> None:
    """Tap them one after another; no dragging."""
    placed = state.placed(key)
    texts = {item.id: item.text for item in items}
    st.caption(f"Tap them one after another, {how}.")
    for number, id_ in enumerate(placed, 1):
        st.markdown(f"**{number}** · {prose(texts[ItemId(id_)])}")
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
        _give_button("That is my order", key, lambda: give(state.placed(key)))


def _ranked(give: Give, placed: tuple[str, ...]) -> None:
    give(Ranked(tuple(OptionId(id_) for id_ in placed)), None)


def _ordered(give: Give, placed: tuple[str, ...]) -> None:
    give(Ordered(tuple(ItemId(id_) for id_ in placed)), None)


def _ask_best_and_worst(exercise: BestWorstExercise, key: str, give: Give) -> None:
    texts = {option.id: option.text for option in state.shuffled(key, exercise.options)}
    _pick("Which is best?", texts, f"best-{key}")
    _pick("Which is worst?", texts, f"worst-{key}")

    def chosen() -> None:
        best, worst = state.picked(f"best-{key}"), state.picked(f"worst-{key}")
        if best is None or worst is None or best == worst:
            state.say_once("Tap one for best and another one for worst.")
        else:
            give(BestAndWorst(OptionId(best), OptionId(worst)), None)

    _give_button("That is my answer", key, chosen)


def _ask_line(exercise: SpotLineExercise, key: str, give: Give) -> None:
    texts: dict[str, str] = {line.id: f"{line.who}: {line.text}" for line in exercise.lines}
    texts[NONE_OF_THEM] = "None of them"
    _pick("Which line turns the talk?", texts, f"line-of-{key}")

    def chosen() -> None:
        picked = state.picked(f"line-of-{key}")
        if picked is None:
            state.say_once("Tap a line first, or none of them.")
        else:
            give(Spotted(None if picked == NONE_OF_THEM else LineId(picked)), None)

    _give_button("That is my answer", key, chosen)


def _ask_pairs(exercise: MatchExercise, key: str, give: Give) -> None:
    texts = {item.id: item.text for item in state.shuffled(key, exercise.right)}
    for item in exercise.left:
        _pick(prose(item.text), texts, f"pair-{key}-{item.id}")

    def chosen() -> None:
        picked = [(item.id, state.picked(f"pair-{key}-{item.id}")) for item in exercise.left]
        pairs = tuple((left, ItemId(right)) for left, right in picked if right is not None)
        if len(pairs) < len(picked):
            state.say_once("Tap one for each.")
        else:
            give(Matched(pairs), None)

    _give_button("That is my answer", key, chosen)


def _ask_message(exercise: RewriteExercise, key: str, give: Give) -> None:
    if exercise.given:
        st.markdown("**The message as it is**")
        st.markdown(prose(exercise.given))
    st.text_area("Your message", key=f"message-{key}", max_chars=LONGEST, height=180)
    st.checkbox("I write in another language", key=f"own-language-{key}")

    def written() -> None:
        text = (state.picked(f"message-{key}") or "").strip()
        give(Written(text, state.ticked(f"own-language-{key}")), None)

    _give_button("Look at it with me", key, written)


def _ask_aloud(exercise: SayAloud, key: str, give: Give) -> None:
    st.markdown(prose(exercise.prompt))
    st.caption(f"Nothing is recorded. About {exercise.seconds} seconds would do.")
    with st.container(horizontal=True):
        for how, label in (("easy", "It came out"), ("stuck", "I got stuck")):
            said = partial(give, Said("easy" if how == "easy" else "stuck"), None)
            if st.button(label, key=f"give-{key}-{how}", on_click=said):
                said()


def _ask_smaller(exercise: Smaller, key: str, give: Give) -> None:
    st.markdown("Here is a step that frightens. Make it smaller, twice, until you could take it.")
    st.markdown(f"**{prose(exercise.step)}**")
    st.text_input("Smaller", key=f"smaller-1-{key}", max_chars=200, autocomplete="off")
    st.text_input("Smaller still", key=f"smaller-2-{key}", max_chars=200, autocomplete="off")
    with st.expander("What others wrote"):
        for item in exercise.examples:
            st.markdown(prose(item.text))

    def made() -> None:
        typed = (state.picked(f"smaller-{n}-{key}") or "" for n in (1, 2))
        give(MadeSmaller(tuple(words.strip() for words in typed if words.strip())), None)

    _give_button("Keep it", key, made)


def _ask_list(exercise: ListExercise, key: str, give: Give) -> None:
    st.markdown(prose(exercise.prompt))
    st.caption(f"About {exercise.suggested} in all would be plenty; one is a beginning.")
    for group in exercise.groups:
        st.text_area(
            f"{prose(group.text)} (one in each line)",
            key=f"list-{key}-{group.id}",
            max_chars=LONGEST,
            height=80,
        )

    def listed() -> None:
        entries = [
            (group.id, line.strip())
            for group in exercise.groups
            for line in (state.picked(f"list-{key}-{group.id}") or "").splitlines()
            if line.strip()
        ]
        give(Listed(tuple(entries)), None)

    _give_button("Keep my list", key, listed)


def _ask_sentence(exercise: Reflect, key: str, give: Give) -> None:
    st.text_input(plain(exercise.prompt), key=f"sentence-{key}", max_chars=400, autocomplete="off")

    def reflected() -> None:
        give(Reflected((state.picked(f"sentence-{key}") or "").strip() or None), None)

    _give_button("Keep it, or skip it", key, reflected)


def _ask_plan(exercise: Plan, key: str, give: Give) -> None:
    st.markdown("A plan works best with a moment in it: if this happens, then I do that.")
    st.text_input(
        "If …",
        key=f"cue-{key}",
        max_chars=200,
        autocomplete="off",
        placeholder=plain(exercise.cue),
    )
    st.text_input(
        "then I will …",
        key=f"act-{key}",
        max_chars=200,
        autocomplete="off",
        placeholder=plain(exercise.act),
    )

    def planned() -> None:
        cue = (state.picked(f"cue-{key}") or "").strip() or plain(exercise.cue)
        act = (state.picked(f"act-{key}") or "").strip() or plain(exercise.act)
        give(Planned(cue, act), None)

    _give_button("That is my plan", key, planned)


def _told_message(exercise: RewriteExercise, written: Written, *, open_: bool) -> None:
    """The message to copy, what was found in it, then a model."""
    if open_ and written.text:
        own_words.copyable(f"message-{exercise.id}", written.text, "Copy my message")
    messages.found_in(exercise, written, open_=open_)
    with st.expander("One good message among many"):
        st.markdown(prose(exercise.sample))


def _told_options(options: Sequence[Option], chosen: Sequence[OptionId]) -> None:
    """The answer with its feedback; the best; the others one tap away."""
    best = max(options, key=lambda option: option.worth)
    mine = [option for option in options if option.id in chosen]
    for option in mine:
        _told_option(option, "You chose")
    if best not in mine:
        _told_option(best, "A better one")
    others = [option for option in options if option not in mine and option is not best]
    if others:
        with st.expander("What the others do"):
            for option in others:
                _told_option(option, None)


def _told_option(option: Option, head: str | None) -> None:
    if head:
        st.markdown(f"**{head}**")
    with st.container(key=f"mine-option-{option.id}", gap=None):
        st.markdown(prose(option.text))
    with st.container(key=f"coaching-{option.id}", gap="xsmall"):
        st.markdown(prose(option.feedback))


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
    for option, head, chosen in (
        (in_order[0], "Best here", best),
        (in_order[-1], "Worst here", worst),
    ):
        _told_option(option, f"{head}{': you said so too' if option.id == chosen else ''}")
    with st.expander("What the others do"):
        for option in in_order[1:-1]:
            _told_option(option, None)


def _told_line(exercise: SpotLineExercise, spotted: LineId | None) -> None:
    dialogue(exercise.lines, str(exercise.id))
    hit = spotted == exercise.answer
    line = next((line for line in exercise.lines if line.id == exercise.answer), None)
    answer = f"It is this line: {quoted(line.text)}" if line else "None of these lines turns it."
    st.markdown(f"**{'Yes.' if hit else 'Look again.'}** {answer}")
    with st.container(key=f"coaching-{exercise.id}", gap="xsmall"):
        st.markdown(prose(exercise.feedback))


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
        st.markdown("Kept. Your own words open with your four digits.")
        return
    match words:
        case MadeSmaller(smaller):
            lines = smaller
        case Listed(entries):
            lines = tuple(text for _, text in entries)
        case Reflected(sentence):
            lines = (sentence,) if sentence else ()
        case Planned(cue, act):
            lines = (f"If {cue}, then I will {act}",)
    st.markdown("**Kept**" if lines else "Skipped, and that is fine.")
    for line in lines:
        st.markdown(prose(line))
