"""/goodbye: forget this browser."""

from starlette.types import Receive, Scope, Send

from coach.ui.server.identity import COOKIE
from coach.ui.server.pages import Page, show
from coach.ui.server.wire import cookie_names, header, is_trusted, set_cookie

PATH = "/goodbye"
_OURS = ("cg_", "_streamlit")
_GONE = Page(
    title="Nothing of you is left in this browser.",
    body='<p>You can close this page. <a href="/">Begin again as somebody new</a>.</p>',
)
_ASK = Page(
    title="Forget this browser?",
    body=f"<p>Another site sent you here. Nothing has been forgotten yet. "
    f'<a href="{PATH}">Yes, forget this browser</a>, or <a href="/">go back to the course</a>.</p>',
)


class Goodbye:
    """Forget our cookies and what the pages kept; only when asked from here or by hand.

    Other cookies stay: a browser does not tell the ports of one machine, or the sites of one
    company, apart, so `Clear-Site-Data: "cookies"` would sign people out elsewhere.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        del receive
        if header(scope, b"sec-fetch-site") == "cross-site":
            await show(_ASK, scope, send)
            return
        names = {COOKIE, *(name for name in cookie_names(scope) if name.startswith(_OURS))}
        headers = [set_cookie(scope, name, "", 0) for name in sorted(names)]
        if is_trusted(scope):  # else a browser does not listen
            headers.append((b"clear-site-data", b'"storage"'))
        await show(_GONE, scope, send, headers=headers)
