"""Our server around another script. Its words: a port, and a folder with a course."""

import sys
from pathlib import Path

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.starlette import App

from coach.ui.server.asgi import parts
from coach.ui.server.settings import Settings


def broken(_: Request) -> Response:
    """A page that fails."""
    raise ValueError("broken on purpose")


def main() -> None:
    """Serve until told to stop."""
    folder = Path(sys.argv[2])
    made_of = parts(
        Settings(course=folder / "course", store=f"sqlite:///{folder / 'course.sqlite'}")
    )
    made_of["script_path"] = Path(__file__).with_name("mirror_page.py")
    made_of["routes"].append(Route("/broken", broken))
    uvicorn.run(App(**made_of), host="127.0.0.1", port=int(sys.argv[1]), log_level="critical")


if __name__ == "__main__":
    main()
