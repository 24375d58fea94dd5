"""What was found in a message: ticks with the learner's own words, then one thing to try."""

import streamlit as st

from coach.content.lesson import RewriteExercise
from coach.exercises.answers import Written
from coach.exercises.rewrite import checklist, found
from coach.ui.text import prose

NOTHING_TO_ADD = "We have nothing to add. Read once more what is asked above. Is each part there?"
"""Words are looked for, not meanings: that all was found does not say that all is there."""


def found_in(exercise: RewriteExercise, written: Written, *, open_: bool) -> None:
    """Ticks, then one change; a message in another language is ticked by its writer."""
    if written.own_language:
        _self_ticks(exercise)
        return
    findings = found(written.text, exercise)
    if findings.prompt:
        st.markdown(prose(findings.prompt))
        return
    for tick in findings.ticks:
        own = " … ".join(written.text[start:end] for start, end in tick.spans) if open_ else ""
        quote = f": *{prose(own)}*" if own else ""
        st.markdown(f"✓ {prose(tick.words)}{quote}")
    if findings.try_adding:
        st.markdown(f"**{prose(findings.try_adding.words)}**")
        if findings.try_adding.phrase:
            st.markdown(f"For example: *{prose(findings.try_adding.phrase)}*")
    else:
        st.markdown(NOTHING_TO_ADD)
    st.caption("We looked for words, and words can fool us. You know better what you meant.")


def _self_ticks(exercise: RewriteExercise) -> None:
    st.markdown("**Tick what your message does**")
    for tick in checklist(exercise):
        st.checkbox(prose(tick.words), key=f"self-{exercise.id}-{tick.feature}")
