"""What is looked for: tables of words, each row with the reason why it counts.

They are matched against the plain form: lower case, straight quotes, hyphens and line breaks read
as one space. Spelling is not judged: what people often leave out or shorten is let pass.
"""

import re
from collections.abc import Iterable

from coach.exercises.rewrite.reading import Pattern, Text, pattern, read

YOU = r"(?:you|u)"
YOUR = r"(?:your|ur)"
CAN = rf"(?:could|can|would|will|may) {YOU}"
PAPERS = r"(?:cv|c\.v\.|resume|curriculum vitae|deck|brochure|portfolio)"
NUMBER = {
    "one": 1, "a couple of": 2, "two": 2, "three": 3, "five": 5, "ten": 10, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "forty five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
TALK = r"(?:talk|post|presentation|lecture|article|slides?|message|conversation|chat|work)"
KIND = r"(?:great|good|lovely|nice|wonderful|glad|happy|pleased|pleasure|enjoyed)"

WORK = (
    r"(?:jobs?|work|internships?|positions?|roles?|openings?|vacanc(?:y|ies)|opportunit(?:y|ies))"
)
DAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight|tomorrow|the end of)"
COUNT = r"(?:\d+|" + "|".join(NUMBER) + r"|four|six|seven|eight|nine)"

# What they said or did (F1).

SHARED = (
    pattern(r"(?:we|i) (?:\w+ )?(?:met|spoke|talked)|meet(?:ing)? you", "that you met"),
    pattern(r"last night|yesterday|the (?:event|fair|conference|meeting)", "when or where"),
    pattern(rf"{YOUR} (?:\w+ )?{TALK}", "what they made or told, unnamed"),
    pattern(rf"{YOUR} (?:team|achievements|new (?:job|role))", "their firm or their place in it"),
    pattern(r"congrat\w*|(?:the|our|those) (?:good )?old days", "their news, or times shared"),
)
"""Points at them in general: it would fit everyone they met that day."""

REACTION = (
    pattern(
        r"(?:stuck|stayed|stays) with me|that stuck|(?:kept|keep|still) think(?:ing)?"
        r"|(?:think|thinking|thought) (?:of|about) (?:it|this|that|the|how|what)(?! old| good)"
        r"|(?:don'?t|do not|won'?t|will not|didn'?t|can'?t|cannot|never) forg[eo]t",
        "it stayed with the writer",
    ),
    pattern(
        r"(?:sent|took|brought) me (?:straight |right )?(?:back|to)|got me (?:thinking|to)|made me"
        rf"|{YOU} made (?:it|me|that|this|those|them|the)|made (?:a|all the) difference"
        r"|i(?:'m| am| was) (?:so |very )?(?:glad|happy|sorry|sad)"
        rf" (?:that {YOU}|{YOU}|for {YOU}|the|to hear)",
        "it moved the writer",
    ),
    pattern(
        r"remind(?:s|ed) me (?:of (?:my|the|our|how)|that)|(?:exactly|just like) (?:my|our)"
        r"|same (?:problem )?(?:here|for (?:me|us))|because (?:my|in my|at)",
        "it met something in the writer's own life",
    ),
    pattern(
        rf"i(?:'d| had|'ve| have)? (?:never|only ever|always) (?:heard|thought|seen|known|knew)"
        rf"|{YOU} were right|i (?:learned|learnt|understood|understand now|see now) that",
        "it changed what the writer thinks",
    ),
    pattern(
        r"i(?:'ve| have)? since|i(?:'ve| have)? (?:then |also )?(?:went|tried|tested|checked|looked"
        r"|drew|wrote down|told my)",
        "the writer did something with it",
    ),
)
"""What it changed, or what the writer thought or did because of it."""

# Questions (F2).

OPEN = (
    pattern(r"(?:what|how|which|why)(?:'?s|'?re|'?d)?", "asks for more than yes or no"),
    pattern(rf"tell me (?:\w+ )?(?:about {YOUR}|what|how|which|why)", "asks for their story"),
)
ABOUT_ME = pattern(
    r"(?:how|what|which|why) (?:can|could|do|should|must|would) (?:i|we)(?! help| do for| be of)"
    r"|(?:what|which) (?:jobs?|roles?|positions?|openings)|hiring",
    "the question is what the writer wants",
)

# What is given (F3).

GENERIC_OFFER = (
    pattern(
        r"(?:if|anything|how) i can (?:ever )?(?:help|do)|(?:happy|glad|here) to help"
        rf"|if {YOU} (?:ever )?need (?:anything|help|me|something)",
        "an offer that names nothing",
    ),
)
GIVES = (
    pattern(
        r"(?:i'?ll|i will|i can|i could|can|let me|may i|i would (?:like|love) to"
        r"|i'?d (?:like|love) to|happy to|glad to) (?:gladly |happily |also )?(?:send|share|bring"
        r"|lend|show|pass on|forward|introduce(?! (?:me|myself))|write down|translate|fix|teach)",
        "names what can be sent, brought or shown",
    ),
    pattern(
        r"(?:is|are|it's) (?:below|attached)|here(?:'?s| is| are) (?:the|an?|some|two|three)"
        r"|i(?:'ve| have)? (?:noted|written|made|drawn|collected|translated|saved|put together)"
        r" (?:down )?(?:how|what|(?:an?|the|some|two|three|my) (?:\w+ )?(?:lists?|pages?|outlines?"
        r"|guides?|notes?|maps?|tables?|videos?|drawings?|summary|checklists?|sheets?|papers?"
        r"|copy|copies))",
        "says that something is there for them",
    ),
)
FINDING = (
    pattern(
        r"(?:solved|fixed|halved|avoided) (?:\w+ ){1,2}(?:with|by)|(?:took|needed|lasted|saved|cut)"
        rf" (?:\w+ )?{COUNT} (?:\w+ ){{0,2}}(?:in|at|for) (?:mine|ours|us|my \w+|our \w+)",
        "tells what somebody found out by trying",
    ),
)
NOT_A_GIFT = pattern(
    rf"{PAPERS}|(?:my|our) (?:profile|application|app|product|offer|prices|story|details)"
    rf"|(?:attach|enclos)ing|(?:could|would) {YOU}|share (?:with {YOU} )?that",
    "it serves the writer, not the reader",
)
OPTIONAL = (
    pattern(
        rf"if {YOU}(?:'d| would)? (?:like|want|wish|need|care)|in case|if it (?:helps|would help"
        r"|is|'s) ?(?:useful|of use|any use)?|if (?:useful|helpful|of use)|either way"
        rf"|{YOU}(?:'re| are) welcome to|only if|no (?:need|strings|obligation)|should {YOU}",
        "leaves them free to take it or not",
    ),
)

# What is asked for (F4).

PLEA = (
    pattern(
        rf"help me (?:to )?(?:find|get) (?:\w+ ){{0,3}}{WORK}|consider me for"
        rf"|if {YOU} hear of",
        "asks for work",
    ),
    pattern(
        r"(?:are|is) there (?:\w+ ){0,2}(?:jobs?|internships?|vacanc(?:y|ies)|openings?)"
        r"|(?:has|have) (?:\w+ ){0,2}(?:openings?|vacanc(?:y|ies))|(?:role|position|job) open"
        r"|(?:that|who)(?:'s| is| are) hiring|are you hiring",
        "asks where there is work",
    ),
    pattern(
        r"(?:refer|recommend|hire) me|a referral|put in a (?:good )?word"
        r"|write (?:me )?a (?:recommendation|reference)"
        r"|(?:pass|send|forward|give|hand) (?:\w+ )?my (?:cv|c\.v\.|resume)",
        "asks for a good word",
    ),
    pattern(
        r"introduce me|(?:names|contacts) of|send me (?:\w+ )?(?:names|contacts)"
        r"|(?:be|as) my mentor|mentor me|lend me",
        "asks for people or for money",
    ),
)
"""Asks for more than twenty minutes: size 3 or 4."""

MINUTES = re.compile(
    r"\b(\d{1,3}|" + "|".join(sorted(NUMBER, key=len, reverse=True)) + r") ?(?:min|mins|minutes?)\b"
)
TIME = (
    pattern(
        r"half an hour|(?:an|one|two) hours?|(?:a|quick|short|phone|video) (?:call|chat|coffee)"
        r"|spare (?:some|a little|a bit of) time|pick your brains?|guide me",
        "asks for time",
    ),
)
SMALL = (
    pattern(
        r"(?:a|one|two|1|2|a couple of) (?:\w+ )?(?:small |short |quick )?questions?"
        r"|(?:one|a single|1) page",
        "a question or a page",
    ),
)
REQUEST = (
    pattern(
        rf"(?:{CAN}|(?:may|could|can|might) i(?! help)|might {YOU}) (?:[^.!?]{{1,150}}\?"
        r"|(?:\w+ ){0,3}(?:ask|tell|send|share|look"
        r"|read|spare|give|help|talk|speak|call|meet|show|explain|write))"
        rf"|would {YOU} (?:have|be (?:open|willing|able|free)|mind)|do {YOU} have time",
        "asks it as a question",
    ),
    pattern(
        rf"(?:was|am|were) wondering (?:if|whether)|(?:grateful|appreciate it|glad|great) if {YOU}"
        rf"|i(?:'d| would) (?:like|love) to ask|i (?:need|want) {YOU} to|i need:"
        r"|(?:kindly|please|pls) (?:let me know|send|give|tell|help|consider|check|refer|guide)",
        "asks it as a wish",
    ),
)
VAGUE = (
    pattern(
        r"any (?:advice|tips|help|suitable|thoughts|guidance)|pick your brains?|some ?time"
        r"|share your experience|guide me",
        "names no topic",
    ),
)
VAGUE_ASK = (
    pattern(
        r"pick your brains?|any (?:advice|tips|guidance|help)|guide me|(?:need|want|like|love|get)"
        r" (?:your|some) (?:advice|tips|guidance|help)",
        "asks for something unnamed",
    ),
)
TOPIC = (
    pattern(
        r"(?:about|on|regarding) (?:your|the|how|what|which|why|one|first)"
        r"|(?:ask|tell|show|know|explain|learn|understand) (?:you |me )?(?:how|what|which|why|where"
        r"|that|this|two|one|a)|(?:wherever|where|whether) (?:i|you|it|that)",
        "names what it is about",
    ),
)

# An easy way out (F5).

DECLINE = (
    pattern(
        r"(?:bad|busy|wrong|full) (?:day|week|month|time|term|moment)|no (?:worries|harm done"
        r"|pressure|rush|hurry|hard feelings)|leave it|say (?:so|no)|a? ?no is (?:also )?(?:fine"
        r"|all right|ok(?:ay)?)|that(?:'s| is) (?:also |all )?(?:fine|ok(?:ay)?|all right)"
        r"|either way|feel free not",
        "says that a no is fine",
    ),
    pattern(
        r"(?:need not|needn'?t|no need to|don'?t (?:have|need) to|do not (?:have|need) to)"
        r" (?:answer|reply|write back)|no (?:reply|answer) (?:is )?needed|only if"
        rf"|if {YOU} (?:can'?t|cannot|can not|don'?t have time|have no time|are too busy)"
        r"|i(?:'ll| will)? (?:\w+ )?understand",
        "leaves them free to stay silent",
    ),
)
NOT_FREE = re.compile(r"(?:don'?t|do not|never|can'?t) (?:just |please )?$")
"""Before a way out, it takes it back: “don't say no”."""

# Thanks (F6).

THANKS = (
    pattern(rf"thank(?:s|ing|ed)?(?: {YOU})?|thx|grateful|gratitude", "thanks"),
    pattern(r"appreciated?(?! if)|congrat\w*|well done|impressed|admired?", "praise"),
    pattern(
        rf"{KIND} (?:to (?:have )?(?:meet|met|talk|speak|hear)|(?:that )?(?:we|i) (?:met|talked"
        rf"|spoke)|meeting|hearing|talking|speaking|(?:our|{YOUR}|the) (?:\w+ )?{TALK}|{TALK})"
        r"|was a pleasure",
        "glad of the meeting",
    ),
    pattern(
        r"(?:very|so|really|quite|most) (?:interesting|inspiring|insightful|informative|helpful"
        rf"|useful|kind)|(?:liked|loved) (?:it|that|this|how|the|{YOUR}|what)|made me (?:laugh"
        rf"|smile)|{YOU} (?:are|were) (?:so |very )?(?:kind|nice|generous)",
        "kind words on what they did",
    ),
)
NAMED_THANKS = (
    pattern(
        rf"(?:thank(?:s|ing|ed)?|grateful|appreciate it)(?: {YOU})?(?: (?:so|very) much| again"
        rf"| a lot)? (?:for|that) (?!(?:{YOUR} )?(?:time|attention|consideration|reading"
        r"|understanding|help|everything|all|any|connecting|accepting)\b)\w+"
        r"|said (?:thanks|thank you) for",
        "names what the thanks are for",
    ),
    pattern(
        r"(?:liked|loved|like|love|admired?|enjoyed) (?:how|that|the way|it when)(?! (?:we|i)\b)"
        rf"|(?:kind|good|nice|generous) of {YOU} to|never (?:said|thanked)"
        rf"|(?:great|good|lovely|wonderful) {TALK} (?:on|about)|(?:enjoyed|loved|liked) {YOUR}"
        rf" {TALK} (?:on|about)",
        "names what was good",
    ),
)
# Whose message it is (F7).

MINE = pattern(r"i|me|my|mine|myself|im|ive", "the writer")
THEIRS = pattern(r"you|your|yours|yourself|u|ur|youre|youve", "the reader")

# Sales words (F9).

SALES = (
    pattern(
        r"synerg(?:y|ies)|win win|leverag(?:e|ing)|opportunit(?:y|ies)|game chang(?:er|ing)"
        r"|proven track record|dynamic|team players?|results driven|transform(?:s|ing|ative)?"
        r"|solutions?|circle back|exclusive(?:ly)?|collaborat(?:e|ion)(?! (?:on|with you on))",
        "the language of selling",
    ),
)

# What costs trust (P).

PRETEXT = (pattern(r"(?:loved?|great|impressive|came across) your profile", "praise unread"),)
WARES = (
    pattern(
        r"(?:my|our|an?) (?:\w+ )?(?:app|product|service|platform|startup|software|agency)",
        "something to sell",
    ),
)
PRESSURE = (
    pattern(
        rf"{YOU} (?:still )?owe|i covered for {YOU}|(?:is|it's) your turn"
        r"|after (?:all )?i (?:did|helped|gave)"
        r"|give (?:me )?something back|return the favou?r"
        r"|(?:don'?t|do not|can'?t|cannot) (?:just )?say no",
        "presents a bill",
    ),
    pattern(
        rf"i beg {YOU}|my (?:only|last) (?:contact|hope|chance)|counting on {YOU}"
        r"|nobody (?:answers|helps|replies to) me|i(?:'m| am) desperate",
        "makes them answer for the writer's trouble",
    ),
    pattern(
        rf"(?:please|pls|kindly|i need {YOU} to|send me)[^.!?]{{0,60}} (?:by|before|until) {DAY}"
        r"|(?:(?:please|pls|kindly) (?:answer|reply|send|confirm|give)|send me)[^.!?]{0,60} today"
        r"|(?<!to )(?:know|answer|reply) (?:asap|a\.s\.a\.p|as soon as possible|by tomorrow|today)",
        "sets a deadline",
    ),
    pattern(
        rf"(?:please|kindly|must) confirm|{YOU}'?(?:ll| will) want to|i need {YOU} to", "presses"
    ),
)
ENCLOSES = (
    pattern(r"attach\w*|enclos\w*|here(?: is|'?s) my|(?:check|see|view) (?:out )?my", "hands over"),
)
UNASKED = (pattern(rf"(?<!your ){PAPERS}|my (?:profile|website)", "papers nobody asked for"),)
MASS = (
    pattern(
        r"dear (?:sir|madam|all|friends)|to whom it may concern"
        r"|esteemed (?:organi[sz]ation|company)|(?:grow|expand|build)(?:ing)? my (?:network"
        r"|connections)|share with your network|(?:leaders|professionals) (?:in your industry"
        r"|like you)",
        "a text for many",
    ),
)


def hook_patterns(hooks: Iterable[tuple[str, ...]]) -> tuple[Pattern, ...]:
    """One pattern a hook: any of its words, one of them or several."""
    found = []
    for hook in hooks:
        words = [_loose(read(word)) for word in hook]
        if any(words):
            found.append(pattern("|".join(filter(None, words)), f"they told you: {hook[0]}"))
    return tuple(found)


def _loose(word: Text) -> str:
    """A word of a hook, also in the plural, and with other spaces and full stops."""
    parts = [re.escape(part.strip(".")) for part in word.plain.split() if part.strip(".")]
    return r"\.? ".join(parts) + r"(?:'s|es|s)?" if parts else ""
