"""Files are small on the line, kept by the browser, and only ours."""

import gzip

import pytest

from coach.ui.server.assets import FOLDER
from harness.serve import Server
from serving.asking import ask
from serving.test_answers import Links


def test_the_first_load_is_a_third_of_what_streamlit_would_send(server: Server) -> None:
    whole = packed = 0
    addresses = ["/", *Links(ask(server, "/").body.decode()).addresses]
    for there in addresses:
        path = there.removeprefix(".")
        plain, small = ask(server, path), ask(server, path, accept_encoding="br, gzip")
        assert plain.header("content-encoding") == ""
        if small.header("content-encoding") == "gzip":
            assert gzip.decompress(small.body) == plain.body, path
            assert "accept-encoding" in small.header("vary").lower(), path
        whole += len(plain.body)
        packed += len(small.body)
    assert packed < 0.33 * whole
    assert packed < 560_000


def test_a_script_keeps_its_headers_when_it_is_packed(server: Server) -> None:
    page = ask(server, "/").body.decode()
    path = next(there[1:] for there in Links(page).addresses if there.endswith(".js"))
    small = ask(server, path, accept_encoding="gzip")
    assert small.header("content-type") == "text/javascript; charset=utf-8"
    assert small.header("cache-control") == "public, immutable, max-age=31536000"
    again = ask(server, path, accept_encoding="gzip", if_none_match=small.header("etag"))
    assert (again.status, again.body) == (304, b"")
    head = ask(server, path, "HEAD", accept_encoding="gzip")
    assert (head.body, head.header("content-length")) == (b"", str(len(small.body)))


def test_a_browser_that_wants_it_plain_or_in_parts_gets_it_so(server: Server) -> None:
    page = ask(server, "/").body.decode()
    path = next(there[1:] for there in Links(page).addresses if there.endswith(".css"))
    assert ask(server, path, accept_encoding="gzip;q=0").header("content-encoding") == ""
    part = ask(server, path, accept_encoding="gzip", range="bytes=0-9")
    assert (part.status, len(part.body)) == (206, 10)


@pytest.mark.parametrize(
    "path",
    [
        "/own/../main.py",
        "/own/%2e%2e/main.py",
        "/own/..%2fmain.py",
        "/own//etc/passwd",
        "/own/",
        "/own/fonts",
        "/own/.DS_Store",
        "/static/../../__init__.py",
        "/static/%2e%2e/%2e%2e/__init__.py",
        "/static/js/..%5c..%5c..%5c__init__.py",
    ],
)
def test_no_path_leads_out_of_the_folders(server: Server, path: str) -> None:
    for packing in ("gzip", "identity"):
        answer = ask(server, path, accept_encoding=packing)
        assert answer.status in {400, 404}, answer.body[:200]


def test_our_files_are_kept_for_good_under_the_address_of_their_content(server: Server) -> None:
    page = ask(server, "/").body.decode()
    style = next(there for there in Links(page).addresses if "coach.css" in there)
    assert ask(server, style).header("cache-control") == "public, max-age=31536000, immutable"
    licence = "/own/fonts/atkinson-OFL.txt"
    bare = ask(server, licence)
    assert bare.header("cache-control") == "no-cache"
    assert bare.body == (FOLDER / "fonts" / "atkinson-OFL.txt").read_bytes()
    assert ask(server, licence, if_none_match=bare.header("etag")).status == 304


def test_the_fonts_are_light_and_free_and_carry_their_licence(server: Server) -> None:
    fonts = sorted((FOLDER / "fonts").glob("*.woff2"))
    assert len(fonts) == 6
    assert sum(font.stat().st_size for font in fonts) < 250_000
    for font in fonts:
        answer = ask(server, f"/own/fonts/{font.name}", accept_encoding="gzip")
        assert answer.header("content-type") == "font/woff2"
        assert answer.header("content-encoding") == ""
        assert answer.body[:4] == b"wOF2"
        licence = FOLDER / "fonts" / f"{font.name.partition('-')[0]}-OFL.txt"
        assert "SIL Open Font License, Version 1.1" in licence.read_text(encoding="utf-8")
