"""One drawing a kind of exercise, in two rooms: first to answer, then to read what it does."""

from coach.ui.exercises.asking import about, ask
from coach.ui.exercises.telling import dialogue, told

__all__ = ["about", "ask", "dialogue", "told"]
