"""Random small scenarios that are sound, end, and meet what is hard to get right.

Everything comes from the `random.Random` that is passed in: the same seed, the same scenario.
About two in three drawings are redrawn until they meet all six of `FEATURES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .brute import Brute, Endless, NothingAtStake, Stuck, TooManyStates
from .rules import METERS, Catalogue, starts

if TYPE_CHECKING:
    from random import Random

FEATURES = frozenset(["chance", "guard", "exit", "declined", "hidden", "cut"])
MOST_STATES = 400
RICH_SHARE = 0.7

KINDS = {
    "open_question": "good",
    "share_and_ask": "good",
    "sized_ask": "good",
    "give_first": "good",
    "small_talk": "fair",
    "plain_answer": "fair",
    "change_topic": "fair",
    "early_pitch": "trap",
    "guilt_ledger": "trap",
    "flattery": "trap",
}
POLITE = ("please", "thank you", "thanks", "sorry", "would you mind")
WAY_OUT = ("no pressure", "only if it suits", "feel free to say no", "another time is fine")
STOP = ("a", "and", "do", "i", "is", "it", "me", "my", "of", "so", "the", "to", "we", "you")
SKILLS = (
    "curiosity",
    "generosity",
    "candour",
    "reach",
    "nurturing",
    "asking",
    "connecting",
    "grace",
)
IDEAS = ("small-talk-spark", "common-ground", "right-size", "kind-no", "give-before-need")
AUDIENCES = ("career-changer", "reserved", "newcomer", "returner")
FOLLOWED = "the-time-before"

PLACES = ("arrival", "queue", "coffee", "table", "window", "bus-stop", "letter", "garden")
THINGS = ("move", "budget", "clinic", "roof", "rota", "orchard", "ferry", "bakery", "choir")
FACTS = ("night-shift", "new-boss", "lost-sister", "old-trade", "moving-soon")
DEEDS = ("next-step", "kept-word", "pitched", "introduced", "thanked")
ENDINGS = ("samosas", "lamplight", "parting", "raincheck", "quiet-street", "closed-door")
ENDING_KINDS = ("bloom", "grow", "kind-no", "repair", "fade", "shut")
BRANCHES = ("ill", "quiet", "rings", "late", "sunny", "rain", "lift", "strike", "fog", "tea")
NAMES = (("Wanjiru Kimani", "Wanjiru"), ("Tomasz Lis", "Mr Lis"), ("Aylin Kaya", "Aylin"))
ROLES = ("hospital data manager", "head of a small library", "foreman at the docks")

OPENERS = (
    "Please,",
    "Thank you.",
    "Sorry,",
    "I see.",
    "I'd say",
    "Well,",
    "Your turn:",
    "You’re right,",
    "My word,",
    "",
    "",
)
MIDDLES = (
    "the {thing} kept me up too",
    "I've run a {thing} and I'll gladly help with yours",
    "you and your {thing} deserve a rest",
    "that {thing} is half done",
    "what did the {thing} cost you",
    "I need a job near the {thing}",
    "my cousin knows the {thing}, would you mind a call",
    "tell me about the {thing}",
    "the {thing} and the {other}, then",
)
CLOSERS = ("?", ".", ".", ", no pressure.", ", only if it suits.", ", please?", " today.", "!")
LINES = (
    "The {thing} opens on Monday and I've slept four hours.",
    "They want my {thing} and the {other} by Friday.",
    "You again! The {thing} is finished, more or less.",
    "Nobody told us about the {thing}.",
    "I used to love the {thing}. Now it's all {other}.",
)
SIGHTS = ("She looks at the {thing}.", "He folds a note about the {other}.", "Your phone is still.")
REACTIONS = (
    "Oh. The {thing}.",
    "Hm, that is one way to put it.",
    "Ha! Sit down.",
    "If you say so.",
)
RULES = (
    "*Ask what only they can answer.*",
    "*Small steps get a yes.*",
    "*Say it once and leave room.*",
    "*Give before you need.*",
)


@dataclass
class Draft:
    """What the parts of one scenario need to know of each other while it is written."""

    rng: Random
    turns: tuple[str, ...]
    facts: tuple[str, ...]
    deeds: tuple[str, ...]
    endings: tuple[str, ...]
    hub: int | None
    channel: str
    outcome: bool
    rich: bool

    def chance(self, share: float) -> bool:
        """Say yes in this share of cases."""
        return self.rng.random() < share


def course(rng: Random | None = None) -> Catalogue:
    """Return the catalogue that generated scenarios are written for.

    With a generator, the gates are sometimes not the usual ones.
    """
    if rng is None or rng.random() < 0.7:
        return Catalogue(kinds=dict(KINDS), polite=POLITE, way_out=WAY_OUT, stop=STOP)
    gates = {1: rng.randint(1, 3), 2: 4, 3: rng.randint(5, 6), 4: rng.randint(7, 9)}
    return Catalogue(dict(KINDS), gates, POLITE, WAY_OUT, STOP)


def scenario(rng: Random, catalogue: Catalogue | None = None) -> dict[str, Any]:
    """Draw a sound scenario: it ends, never sticks, has something at stake and is small."""
    catalogue = catalogue or course()
    rich = rng.random() < RICH_SHARE
    while True:
        drawn = draft(rng, rich=rich)
        if is_fit(drawn, catalogue, FEATURES if rich else frozenset()):
            return drawn


def is_fit(drawn: dict[str, Any], catalogue: Catalogue, wanted: frozenset[str]) -> bool:
    """Tell whether the plain start meets what is wanted, and every start is sound.

    Sound means: every play ends, every state offers a choice, something is at stake, and the
    states are few.
    """
    try:
        plain, *others = starts(drawn)
        case = Brute(drawn, catalogue, plain, limit=MOST_STATES)
        if not wanted <= case.features():
            return False
        case.stake()
        for start in others:
            Brute(drawn, catalogue, start, limit=MOST_STATES).stake()
    except (Endless, Stuck, NothingAtStake, TooManyStates):
        return False
    return True


def draft(rng: Random, *, rich: bool = True) -> dict[str, Any]:
    """Write one scenario, sound in form; whether it plays soundly is looked at afterwards."""
    count = rng.choice((3, 4, 5, 5, 6) if rich else (2, 3, 4, 5, 6))
    notes = Draft(
        rng=rng,
        turns=tuple(rng.sample(PLACES, count)),
        facts=tuple(rng.sample(FACTS, rng.randint(1, 3))),
        deeds=tuple(rng.sample(DEEDS, rng.randint(1, 3))),
        endings=tuple(rng.sample(ENDINGS, rng.randint(2, 4))),
        hub=rng.randrange(count - 1) if count > 2 and rng.random() < 0.35 else None,
        channel=rng.choice(("in-person", "in-person", "in-person", "messages")),
        outcome=rng.random() < 0.8,
        rich=rich,
    )
    return {**frame(notes), **rules(notes), "turns": all_turns(notes), **ends(notes)}


def frame(notes: Draft) -> dict[str, Any]:
    """Write what stands above the rules: who, where, and what could be lost."""
    rng = notes.rng
    name, address = rng.choice(NAMES)
    written: dict[str, Any] = {
        "title": f"About the {rng.choice(THINGS)}",
        "level": rng.randint(1, 5),
        "phase": rng.choice(("seed", "feed", "ask", "weed")),
        "channel": notes.channel,
        "setting": f"Evening, near the {rng.choice(THINGS)}. You know nobody.",
        "you": "Arturo, porter, changing career",
        "counterpart": {"name": name, "role": rng.choice(ROLES), "address": address},
        "could_lose": f"If this goes flat, the {rng.choice(THINGS)} stays as it is.",
        "audience": rng.sample(AUDIENCES, rng.randint(1, 2)),
        "local_note": "In some places you would wait to be introduced.",
    }
    if notes.chance(0.25):
        kinds = rng.sample(ENDING_KINDS, rng.randint(1, 2))
        overlays = {kind: overlay(notes) for kind in kinds}
        written["follows"] = {"scenario": FOLLOWED, "start": overlays}
    return written


def overlay(notes: Draft) -> dict[str, Any]:
    """Write what an earlier ending lays over the start."""
    rng = notes.rng
    laid: dict[str, Any] = {m: rng.randint(0, 10) for m in rng.sample(METERS, rng.randint(1, 2))}
    if notes.chance(0.4):
        laid["knows"] = [rng.choice(notes.facts)]
    if notes.chance(0.4):
        laid["did"] = [rng.choice(notes.deeds)]
    return laid


def rules(notes: Draft) -> dict[str, Any]:
    """Write the start, the weights, facts, deeds, the opening and the exits."""
    rng = notes.rng
    written: dict[str, Any] = {
        "start": {name: rng.choice((0, 1, 2, 3, 3, 4, 5, 6, 8, 9, 10)) for name in METERS},
        "facts": {fact: paid(notes, f"The {fact} is true.") for fact in notes.facts},
        "deeds": {deed: paid(notes, f"You did it: {deed}.") for deed in notes.deeds},
        "opening": notes.turns[0],
    }
    if notes.chance(0.4):
        named = rng.sample(METERS, rng.randint(1, 4))
        written["worth"] = {m: rng.choice((0, 0.25, 0.5, 1, 1.5, 2)) for m in METERS if m in named}
    exits = [an_exit(notes) for _ in range(rng.choice((1, 2, 2) if notes.rich else (0, 1, 2)))]
    if exits:
        written["exits"] = exits
    return written


def paid(notes: Draft, text: str) -> dict[str, Any]:
    """Write a fact or a deed, with worth, with none, or with the worth left out."""
    worth = notes.rng.choice((None, 0, 0.5, 1, 1, 2, 3))
    return {"text": text} if worth is None else {"text": text, "worth": worth}


def an_exit(notes: Draft) -> dict[str, Any]:
    """Write one exit to an ending; in messages none looks at energy."""
    rng = notes.rng
    meters = METERS if notes.channel == "in-person" else tuple(m for m in METERS if m != "energy")
    when: dict[str, Any] = {rng.choice(meters): f"<= {rng.randint(1, 5)}"}
    if notes.chance(0.25):
        when = {rng.choice(meters): f">= {rng.randint(7, 10)}"}
    if notes.chance(0.2):
        when = {"did": [rng.choice(notes.deeds)]}
    return {"when": when, "goto": rng.choice(notes.endings)}


def ends(notes: Draft) -> dict[str, Any]:
    """Write the outcome, the endings and the questions for a facilitator."""
    first, *others = notes.endings
    written: dict[str, Any] = {}
    if notes.outcome:
        lines = [{"when": condition(notes) | high_bar(notes), "ending": first}]
        if notes.chance(0.5):
            lines.append({"when": condition(notes), "ending": pick(notes, notes.endings)})
        written["outcome"] = [*lines, {"ending": notes.rng.choice(others)}]
    kinds = [notes.rng.choice(ENDING_KINDS) for _ in others]
    top = notes.rng.choice(("bloom", "bloom", "grow", "repair"))
    given = zip(notes.endings, (top, *kinds), strict=True)
    written["endings"] = {ending: an_ending(notes, kind) for ending, kind in given}
    written["debrief_questions"] = [
        {"id": "first-doubt", "text": "Where would you have stopped?"},
        {"id": "at-home", "text": "Who in your life talks like this?"},
    ]
    return written


def high_bar(notes: Draft) -> dict[str, Any]:
    """Write a bar that one good reply may not clear alone."""
    return {meter: f">= {notes.rng.randint(4, 8)}" for meter in notes.rng.sample(METERS, 1)}


def an_ending(notes: Draft, kind: str) -> dict[str, Any]:
    """Write one ending."""
    return {
        "kind": kind,
        "title": f"{fill(notes, 'The {thing}, then')}.",
        "text": varied(notes, ("You walk home past the {thing}.", "The {other} is still lit.")),
        "looks_back": varied(notes, ("He spoke of the {thing}.", "I liked the {other} story.")),
    }


def pick(notes: Draft, names: tuple[str, ...]) -> str:
    """Pick one of some names."""
    return notes.rng.choice(names)


def fill(notes: Draft, text: str) -> str:
    """Put two different things into a sentence."""
    thing, other = notes.rng.sample(THINGS, 2)
    return text.format(thing=thing, other=other)


def varied(notes: Draft, texts: tuple[str, ...]) -> str | list[dict[str, Any]]:
    """Write one text, or now and then variants that depend on the state."""
    if notes.chance(0.75):
        return fill(notes, pick(notes, texts))
    first = {"id": "as-it-stands", "when": condition(notes), "text": fill(notes, texts[0])}
    return [first, {"id": "plain", "text": fill(notes, texts[-1])}]


def condition(notes: Draft) -> dict[str, Any]:
    """Write a condition of one or two lines."""
    rng = notes.rng
    when: dict[str, Any] = {}
    for _ in range(rng.choice((1, 1, 1, 2))):
        if notes.chance(0.5):
            sign, bound = rng.choice(((">=", rng.randint(2, 7)), ("<=", rng.randint(2, 6))))
            when[rng.choice(METERS)] = f"{sign} {bound}"
        else:
            test = rng.choice(("knows", "lacks", "did", "not_did"))
            when[test] = some_of(notes, notes.facts if test in {"knows", "lacks"} else notes.deeds)
    return when


def all_turns(notes: Draft) -> dict[str, Any]:
    """Write every turn; the hub, where there is one, is left and met again.

    The file's order is now and then not the order of play.
    """
    written = {}
    for place, turn in enumerate(notes.turns):
        made = a_turn(notes, place)
        if place == notes.hub:
            make_hub(notes, made, place)
        elif notes.hub is not None and place == notes.hub + 1:
            lead_back(notes, made)
        written[turn] = made
    order = notes.rng.sample(notes.turns, len(written)) if notes.chance(0.2) else notes.turns
    return {turn: written[turn] for turn in order}


def a_turn(notes: Draft, place: int) -> dict[str, Any]:
    """Write one turn of one to four choices, at least one of them always offered."""
    rng = notes.rng
    made: dict[str, Any] = {}
    if notes.chance(0.85):
        made["says"] = varied(notes, LINES)
    if "says" not in made or notes.chance(0.15):
        made["narration"] = varied(notes, SIGHTS)
    made["skill"] = rng.choice(SKILLS)
    made["ideas"] = rng.sample(IDEAS, rng.randint(1, 2))
    count = rng.choice((1, 2, 2, 3, 3, 3, 4, 4))
    made["choices"] = [a_choice(notes, place, "abcd"[at]) for at in range(count)]
    always = rng.randrange(count)
    for at, choice in enumerate(made["choices"]):
        if at != always and notes.chance(0.35):
            choice["when"] = condition(notes)
    return made


def a_choice(notes: Draft, place: int, letter: str) -> dict[str, Any]:
    """Write one reply, now and then an act, a request, or something with a memory."""
    rng = notes.rng
    spoken = rng.choice(("say", "say", "say", "say", "do"))
    made: dict[str, Any] = {
        "id": f"{notes.turns[place]}-{letter}",
        spoken: a_reply(notes, letter),
        "move": rng.choice(tuple(KINDS)),
        "reaction": varied(notes, REACTIONS),
        "feedback": feedback(notes),
    }
    effects = some_effects(notes)
    if effects or notes.chance(0.5):
        made["effects"] = effects
    made |= news(notes, 0.3)
    branches = rng.sample(BRANCHES, len(BRANCHES))
    made["goto"] = a_goto(notes, place, branches)
    if notes.chance(0.4 if notes.rich else 0.15):
        make_ask(notes, made, place, branches)
    return made


def a_reply(notes: Draft, letter: str) -> str:
    """Write the words of a reply, different for every letter of a turn."""
    rng = notes.rng
    opener, closer = rng.choice(OPENERS), rng.choice(CLOSERS)
    middle = fill(notes, rng.choice(MIDDLES["abcd".index(letter) :: 4]))
    return f"{opener} {middle}{closer}".strip()


def feedback(notes: Draft) -> str:
    """Write what is said about a reply: what they heard, and one rule, emphasised."""
    return f"{fill(notes, 'They heard the {thing} first.')} {notes.rng.choice(RULES)}"


def some_effects(notes: Draft) -> dict[str, int]:
    """Write effects on none to three meters, from −3 to +3, never 0."""
    rng = notes.rng
    named = rng.sample(METERS, rng.choice((0, 1, 1, 2, 2, 3)))
    return {name: rng.choice((-3, -2, -1, 1, 1, 2, 2, 3)) for name in METERS if name in named}


def news(notes: Draft, share: float) -> dict[str, Any]:
    """Write what is learned and done, each in this share of cases."""
    made: dict[str, Any] = {}
    if notes.chance(share):
        made["learns"] = some_of(notes, notes.facts)
    if notes.chance(share):
        made["does"] = some_of(notes, notes.deeds)
    return made


def some_of(notes: Draft, names: tuple[str, ...]) -> list[str]:
    """Pick one of some names, now and then two."""
    return notes.rng.sample(names, 2 if len(names) > 1 and notes.chance(0.2) else 1)


def make_ask(notes: Draft, choice: dict[str, Any], place: int, branches: list[str]) -> None:
    """Turn a choice into a request that can be declined; some carry losses for asking too much."""
    choice["ask"] = notes.rng.choice((1, 2, 3, 3, 4, 4))
    effects = choice.get("effects", {})
    if notes.chance(0.5):
        choice["effects"] = {name: abs(points) for name, points in effects.items()}
    choice["declined"] = {
        "reaction": varied(notes, REACTIONS),
        "feedback": feedback(notes),
        **news(notes, 0.2),
        "goto": a_goto(notes, place, branches),
    }


def a_place(notes: Draft, place: int) -> str:
    """Name a place further on: mostly the next turn, else a later one, an ending or outcome.

    The turn after the hub leads back to it, so the way on from the hub leaves that one out.
    """
    ahead = notes.turns[place + (2 if place == notes.hub else 1) :]
    if ahead and notes.chance(0.75):
        return ahead[0]
    if ahead and notes.chance(0.5):
        return pick(notes, ahead)
    if notes.outcome and notes.chance(0.7):
        return "outcome"
    return pick(notes, notes.endings)


def a_goto(notes: Draft, place: int, branches: list[str]) -> str | list[Any] | dict[str, Any]:
    """Write where a reply leads: a place, a list to look through, or a draw."""
    kind = notes.rng.choice(("place", "place", "place", "list", "chance"))
    if kind == "place":
        return a_place(notes, place)
    if kind == "chance":
        return a_draw(notes, place, branches)
    some = range(notes.rng.choice((1, 1, 2)))
    lines = [{"when": condition(notes), "goto": inside(notes, place, branches)} for _ in some]
    return [*lines, {"goto": inside(notes, place, branches)}]


def inside(notes: Draft, place: int, branches: list[str]) -> str | dict[str, Any]:
    """Write where one line of such a list leads: a place, or now and then a draw."""
    return a_draw(notes, place, branches) if notes.chance(0.25) else a_place(notes, place)


def a_draw(notes: Draft, place: int, branches: list[str]) -> str | dict[str, Any]:
    """Write a draw of two or three branches, their ids used up so that none comes twice."""
    count = notes.rng.choice((2, 2, 3))
    if len(branches) < count:
        return a_place(notes, place)
    return {"chance": [a_branch(notes, place, branches.pop()) for _ in range(count)]}


def a_branch(notes: Draft, place: int, name: str) -> dict[str, Any]:
    """Write one chance branch; some bring news."""
    weight = notes.rng.choice((1, 1, 2, 3, 4))
    return {"id": name, "weight": weight, "goto": a_place(notes, place), **news(notes, 0.25)}


def make_hub(notes: Draft, turn: dict[str, Any], place: int) -> None:
    """Let some choices come round to this turn again, each guarded by the news it brings.

    Once it has been played its guard hides it, so no round can be walked twice. One choice
    stays as it was and leads on.
    """
    tests = ("lacks", "learns", notes.facts), ("not_did", "does", notes.deeds)
    leave, *rounds = notes.rng.sample(turn["choices"], len(turn["choices"]))
    leave.pop("when", None)
    for choice in rounds:
        hides, brings, names = notes.rng.choice(tests)
        news_name = pick(notes, names)
        for part in ("ask", "declined"):
            choice.pop(part, None)
        choice["when"] = {hides: [news_name]}
        choice[brings] = [news_name]
        choice["goto"] = pick(notes, (notes.turns[place], notes.turns[place + 1]))


def lead_back(notes: Draft, turn: dict[str, Any]) -> None:
    """Lead most choices of the turn after the hub back to the hub."""
    hub = notes.turns[notes.hub or 0]
    for choice in turn["choices"]:
        if notes.chance(0.7):
            choice["goto"] = hub
