"""To answer in one's own words: a message, a list, a sentence, a plan, or said aloud."""

from functools import partial

import streamlit as st

from coach.content.lesson import ListExercise, Plan, Reflect, RewriteExercise, SayAloud, Smaller
from coach.exercises.answers import Listed, MadeSmaller, Planned, Reflected, Said, Written
from coach.ui import state
from coach.ui.exercises.giving import Give, give_button
from coach.ui.text import plain, prose

LONGEST = 2000


def ask_message(exercise: RewriteExercise, key: str, give: Give) -> None:
    """A message, written or written better."""
    if exercise.given:
        st.markdown("**The message as it is**")
        st.markdown(prose(exercise.given))
    st.text_area("Your message", key=f"message-{key}", max_chars=LONGEST, height=180)
    st.checkbox("I write in another language", key=f"own-language-{key}")

    def written() -> None:
        text = _typed(f"message-{key}")
        give(Written(text, state.ticked(f"own-language-{key}")), None)

    give_button("Look at it with me", key, written)


def ask_aloud(exercise: SayAloud, key: str, give: Give) -> None:
    """Something to say; nothing is recorded."""
    st.markdown(prose(exercise.prompt))
    st.caption(f"Nothing is recorded. About {exercise.seconds} seconds would do.")
    with st.container(horizontal=True):
        for how, label in (("easy", "I said it"), ("stuck", "I got stuck")):
            said = partial(give, Said("easy" if how == "easy" else "stuck"), None)
            give_button(label, key, said, name=how)


def ask_smaller(exercise: Smaller, key: str, give: Give) -> None:
    """A frightening step, made smaller twice."""
    st.markdown("This step may feel too big. Write a smaller one, and then one smaller still.")
    st.markdown(f"**{prose(exercise.step)}**")
    st.text_input("Smaller", key=f"smaller-1-{key}", max_chars=200, autocomplete="off")
    st.text_input("Smaller still", key=f"smaller-2-{key}", max_chars=200, autocomplete="off")
    with st.expander("Examples"):
        for item in exercise.examples:
            st.markdown(prose(item.text))

    def made() -> None:
        typed = (_typed(f"smaller-{n}-{key}") for n in (1, 2))
        give(MadeSmaller(tuple(filter(None, typed))), None)

    give_button("Keep it", key, made)


def ask_list(exercise: ListExercise, key: str, give: Give) -> None:
    """A list, group by group."""
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
            for line in _typed(f"list-{key}-{group.id}").splitlines()
            if line.strip()
        ]
        give(Listed(tuple(entries)), None)

    give_button("Keep my list", key, listed)


def ask_sentence(exercise: Reflect, key: str, give: Give) -> None:
    """One sentence, or none."""
    st.markdown(prose(exercise.prompt))
    st.text_input("One sentence", key=f"sentence-{key}", max_chars=400, autocomplete="off")

    def reflected() -> None:
        give(Reflected(_typed(f"sentence-{key}") or None), None)

    give_button("Keep it", key, reflected)


def ask_plan(exercise: Plan, key: str, give: Give) -> None:
    """If this happens, I do that; what is left empty is taken as suggested."""
    st.markdown("A plan works better when it names the moment: if this happens, I will do that.")
    st.text_input(
        f"If … (for example: {prose(plain(exercise.cue))})",
        key=f"cue-{key}",
        max_chars=200,
        autocomplete="off",
    )
    st.text_input(
        f"I will … (for example: {prose(plain(exercise.act))})",
        key=f"act-{key}",
        max_chars=200,
        autocomplete="off",
    )

    def planned() -> None:
        cue = _typed(f"cue-{key}") or plain(exercise.cue)
        act = _typed(f"act-{key}") or plain(exercise.act)
        give(Planned(cue, act), None)

    st.caption("A field that is left empty takes its example.")
    give_button("That is my plan", key, planned)


def _typed(key: str) -> str:
    return (state.picked(key) or "").strip()
