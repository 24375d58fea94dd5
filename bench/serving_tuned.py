"""Serve any script on the very server of `coach serve`: `serving_tuned.py SCRIPT PORT`."""

import sys
import tempfile
from pathlib import Path

import uvicorn
from streamlit.starlette import App

from coach.ui.server import asgi
from coach.ui.server.settings import Settings


def main() -> None:
    script, port = Path(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            course=Path(__file__).parents[1], store=f"sqlite:///{folder}/bench.sqlite"
        )
        app = App(**(asgi.parts(settings) | {"script_path": script}))
        uvicorn.run(
            app,
            host="127.0.0.1",
            port=port,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            ws_ping_interval=30,
            ws_ping_timeout=30,
            access_log=False,
            log_level="warning",
            server_header=False,
        )


if __name__ == "__main__":
    main()
