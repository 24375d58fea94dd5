"""Being reached from the room: the address of this machine, a passcode, and both as a picture."""

import io
import secrets
import socket

import segno

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0, 1, which are misread
LENGTH = 6
_NOWHERE = ("192.0.2.1", 9)  # set aside for examples; only asked which way it would be


def new_passcode() -> str:
    """Six letters and digits that are easily read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def lan_address() -> str | None:
    """This machine's address in its network; None without one. Nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        try:
            asker.connect(_NOWHERE)
        except OSError:
            return None
        address = str(asker.getsockname()[0])
    return None if address.startswith(("127.", "0.")) else address


def door(address: str, port: int, passcode: str) -> str:
    """The address that lets a visitor in at once."""
    return f"http://{address}:{port}/?pass={passcode}"


def picture(text: str) -> str:
    """A QR code to be shown in a terminal."""
    drawn = io.StringIO()
    segno.make(text, micro=False, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()
