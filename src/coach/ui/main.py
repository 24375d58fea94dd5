"""The script of every page: who draws it, and what stands around it."""

import streamlit as st

from coach.ui import routes
from coach.ui.screens import (
    call,
    door,
    lesson,
    lines,
    mine,
    practise,
    progress,
    review,
    scene,
    talk,
    today,
)

routes.register("today", today.show, "Common Ground")
routes.register("practise", practise.show, "Practise · Common Ground")
routes.register("call", call.show, "A call in ten minutes · Common Ground")
routes.register("lesson", lesson.show, "A lesson · Common Ground")
routes.register("scene", scene.show, "A conversation · Common Ground")
routes.register("talk", talk.show, "In conversation · Common Ground")
routes.register("progress", progress.show, "Progress · Common Ground")
routes.register("lines", lines.show, "My lines · Common Ground")
routes.register("mine", mine.show, "Me · Common Ground")
routes.register("review", review.show, "One minute · Common Ground")
routes.register("door", door.show, "Coming back · Common Ground")

st.navigation(routes.pages(), position="hidden").run()
