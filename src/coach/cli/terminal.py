"""Where words appear and answers come from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

STOP = {"q", "quit", "stop"}


class Stopped(Exception):
    """The player left."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where words appear and answers come from.

    Attributes:
        draw: gives a number in [0, 1) wherever chance is met.
    """

    console: Console
    ask: Callable[[str], str]
    draw: Callable[[], float]
    clock: Callable[[], datetime]

    def say(self, text: str = "", style: str = "") -> None:
        """Print a paragraph; `*emphasis*` is shown as such, everything else as it is."""
        self.console.print(_styled(text, style))

    def speak(self, speaker: str, words: str) -> None:
        """Print what somebody says; what stands wholly between asterisks is seen, not said."""
        seen = words.startswith("*") and words.endswith("*") and words.count("*") == len("**")
        self.say(words if seen else f"{speaker}: “{words}”", "" if seen else "bold")

    def gap(self) -> None:
        """Leave a line free."""
        self.console.print()

    def indent(self, text: str, style: str = "") -> None:
        """Print a paragraph a little to the right."""
        self.console.print(Padding(_styled(text, style), (0, 0, 0, 4)))

    def answer(self, prompt: str) -> str:
        """One line from the player. Raises Stopped for q or a closed input."""
        try:
            given = self.ask(prompt).strip()
        except EOFError:
            raise Stopped from None
        if given.lower() in STOP:
            raise Stopped
        return given

    def number(self, most: int) -> int:
        """A number from 1 to `most`. Raises Stopped like `answer`."""
        while True:
            given = self.answer("> ")
            if given.isdecimal() and 1 <= int(given) <= most:
                return int(given)
            self.say(f"Type a number from 1 to {most}, or q to leave.")


def _styled(text: str, style: str) -> Styled:
    styled = Styled(style=style)
    for place, part in enumerate(" ".join(text.split()).split("*")):
        styled.append(part, "italic" if place % 2 else "")
    return styled
