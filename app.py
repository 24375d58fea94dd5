"""The app that `streamlit run app.py` and `coach serve` start."""

from streamlit.starlette import App

from coach.ui.server.asgi import parts
from coach.ui.server.settings import from_environment

app = App(**parts(from_environment()))
