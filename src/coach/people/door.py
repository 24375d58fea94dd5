"""What is typed at the door, and what may be kept of it. Randomness is an argument."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType, TypeAlias

from coach.record.envelope import LearnerId

BrowserId = NewType("BrowserId", str)  # the digest of the token in its cookie
Random: TypeAlias = Callable[[int], bytes]  # so many bytes, such as secrets.token_bytes

LONGEST_NAME = 40
UNSEEN = {"Cf", "Mn"}  # categories that only go with other signs
UNSHOWN = {"Cc", "Co", "Cs"}
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}  # write backwards
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
CODE_LENGTH = 8
SALT_BYTES = 16
OPEN_FOR = timedelta(minutes=60)
MOST_TRIES = 5
TRIES_WITHIN = timedelta(minutes=15)


class NotAName(ValueError):
    """It cannot be a name; the message can be shown."""


class NotFourDigits(ValueError):
    """It is not four digits; the message can be shown."""


class NotACode(ValueError):
    """It cannot be a return code; the message can be shown."""


class NobodyIn(LookupError):
    """Nobody is in on this browser."""


class Shut(PermissionError):
    """The four digits are due first."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is in on a browser.

    Attributes:
        name: None until one was given.
        has_digits: four digits were set.
        open: what they wrote may be shown: no digits are set, or they were typed on this browser
            within the last hour.
    """

    learner: LearnerId
    name: str | None
    has_digits: bool
    open: bool


@dataclass(frozen=True, slots=True)
class NameTaken:
    """The one who is in is called so now."""

    name: str


@dataclass(frozen=True, slots=True)
class KnownHere:
    """Somebody of this name was on this browser before: is that you?"""

    name: str
    has_digits: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """The digits fit, or none are set."""


@dataclass(frozen=True, slots=True)
class CameIn:
    """Somebody is in now.

    Attributes:
        left_behind: who was in before and has neither a name nor a return code, so that nobody
            comes back to them; None otherwise.
    """

    visitor: Visitor
    left_behind: LearnerId | None


@dataclass(frozen=True, slots=True)
class AskDigits:
    """Four digits are due."""


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Nobody of this name was on this browser. It says nothing about other browsers."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The digits or the code do not fit. `left` more tries until a wait."""

    left: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many wrong tries; nothing is looked at before `until`."""

    until: datetime


def clean_name(typed: str) -> str:
    """A name as it is kept and shown.

    >>> clean_name("  Ada   Lovelace ")
    'Ada Lovelace'

    Raises:
        NotAName: empty, too long, or with signs that cannot be seen.
    """
    name = " ".join(typed.split())
    if all(unicodedata.category(sign) in UNSEEN for sign in name):
        raise NotAName("Any name will do. One letter is enough.")
    if len(name) > LONGEST_NAME:
        raise NotAName(f"That is a long one. Up to {LONGEST_NAME} letters fit here.")
    if any(_unshown(sign) for sign in name):
        raise NotAName("There is a sign in it that cannot be shown. Please type it once more.")
    return name


def name_key(name: str) -> str:
    """What two spellings of one name share.

    >>> name_key("ＡＤＡ") == name_key("ada")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def four_digits(typed: str) -> str:
    """The digits without the spaces around them. Raises NotFourDigits."""
    digits = typed.strip()
    if not re.fullmatch("[0-9]{4}", digits):
        raise NotFourDigits("Four digits, please, like 0417.")
    return digits


def sealed_digits(digits: str, salt: bytes) -> str:
    """What is kept of four digits: they can be checked, and read only by trying all."""
    return f"{salt.hex()}${_slow(digits, salt).hex()}"


def digits_fit(digits: str, sealed: str) -> bool:
    """They are the ones that were sealed."""
    salt, _ = sealed.split("$")
    return hmac.compare_digest(sealed_digits(digits, bytes.fromhex(salt)), sealed)


def new_code(random: Random) -> str:
    """A return code as it is shown: ABCD-EFGH, one of 31⁸."""
    number = int.from_bytes(random(SALT_BYTES))
    signs = ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs += ALPHABET[place]
    return f"{signs[:4]}-{signs[4:]}"


def clean_code(typed: str) -> str:
    """A return code as it was shown, typed in any case, with or without dash and spaces.

    >>> clean_code(" abcd efgh ")
    'ABCD-EFGH'

    Raises:
        NotACode: no code looks like that.
    """
    signs = re.sub(r"[\s\-–]", "", typed).upper()
    if len(signs) != CODE_LENGTH or not set(signs) <= set(ALPHABET):
        raise NotACode("A return code has eight letters and digits, like ABCD-EFGH.")
    return f"{signs[:4]}-{signs[4:]}"


def sealed_code(code: str, salt: bytes) -> str:
    """What is kept of a return code.

    A code must be found by itself, so all codes of a store share one salt. 31⁸ is too few for a
    quick digest: somebody with a copy of the store would try them all in minutes. A slow one costs
    them centuries on one processor, and us a blink.
    """
    return _slow(code, salt).hex()


def _unshown(sign: str) -> bool:
    turning = unicodedata.bidirectional(sign) in TURNING
    return turning or unicodedata.category(sign) in UNSHOWN


def _slow(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**13, r=8, p=1, dklen=32)
