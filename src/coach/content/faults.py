"""What may be wrong with the form of a file: each complaint's name, its meaning and the remedy."""

from collections.abc import Mapping
from types import MappingProxyType

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        # The file as a whole.
        "no-course": "There is no lessons/course.yaml in this folder; name the course's folder.",
        "unreadable": "The file cannot be opened; see whether it is a folder, or closed to you.",
        "too-large": "The file is longer than any conversation needs; split it into two.",
        "too-many": "There are more complaints than anybody reads; mend the first and look again.",
        "empty-file": "The file holds nothing, or only remarks; copy an example and change it.",
        "not-utf8": "A letter is stored in an old way; save the file again as UTF-8.",
        "control-character": "An invisible character stands here; delete it.",
        # The text as YAML.
        "not-yaml": (
            "A sign in the text means something else to YAML, or an indent does not fit; "
            "put the words below `>-`."
        ),
        "two-documents": "A line of three dashes begins a second text; delete it.",
        "too-deep": "Brackets or indents go deeper than any field needs; close what stays open.",
        "cut-text": "A text ends at an unquoted #; put the words below `>-`.",
        "duplicate-key": "The same key stands twice in one place; keep one of the two.",
        "bad-key": "A key is no plain word, or has an odd blank beside it; type it again.",
        "alias": "A * before a value refers to another place; write the value out or quote it.",
        "anchor": "A & before a value names a place; leave the name out or quote the text.",
        "tag": "A ! before a value names a type; leave it out or quote the text.",
        "merge-key": "The key << takes over other keys; write them out.",
        # What stands where.
        "unknown-key": "This key cannot stand here; mend its spelling or its indent.",
        "missing-key": "A key that has to stand here does not; add it.",
        "empty-value": "A key has nothing behind it; write its value, or leave the key out.",
        "empty-text": "A text has no words; write some, or leave the key out.",
        "wrong-type": "The value is of another kind, such as words for a number; write what fits.",
        "unknown-value": "The value is none of those allowed here; take one of them.",
        "out-of-range": "A number or an id lies outside what is allowed; bring it within.",
        "wrong-count": "A list has too few or too many entries; add some or take some out.",
        "bad-id": "An id breaks the pattern of ids; use small letters, digits and hyphens.",
        "bad-condition": 'A bound of a meter is not like ">= 3" or "<= 0"; write it so, in quotes.',
        # Names that lead nowhere.
        "unknown-target": "There is no turn or ending of this name; write one, or mend the name.",
        "unknown-fact": "The scenario lists no fact of this name; add it, or mend the name.",
        "unknown-deed": "The scenario lists no deed of this name; add it, or mend the name.",
        "unknown-move": "No move of this name stands in course.yaml; take one that does.",
        "unknown-skill": "No skill of this name stands in course.yaml; take one that does.",
        "unknown-idea": "No idea of this name stands in course.yaml; take one that does.",
        "unknown-channel": "No channel of this name stands in course.yaml; take one that does.",
        "unknown-audience": "No audience of this name stands in course.yaml; take one that does.",
        "unknown-scenario": "There is no scenario file of this name; write it, or mend the name.",
        "unknown-lesson": "There is no other lesson of this name; write it, or mend the name.",
        "unknown-entry": "The exercise lists no entry of this name; add it, or mend the name.",
        "duplicate-id": "Two entries of one list have the same id; give one of them another.",
        "same-id": "A turn and an ending share an id, or one is called outcome; rename it.",
        "reserved-id": "An id has a meaning of its own in a lesson; choose another.",
        # How the parts fit together.
        "say-or-do": "A choice has both `say` and `do`, or neither; keep or write one.",
        "ask-declined": "A choice has `ask` without `declined`, or the reverse; write both.",
        "silent-turn": "In a turn nobody speaks and nothing is seen; write `says` or `narration`.",
        "empty-condition": "A `when` asks for nothing and always holds; fill it or leave it out.",
        "no-last-case": "No entry is left for all other cases; add a last one without `when`.",
        "hidden-case": "An entry without `when` hides those below it; move it to the end.",
        "no-outcome": "A reply goes to outcome, but the list `outcome` is missing; add it.",
        "exit-to-turn": "An exit leads to a turn; exits lead to endings only.",
        "same-worth": "Options that must differ have the same worth; change one of them.",
        "one-speaker": "In a line nobody speaks, or two do; write one speaker with their words.",
        "needless-pattern": "No line is the answer, so there is no pattern; leave it out.",
        "unpaired": "An entry on the left is in no pair; add it to `pairs`, or take it out.",
        "ask-size": "A rewrite may ask and lacks `size`, or the reverse; make the two fit.",
        "energy-exit": "A written conversation has an exit for want of energy; leave it out.",
    }
)
