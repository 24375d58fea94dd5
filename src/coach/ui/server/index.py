"""The first page: Streamlit's own index.html in our words, with our style and script."""

import re

from coach.ui.server.assets import Assets

DESCRIPTION = "Practise the conversations careers are made of, and hear honestly how you did."
FONT = "fonts/atkinson-latin-normal.woff2"
_NOSCRIPT = """<noscript>
      <div class="cg-opening">
        <p>Common Ground needs JavaScript, which is turned off in this browser.</p>
        <p>Please turn it on for this address and load the page again. Everything runs between
        your browser and this server; nothing comes from anywhere else.</p>
      </div>
    </noscript>"""
_OPENING = """<div id="root">
      <main class="cg-opening">
        <p role="status">Common Ground is opening…</p>
      </main>
    </div>"""


class UnknownIndex(ValueError):
    """Streamlit's index.html is not the one this server knows; the message says what is missing."""


def rewrite(page: str, assets: Assets) -> str:
    """Streamlit's page with our title, style, script and first words, without inline scripts.

    Raises:
        UnknownIndex: something to be replaced is not there.
    """
    for pattern, words in (
        (r'<link rel="shortcut icon"[^>]*>', ""),
        (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),
        (r'<!--(?:(?!-->).)*-->\s*<link rel="service-desc"[^>]*>', ""),
        (r"<!--(?:(?!-->).)*-->\s*<script>(?:(?!</script>).)*prerenderReady.*?</script>", ""),
        (r"<title>[^<]*</title>", _head(assets)),
        (r"</head>", _styles(assets)),
        (r"<noscript>.*?</noscript>", _NOSCRIPT),
        (r'<div id="root"></div>', _OPENING),
    ):
        page = _replaced(page, pattern, words)
    return re.sub(r"\n(?:[ \t]*\n)+", "\n", page)


def _replaced(page: str, pattern: str, words: str) -> str:
    found = list(re.finditer(pattern, page, flags=re.DOTALL))
    if len(found) != 1:
        raise UnknownIndex(f"index.html of Streamlit has {len(found)} of {pattern}")
    return page[: found[0].start()] + words + page[found[0].end() :]


def _styles(assets: Assets) -> str:
    """After Streamlit's own style, so that ours stands."""
    names = ("opening.css", "coach.css")
    links = (f'<link rel="stylesheet" href="{assets.address(name)}">' for name in names)
    return "\n    ".join(("", *links, "")).rstrip(" ") + "</head>"


def _head(assets: Assets) -> str:
    return f"""<title>Common Ground</title>
    <meta name="description" content="{DESCRIPTION}">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#161a1d" media="(prefers-color-scheme: dark)">
    <link rel="icon" href="{assets.address("favicon.svg")}" type="image/svg+xml">
    <link rel="preload" href="/own/{FONT}" as="font" type="font/woff2" crossorigin>
    <script src="{assets.address("coach.js")}" defer></script>"""
