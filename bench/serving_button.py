"""The smallest app there can be: the measure for a click."""

import streamlit as st

st.button("More", key="more")
