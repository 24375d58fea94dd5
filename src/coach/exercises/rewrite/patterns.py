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

# F1: what they said or did

SHARED = (
    pattern(r"(?:we|i) (?:\w+ )?(?:met|spoke|talked)|meet(?:ing)? you", "that you met"),
    pattern(r"last night|yesterday(?: evening)?|the (?:event|fair|conference)", "when or where"),
    pattern(rf"{YOUR} (?:\w+ )?{TALK}", "what they made or told, unnamed"),
    pattern(rf"{YOUR} (?:team|achievements)|fellow \w+", "their firm or their place in it"),
    pattern(r"congrat\w*|(?:the|our|those) (?:old|good old) days", "their news, or times shared"),
)
"""Points at them in general: it would fit everyone they met that day."""

REACTION = (
    pattern(
        r"(?:stuck|stayed) with me|that stuck|stays with me|(?:kept|keep|still) think(?:ing)?"
        r"|(?:think|thinking|thought) (?:of|about) (?:it|this|that|the|how|what) (?!old|good)"
        r"|(?:do not|don'?t|won'?t|did not|didn'?t|can'?t|never) (?:forget|forgot)",
        "it stayed with the writer",
    ),
    pattern(
        rf"(?:sent|took|brought|got|set) me|{YOU} made|made me|made (?:a|the|all the) difference"
        r"|beat every",
        "it moved the writer",
    ),
    pattern(
        r"reminds? me of (?:my|the|our|how)|reminded me (?:of (?:my|the|our|how)|that)"
        r"|(?:exactly|just) (?:like )?(?:my|our|the same)|same (?:problem )?(?:here|for (?:me|us))"
        r"|because (?:my|at (?:my|our|school|work|home)|in my)",
        "it met something in the writer's own life",
    ),
    pattern(
        r"(?:i'?d|i had|i have|i've) (?:never|only ever|always) (?:heard|thought|seen|known)"
        r"|(?:i )?(?:did not|didn'?t|never) (?:know|knew|think of)|you were right"
        r"|i (?:learned|learnt|understood|understand now|see) that|differently|opened my eyes",
        "it changed what the writer thinks",
    ),
    pattern(
        r"i(?:'ve| have)? (?:since|then|now|also )?\s?(?:went|tried|tested|checked|looked|put"
        r"|drew|wrote down|noted|changed|told my)",
        "the writer did something with it",
    ),
)
"""What it changed, or what the writer thought or did because of it."""

# F2: questions

OPEN = (
    pattern(r"(?:what|how|which|why)(?:'?s|'?re|'?d)?", "asks for more than yes or no"),
    pattern(rf"tell me (?:\w+ )?(?:about {YOUR}|what|how|which|why)", "asks for their story"),
)
ABOUT_ME = pattern(
    r"(?:how|what|which|why) (?:can|could|do|should|must|would) (?:i|we) (?!help|do for|be of)"
    r"|(?:what|which) (?:jobs?|roles?|positions?|openings)"
    r"|who (?:do|does|can|could) .*(?:hiring|jobs?|work for)",
    "the question is what the writer wants",
)

# F3: what is given

GENERIC_OFFER = (
    pattern(
        r"(?:if|anything|how) i can (?:ever )?(?:help|do)|(?:happy|glad) to help|here to help"
        rf"|if {YOU} (?:ever )?need (?:anything|help|me|something)",
        "an offer that names nothing",
    ),
    pattern(
        r"i (?:could|can) (?:come|work|do|help)\b.{0,60}for free|i tried (?:draw|writ|mak)ing it",
        "something made or offered that serves the writer first",
    ),
)
GIVES = (
    pattern(
        r"(?:i'?ll|i will|i can|i could|can|let me|may i|i would (?:like|love) to|i'?d (?:like|love)"
        r" to|happy to|glad to) (?:gladly |happily |also )?(?:send|share|bring|lend|show|pass on"
        rf"|forward|introduce|write down|translate|fix|teach)\b",
        "names what can be sent, brought or shown",
    ),
    pattern(
        r"(?:is|are|put it|it's) (?:below|attached|here)|here(?:'?s| is| are) (?:the|a|an|my|our)"
        r"|i(?:'ve| have)? (?:noted|written|made|drawn|found|kept|collected|translated|saved)"
        r" (?:\w+ ){0,2}(?:how|what|a|an|the|some|two|three|you)\b",
        "says that something is there for them",
    ),
)
FINDING = (
    pattern(
        r"(?:solved|fixed|halved|cut|did|took|needed|lasted) (?:\w+ ){0,4}"
        r"(?:with|by|in (?:mine|ours)|at (?:mine|ours|my \w+|our \w+))\b",
        "tells what somebody found out by trying",
    ),
)
NOT_A_GIFT = pattern(
    rf"{PAPERS}|draft|(?:my|our) (?:profile|application|app|product|offer|prices|story|details)"
    r"|(?:attach|enclos)\w*|could you|would you",
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

# F4: what is asked for

PLEA = (
    pattern(
        r"(?:need|find|get|want|looking for|seeking|search(?:ing)? for|hear of|apply for)"
        r" (?:\w+ ){0,4}(?:job|jobs|work|internship|position|role|opening|vacancy"
        r"|opportunit(?:y|ies))",
        "asks for work",
    ),
    pattern(
        r"(?:are|is) there (?:\w+ ){0,2}(?:jobs?|openings?|vacanc(?:y|ies)|positions?|roles?)"
        r"|(?:have|has|any) (?:\w+ ){0,2}(?:openings?|vacanc(?:y|ies)|jobs?)|(?:is|are) hiring"
        r"|suitable (?:vacancy|role|position)|if you hear of anything",
        "asks where there is work",
    ),
    pattern(
        rf"(?:refer|recommend|hire) me|a referral|(?:a|me a) (?:good )?(?:word|recommendation)"
        rf" for me|write (?:me )?a (?:recommendation|reference)|recommendation (?:on|for)"
        rf"|(?:pass|send|forward|give|hand) (?:\w+ )?my (?:cv|c\.v\.|resume)",
        "asks for a good word",
    ),
    pattern(
        r"introduce me|(?:names|contacts) (?:of|for)|send me (?:some |the |a few )?(?:names|contacts)"
        r"|as my mentor|mentor me|stay with you|lend me|invest in|give me (?:a|some) money",
        "asks for people, money or a home",
    ),
)
"""Asks for more than twenty minutes: size 3 or 4."""

MINUTES = re.compile(
    r"\b(\d{1,3}|" + "|".join(sorted(NUMBER, key=len, reverse=True)) + r") ?(?:min|mins|minutes?)\b"
)
TIME = (
    pattern(
        r"half an hour|(?:an|one|two) hours?|(?:quick |short |phone |video )?(?:call|chat|coffee)"
        r"|spare (?:some|a little|a bit of) time|pick your brains?|(?:some|a little) guidance"
        r"|guide me|meet (?:me|up)? ?(?:for|this|next)",
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
        rf"(?:{CAN}|may i|could i|can i|might i|might you) (?:\w+ ){{0,3}}(?:ask|tell|send|share|"
        r"look|read|spare|give|help|talk|speak|call|meet|show|put|explain|have|pass|write|introduce)"
        rf"|would {YOU} (?:have|be (?:open|willing|able|free)|mind)|do {YOU} have (?:time|\w+ minutes)",
        "asks it as a question",
    ),
    pattern(
        r"(?:was|am|were) wondering (?:if|whether)|(?:grateful|appreciate it|glad|great) if"
        rf"|i(?:'d| would) (?:like|love) to ask|i need(?: {YOU})?:? |i want {YOU} to|consider me"
        r"|(?:kindly|please|pls) (?:let me know|send|give|tell|help|consider|check|refer|guide)",
        "asks it as a wish",
    ),
)
VAGUE = (
    pattern(
        r"any (?:advice|tips|help|suitable|thoughts|guidance)|pick your brains?|some ?time(?: or other)?"
        r"|spare (?:some|a little) time|share your experience|guide me|your advice",
        "names no topic",
    ),
)
VAGUE_ASK = (
    pattern(
        r"pick your brains?|(?:any|some|your) (?:advice|tips|guidance|help)|guide me|help me"
        r"|(?:can|could|would|will) you (?:please )?(?:help|advise)",
        "asks for something unnamed",
    ),
)
TOPIC = (
    pattern(
        r"(?:about|on|regarding) (?:your|the|how|what|which|why|one|first)"
        r"|(?:ask|tell|show|know|explain|learn|understand) (?:you |me )?(?:how|what|which|why|where"
        r"|that|this|two|one|a)|(?:wherever|where|what|whether) (?:i|you|it|that)",
        "names what it is about",
    ),
)

# F5: an easy way out

DECLINE = (
    pattern(
        r"(?:bad|busy|wrong|full) (?:day|week|month|time|term|moment)|no (?:worries|harm done|pressure"
        r"|rush|hurry|problem|hard feelings)|just leave it|(?:just|please|to|can) say (?:so|no)"
        r"|no is (?:fine|all right|ok(?:ay)?|a good answer)|(?:that'?s|that is|is) (?:also )?"
        r"(?:fine|ok(?:ay)?|all right)(?: too| as well)?|either way|if not,?|feel free (?:not|to say)",
        "says that a no is fine",
    ),
    pattern(
        rf"(?:need not|needn'?t|no need|do(?:n'?t| not) (?:have|need)|not (?:have|need)) (?:to )?(?:answer|reply"
        rf"|write back)|no (?:reply|answer) (?:is )?needed|only if|if {YOU} (?:can'?t|cannot|can not"
        r"|don'?t have time|have no time|are too busy)|i(?:'ll| will)? (?:\w+ )?understand",
        "leaves them free to stay silent",
    ),
)
NOT_FREE = re.compile(r"(?:don'?t|do not|never|can'?t) (?:just |please )?$")
"""Before a way out, it takes it back: “don't say no”."""

# F6: thanks

THANKS = (
    pattern(r"thank(?:s|ing|ed)?(?: (?:you|u))?|thx|grateful|gratitude|cheers for", "thanks"),
    pattern(r"appreciated?(?! if)|congrat\w*|well done|impressed|admired?", "praise"),
    pattern(
        rf"{KIND} (?:to (?:have )?(?:meet|met|meeting|talk|speak|hear)|(?:that )?(?:we|i) (?:met|talked"
        rf"|spoke)|meeting|hearing|talking|speaking|(?:our|your|ur|the) (?:\w+ )?{TALK})"
        rf"|{KIND} {TALK}|was (?:a )?(?:pleasure|nice|great|lovely)",
        "glad of the meeting",
    ),
    pattern(
        r"(?:very|so|really|quite|most) (?:\w+ and )?(?:interesting|inspiring|insightful|informative|helpful"
        r"|useful|kind|nice)|(?:liked|loved) (?:it|that|this|how|the|your|what)|made me (?:laugh|smile)"
        r"|(?:was|were) (?:so )?(?:kind|nice)|good work",
        "kind words on what they did",
    ),
)
NAMED_THANKS = (
    pattern(
        rf"(?:thank(?:s|ing|ed)?|grateful|appreciate it)(?: {YOU})?(?: (?:so|very) much| again| a lot)?"
        rf" (?:for|that) (?!(?:{YOUR} )?(?:time|attention|consideration|reading|understanding|help"
        r"|everything|all|any|connecting|accepting|the long)\b)\w+|said thanks for",
        "names what the thanks are for",
    ),
    pattern(
        r"(?:i )?(?:really )?(?:liked|loved|admired|admire|love|like) (?:how|that|the way|it when|what)\b"
        r"(?! (?:we|i)\b)|(?:kind|good|nice|generous) of you to|never (?:said|thanked)",
        "names what was good",
    ),
    pattern(
        rf"(?:great|good|lovely|wonderful|enjoyed {YOUR}|loved {YOUR}|liked {YOUR}) {TALK} (?:on|about)"
        rf" (?!{YOUR} (?:work|job))\w+",
        "names what was good about",
    ),
)
SORRY_THANKS = re.compile(r"(?:no|not) $")

# F7: whose message it is

MINE = pattern(r"i|me|my|mine|myself|i'?(?:m|ve|d|ll)", "the writer")
THEIRS = pattern(r"you|your|yours|yourself|u|ur|you'?(?:re|ve|d|ll)", "the reader")

# F9: sales words

SALES = (
    pattern(
        r"synerg(?:y|ies)|win win|leverag(?:e|ing)|opportunit(?:y|ies)|game chang(?:er|ing)"
        r"|proven track record|dynamic|team players?|results driven|transform(?:s|ing|ative)?"
        r"|solutions?|circle back|exclusive(?:ly)?|collaborat(?:e|ion)(?! (?:on|with you on))",
        "the language of selling",
    ),
)

# P: what costs trust

PRETEXT = (pattern(r"(?:lov(?:e|ed)|great|impressive|came across) your profile", "praise unread"),)
WARES = (
    pattern(
        r"(?:my|our|an?) (?:\w+ )?(?:app|product|service|platform|startup|software|agency|course)",
        "something to sell",
    ),
)
PRESSURE = (
    pattern(
        rf"{YOU} (?:still )?owe|(?:i )?covered for you|give (?:something|me something) back|after all i"
        r"|never wrote|(?:don'?t|do not|can'?t) (?:just )?say no|returns? the favou?r",
        "presents a bill",
    ),
    pattern(
        rf"(?:i )?beg {YOU}|my (?:only|last) (?:contact|hope|chance)|counting on {YOU}|nobody (?:answers|helps)"
        r"|one person i can ask|tell me something|cry in|i'?m desperate|i am desperate",
        "makes them answer for the writer's trouble",
    ),
    pattern(
        r"(?:by|before|due|until) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight"
        r"|tomorrow|the end of)|a\.?s\.?a\.?p|(?:confirm|answer|reply|names|send|whatsapp)"
        r"(?: \w+){0,3} today",
        "sets a deadline",
    ),
    pattern(rf"(?:please |must )?confirm|{YOU}'?(?:ll| will) want to|i need {YOU} to|needs? to be", "presses"),
)
PASTED = (
    pattern(
        rf"(?:attach\w*|enclos\w*|find|here is|here'?s|link to|below is) (?:\w+ ){{0,2}}{PAPERS}"
        rf"|{PAPERS} (?:is )?(?:attached|enclosed|below)|i attach it"
        r"|(?:check|see|view|visit) (?:out )?my (?:profile|website|portfolio)",
        "papers nobody asked for",
    ),
)
MASS = (
    pattern(
        r"dear (?:sir|madam|all|friends|professional|connection)|to whom it may concern"
        r"|esteemed (?:organi[sz]ation|company)|hi there",
        "a greeting for anyone",
    ),
    pattern(
        r"(?:grow(?:ing)?|expand(?:ing)?|build(?:ing)?) my (?:network|connections)"
        r"|(?:leaders|professionals|people) (?:in your industry|like you|in the field)"
        r"|share with your network",
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
