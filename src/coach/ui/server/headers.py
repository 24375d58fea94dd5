"""What every answer tells the browser to allow, and what not."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coach.ui.server.wire import Header, is_secure, is_trusted

# Streamlit writes its styles into the page, so styles may stand inside; scripts may not.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
ALWAYS: tuple[Header, ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
# On a line it does not trust, a browser ignores this one and complains.
_TRUSTED: Header = (b"cross-origin-opener-policy", b"same-origin")
_SECURE: Header = (b"strict-transport-security", b"max-age=31536000")


class SecurityHeaders:
    """Put the headers on every answer. A page with a stricter policy of its own keeps that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wanted = list(ALWAYS)
        if is_trusted(scope):
            wanted.append(_TRUSTED)
        if is_secure(scope):
            wanted.append(_SECURE)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                more = [pair for pair in wanted if pair[0] not in there]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await self.app(scope, receive, send_with_headers)
