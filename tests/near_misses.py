"""How the broken files of tests/broken/checks are changed to stand on either side of a limit."""

from small_course import SOUND

Pairs = tuple[tuple[str, str], ...]

VARIED = """    says:
      - {id: after-the-sale, when: {did: [pitched]}, text: "The beans, well."}
      - {id: plain, text: "Look, the beans came up."}"""
PERHAPS = """        goto:
          chance:
            - {id: tired, weight: 1, goto: good-night}
            - {id: awake, weight: 1, goto: landing}"""
NEAR_MISSES: dict[str, Pairs] = {
    "endless": (
        ("opening: gate", "facts: {yeast: {text: She bakes with yeast.}}\nopening: gate"),
        ("        effects: {trust: +3}", "        when: {lacks: [yeast]}"),
        ("        reaction: Down we go.", "        learns: [yeast]\n        reaction: Down we go."),
    ),
    "no-choice": (('">= 3"', '">= 2"'),),
    "nothing-at-stake": (
        ("opening: stairs", "facts: {bakes: {text: She bakes., worth: 0.1}}\nopening: stairs"),
        ("goto: soup", "learns: [bakes]\n        goto: soup"),
    ),
    "unreached": (("thanks.\n        goto: door", "thanks.\n        goto: nod"),),
    "never-offered": (('">= 4"', '">= 3"'),),
    "always-holds": (('">= 2"', '">= 3"'),),
    "never-holds": (('">= 6"', '">= 5"'),),
    "no-difference": (
        ("{trust: -1}\n        reaction: Then", "{trust: -2}\n        reaction: Then"),
    ),
    "hidden-chance": (("You hear her laugh", "You hear a laugh"),),
    "trap-is-best": (("{trust: +2}", "{trust: +3, energy: +1}"),),
    "free-trap": (("{trust: -1, energy: -1}", "{trust: -1}"),),
    "no-way-back": (
        ("early_pitch\n        effects: {", "early_pitch\n        effects: {energy: +1, "),
    ),
    "refund": (("{trust: +3, energy: -1}", "{trust: +2}"),),
    "same-corridor": (("    says: Look, the beans came up.", VARIED),),
    "skipped-turn": (("        goto: good-night", PERHAPS),),
    "no-fair": (("{trust: -2, energy: -1}", "{trust: -2}"),),
    "second-best": (("{trust: -3}", "{trust: -3, energy: -1}"),),
    "hollow-bloom": (("{trust: -5}", "{trust: -5, energy: -1}"),),
    "blind-wins": (("{trust: +4, energy: -1}", "{trust: +3}"),),
    "blind-helps": (("{trust: +1}", "{trust: +1, energy: -1}"),),
    "always-asks": (
        ("Is there time for bread upstairs tonight?", "There is time for it tonight."),
    ),
    "reply-too-long": (("kind of a neighbour", "kind of you"),),
    "turn-too-long": (("A boy brought", "Somebody brought"),),
    "reply-length": (("That was kind", "That was very kind"),),
    "uneven-lengths": (("much better and lighter", "better and lighter"),),
    "feedback-rule": (("Give a little before you ask.", "*Give a little before you ask.*"),),
    "feedback-length": (("and then listen.", "and then listen well."),),
    "same-openings": (("You made her feel", "It made her feel"),),
    "loose-asterisk": (("*Then", "*Then*"),),
    "give-away": (("just sells", "justly sells"),),
    "idiom": (("words: brain,", "words: pick your brain,"),),
    "long-sentence": (("your new house", "your house"),),
    "reading-grade": (("Alternatively, mention other", "Also mention other"),),
}
"""For each rule what keeps its broken file just inside the limit."""

MESSAGES = ("channel: in-person", "channel: messages")
FORTY = ("tonight.", "tonight, and for one more, who may come by any day that it lasts.")
FORTY_ONE = ("tonight.", "tonight, and for one more, who may come by any day before it is gone.")
SAYS_LESS = ("The post is slow in our street.", "Slow post.")
OWN_REFUSAL = (
    "h\n        ask: 1\n        declined: {reaction: No., feedback: Not now., goto: door}\n"
)
WORTHS = "facts: {bakes: {text: She bakes., worth: 0.3}, sells: {text: He sells., worth: %s}}\n"
LEARNS = (
    ("{trust: +2}", "{trust: +2}\n        learns: [bakes]"),
    ("{trust: -1}", "{trust: -3}\n        learns: [sells]"),
)
SIXTY_FIVE: Pairs = (*LEARNS, ("opening:", WORTHS % 0.7 + "opening:"))
SIXTY_SIX: Pairs = (*LEARNS, ("opening:", WORTHS % 0.2 + "opening:"))
ALWAYS_OUT = ("opening:", 'exits: [{when: {trust: "<= 9"}, goto: door}]\nopening:')
NEVER_OUT = ("opening:", 'exits: [{when: {trust: ">= 9"}, goto: door}]\nopening:')
ALWAYS_SOUP = ("goto: soup", 'goto: [{when: {trust: ">= 6"}, goto: soup}, {goto: door}]')
A_BIT_MORE: Pairs = (
    ("{trust: +3, energy: -1}", "{trust: +2}\n        learns: [bakes]"),
    ("opening:", "facts: {bakes: {text: She bakes., worth: 0.05}}\nopening:"),
)
LAST_WORDS = (
    "{energy: +1}\n        reaction: There always",
    "{energy: +2}\n        reaction: There always",
)
PERHAPS_PITCHED = """        goto:
          chance:
            - {id: said, weight: 1, goto: landing, does: [pitched]}
            - {id: unsaid, weight: 1, goto: landing}"""
EDGES: dict[str, tuple[str, int, str, Pairs]] = {
    "an act may be short": (
        "reply-length",
        2,
        "reply-length",
        (("say: That was kind. P", "do: P"),),
    ),
    "a written reply may be short": ("reply-length", 0, "reply-length", (MESSAGES,)),
    "one reply a turn may say less": ("reply-length", 0, SOUND, (SAYS_LESS,)),
    "that one is not uneven": ("uneven-lengths", 0, SOUND, (SAYS_LESS,)),
    "22 spoken words read well": ("reply-length", 0, "turn-too-long", ()),
    "23 spoken words are many": (
        "reply-length",
        3,
        "turn-too-long",
        (("kind of", "very kind of"),),
    ),
    "40 written words are enough": ("reply-too-long", 0, "reply-too-long", (MESSAGES, FORTY)),
    "41 written words are too many": ("reply-too-long", 1, "reply-too-long", (MESSAGES, FORTY_ONE)),
    "two passages are no one rule": ("feedback-rule", 1, SOUND, (("ask how", "*ask* how"),)),
    "a word is no rule": ("feedback-rule", 1, "feedback-rule", (("a little", "a *little*"),)),
    "two sentences are no one rule": ("feedback-rule", 1, SOUND, (("little before", "little. B"),)),
    "a refusal has its rule too": (
        "feedback-rule",
        1,
        SOUND,
        (("early_pitch\n", "early_pitc" + OWN_REFUSAL),),
    ),
    "one exclamation mark gives nothing away": ("give-away", 0, SOUND, (("those.", "those!"),)),
    "two exclamation marks do": ("give-away", 1, SOUND, (("those.", "those!!"),)),
    "a phrase may give away": (
        "give-away",
        1,
        SOUND,
        (("is fresh bread", "bread is all it takes"),),
    ),
    "an idiom in the setting": (
        "idiom",
        1,
        SOUND,
        (("setting: The", "setting: Touch base on the"),),
    ),
    "an explanation is read too": (
        "long-sentence",
        1,
        "idiom",
        (("you think with.", "it is " * 10),),
    ),
    "turns nobody comes to": ("unreached", 2, "endless", (("goto: stairs", "goto: door"),)),
    "a lone trap is as good as any": (
        "trap-is-best",
        1,
        "skipped-turn",
        (("small_talk\n        effects: {e", "flattery\n        effects: {e"),),
    ),
    "a trap may not win back a bit more": ("refund", 1, "refund", A_BIT_MORE),
    "a corridor of one judged turn is short": ("same-corridor", 0, "same-corridor", (LAST_WORDS,)),
    "nothing follows a last reply": ("no-way-back", 0, "second-best", ()),
    "a reply that ends it skips nothing": (
        "skipped-turn",
        0,
        "skipped-turn",
        (("good-night\n", "soup\n"),),
    ),
    "replies that lead apart differ": (
        "no-difference",
        0,
        "no-difference",
        (("day was.\n        goto: door", "day was.\n        goto: soup"),),
    ),
    "a fair reply may lose a stake": ("no-fair", 0, SOUND, (("{trust: -1}", "{trust: +1}"),)),
    "a fair reply loses no more": (
        "no-fair",
        1,
        SOUND,
        (("{trust: -1}", "{trust: +2, energy: -1}"),),
    ),
    "the second best may score 65": ("second-best", 0, SOUND, SIXTY_FIVE),
    "the second best scores no more": ("second-best", 1, SOUND, SIXTY_SIX),
    "an exit that always holds": ("always-holds", 1, "same-corridor", (ALWAYS_OUT,)),
    "an exit that never holds": ("never-holds", 1, "same-corridor", (NEVER_OUT,)),
    "a way that is always taken": ("always-holds", 1, SOUND, (ALWAYS_SOUP,)),
    "an offer is left to never-offered": ("never-holds", 0, "never-offered", ()),
    "chance that a deed gives away": (
        "hidden-chance",
        1,
        "same-corridor",
        (("        goto: landing", PERHAPS_PITCHED),),
    ),
    "an echo asks as well": ("always-asks", 1, SOUND, (("That was kind", "It stayed dry"),)),
}
"""What else a rule finds or lets pass: the rule, how often, the file and what is changed in it."""
