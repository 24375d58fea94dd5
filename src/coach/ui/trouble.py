"""When a page cannot be drawn: kind words on the screen. The error itself is in the log."""

import streamlit as st

from coach.record.engine import StoreUnavailable


def tell(error: Exception) -> bool:
    """Say so in place of what Streamlit would show, once it has written the error to its log.

    Returns:
        True, so that nothing is added to it.
    """
    if isinstance(error, StoreUnavailable):
        st.title("The record is away for a moment", anchor=False)
        st.write(
            "It is the server, not you. What you answered so far is kept. Your last tap may not "
            "be: give it again once the page is back."
        )
        with st.expander("For whoever runs the course"):
            st.text(error.reason)
            st.text(error.remedy)
    else:
        st.title("Something went wrong here", anchor=False)
        st.write("It is the server, not you. What you answered so far is kept.")
    st.markdown("[Load the course again](/)")
    return True
