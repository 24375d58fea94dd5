"""Sentences about a finished conversation that every screen says alike."""

from coach.roleplay.debrief import FEELINGS, Debrief, Feeling, Row
from coach.roleplay.values import EQUAL

FEELING_WORDS: tuple[Feeling, ...] = tuple(word for _, word in FEELINGS)


def beside(guess: Feeling, found: Debrief, name: str) -> str:
    """The guess beside what was so in this story."""
    if guess == found.felt:
        return f"You guessed {guess}, and so it was."
    low = found.first_talk and FEELING_WORDS.index(guess) < FEELING_WORDS.index(found.felt)
    after = " After a first talk, people often guess too low." if low else ""
    return f"You guessed {guess}. In this story {name} left {found.felt}.{after}"


def opening(found: Debrief, name: str) -> str | None:
    """The sentence before the rest; None where none fits."""
    if found.tone == "nothing lost":
        return "Nothing you said cost you anything. The reply that did most was this one."
    if found.tone == "kind no":
        return f"{name} said no and would be glad to see you again. That is a good ending."
    return _last_place(found) if found.tone == "closed" else None


def _last_place(found: Debrief) -> str:
    """Where another line still led on; silent where the moment that mattered says so itself."""
    if found.reopens is None:
        return "Nothing you could say would have changed this. You kept your evening."
    if found.mattered and found.mattered.place == found.reopens.place:
        return "This one closed, and it can be opened again."
    place = f"reply {found.reopens.place + 1}"
    return (
        "This one closed, and it can be opened again: "
        f"up to {place}, another line would have led somewhere better."
    )


def is_seen(words: str) -> bool:
    """Whether an answer is only seen: it stands wholly between asterisks."""
    return words.startswith("*") and words.endswith("*")


def spoken(speaker: str | None, words: str) -> str:
    """A line with who speaks it; what is only seen stands alone."""
    return words if speaker is None or is_seen(words) else f"{speaker}: “{words}”"


def may_answer(name: str, answer: str) -> str:
    """The likely answer to a better line; what is only seen stands alone."""
    return f"Then, perhaps: {answer}" if is_seen(answer) else f"{name} may answer: “{answer}”"


def judged_as(row: Row) -> str:
    """What a reply is called, and whether it was won back."""
    words: str = row.verdict or "not judged"
    return words + (", and you won most of it back" if row.won_back else "")


def count(found: Debrief) -> str | None:
    """How many replies were best or fine; None below half of them."""
    if 2 * found.good < found.judged or not found.judged:
        return None
    return f"{found.good} of {found.judged} replies were best or fine."


def luck(found: Debrief) -> str:
    """What was down to luck, without a figure."""
    if not found.luck:
        return "Nothing here was left to luck: the same words get the same answers."
    places = ", ".join(str(fortune.place + 1) for fortune in found.luck)
    total = sum(fortune.luck for fortune in found.luck)
    if abs(total) <= EQUAL:
        return f"What came after reply {places} was luck. It says nothing about your words."
    fell = "well" if total > 0 else "badly"
    return f"What came after reply {places} was luck, and it fell {fell}."
