"""A page that says who it takes the visitor for, and shows what needs most from the browser."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.session_state.visits = st.session_state.get("visits", 0) + 1
st.title("Mirror")
with st.container(key="who"):
    st.text(str(st.user.get("browser")))
with st.container(key="visits"):
    st.text(str(st.session_state.visits))
if st.query_params.get("show"):
    st.dataframe(pd.DataFrame({"a": [1, 2]}), alt="Two numbers", hide_index=True)
    st.plotly_chart(go.Figure(go.Bar(x=["a", "b"], y=[1, 2])), key="bars", alt="Two bars")
    st.pills("Size", ["small", "large"], default="small")
    st.segmented_control("Side", ["left", "right"], default="left")
    st.slider("How much", 0, 10, 4)
    st.tabs(["One", "Two"])
    st.button("Say it", type="primary")
