"""What a lesson says: what it trains, how its options look, how it reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from statistics import median

from coach.checks.grade import grade
from coach.checks.rule import Finding, Rule
from coach.checks.wording import (
    HIGHEST_GRADE,
    Placed,
    given_away,
    idioms_of,
    long_winded,
    odd_lengths,
    without_partner,
    without_rule,
)
from coach.content.course import Catalogue
from coach.content.diagnostics import Loc
from coach.content.lesson import (
    LENGTHS,
    ChooseExercise,
    Exercise,
    FinishTheirSentence,
    Judged,
    Lesson,
    MatchExercise,
    Option,
    RewriteExercise,
    SpotLineExercise,
    texts_of,
)
from coach.roleplay.bots import hits, words
from coach.roleplay.values import EQUAL

OPTION_WORDS = 40
STEM_WORDS = 80
IDEA_WORDS = 150
SPREAD = 0.2
STANDS_OUT = 1.25
LEVELS = 3
BELITTLING = (("simply",), ("just",), ("all", "it", "takes"))
BARE_VERDICTS = {"wrong", "incorrect", "correct", "false", "sorry"}


@dataclass(frozen=True, slots=True)
class LessonSubject:
    """One lesson, and the course it belongs to."""

    lesson: Lesson
    catalogue: Catalogue


def untrained_idea(subject: LessonSubject) -> Iterator[Finding]:
    """An idea that the lesson names and none of its exercises trains."""
    trained = {idea for exercise in subject.lesson.exercises for idea in exercise.ideas}
    for idea in subject.lesson.ideas:
        if idea not in trained:
            hint = "name it in an exercise, or leave it out here"
            yield Finding(("ideas",), f'no exercise trains "{idea}"', hint)


def feedback_rule(subject: LessonSubject) -> Iterator[Finding]:
    """Feedback does not hold exactly one *emphasised* sentence: the rule to take away."""
    yield from without_rule(_feedback(subject.lesson))


def feedback_length(subject: LessonSubject) -> Iterator[Finding]:
    """Feedback lies outside 25 to 50 words: effect, rule, better phrase."""
    yield from odd_lengths(_feedback(subject.lesson))


def bare_verdict(subject: LessonSubject) -> Iterator[Finding]:
    """Feedback begins with a verdict, such as wrong or correct, and not with what the line did."""
    for loc, text in _feedback(subject.lesson):
        first = words(text)[:1]
        if first and first[0] in BARE_VERDICTS:
            message = f'this feedback begins with "{first[0]}"'
            yield Finding(loc, message, "say first what the line did to the other person")


def give_away(subject: LessonSubject) -> Iterator[Finding]:
    """An option uses a word that gives it away: genuinely, just, simply, always …, or two `!`."""
    for loc, exercise in _judged(subject.lesson):
        for option in exercise.options:
            for phrase in given_away(option.text):
                message = f'"{phrase}" gives the option "{option.id}" away'
                hint = "leave it out, or give it to other options too"
                yield Finding((*loc, "options", option.id, "text"), message, hint)


def belittling(subject: LessonSubject) -> Iterator[Finding]:
    """A text says just, simply or all it takes: what is hard for the reader sounds easy."""
    for loc, text in texts_of(subject.lesson):
        for phrase in () if _is_quoted(loc) else BELITTLING:
            if hits(words(text), (phrase,)):
                message = f'"{" ".join(phrase)}" makes light of what may be hard'
                yield Finding(loc, message, "leave it out")


def _is_quoted(loc: Loc) -> bool:
    """Whether somebody in the lesson says this, and not the lesson itself."""
    if loc[-1] in {"note", "feedback"}:
        return False
    return loc[-1] == "given" or not {"options", "lines", "models"}.isdisjoint(map(str, loc))


def best_by_length(subject: LessonSubject) -> Iterator[Finding]:
    """Over a lesson the best option is the longest, or the shortest, more often than by chance."""
    judged = [exercise for _, exercise in _judged(subject.lesson)]
    chance = [1 / len(exercise.options) for exercise in judged]
    most = sum(chance) + 2 * sqrt(sum(p * (1 - p) for p in chance))
    for name, sign in (("longest", 1), ("shortest", -1)):
        count = sum(_stands_alone(exercise, sign) for exercise in judged)
        if count > most + EQUAL:
            message = f"the best option is the {name} in {count} of {len(judged)} exercises"
            hint = f"at most {int(most)}; who knows nothing would find it"
            yield Finding(("exercises",), message, hint)


def _stands_alone(exercise: Judged, sign: int) -> bool:
    """Whether the best option alone is the longest; the shortest with sign -1."""
    length = {option.id: sign * len(words(option.text)) for option in exercise.options}
    best = _best(exercise)
    return all(length[o.id] < length[best.id] for o in exercise.options if o is not best)


def best_stands_out(subject: LessonSubject) -> Iterator[Finding]:
    """The best option is longer than all others, and by over a quarter than their median."""
    for loc, exercise in _judged(subject.lesson):
        best = _best(exercise)
        count = len(words(best.text))
        usual = median(len(words(o.text)) for o in exercise.options if o is not best)
        if _stands_alone(exercise, 1) and count > STANDS_OUT * usual:
            message = f'the best option "{best.id}" has {count} words, the others about {usual:.0f}'
            yield Finding((*loc, "options", best.id, "text"), message, "make them of like length")


def uneven_lengths(subject: LessonSubject) -> Iterator[Finding]:
    """An option is over a fifth longer or shorter than its exercise's mean; one short is free."""
    for loc, exercise in _judged(subject.lesson):
        counted = {option.id: len(words(option.text)) for option in exercise.options}
        shortest = min(counted, key=lambda name: counted[name])
        mean = sum(counted.values()) / len(counted)
        if len(counted) > 1 and counted[shortest] < (1 - SPREAD) * mean:
            del counted[shortest]
            mean = sum(counted.values()) / len(counted)
        for name, count in counted.items():
            if abs(count - mean) > SPREAD * mean + EQUAL:
                message = (
                    f'the option "{name}" has {count} words, the options here {mean:.1f} on average'
                )
                yield Finding((*loc, "options", name, "text"), message)


def option_too_long(subject: LessonSubject) -> Iterator[Finding]:
    """An option has more than 40 words."""
    for loc, exercise in _judged(subject.lesson):
        for option in exercise.options:
            count = len(words(option.text))
            if count > OPTION_WORDS:
                message = f'the option "{option.id}" has {count} words; at most {OPTION_WORDS}'
                yield Finding((*loc, "options", option.id, "text"), message)


def stem_too_long(subject: LessonSubject) -> Iterator[Finding]:
    """A situation or a prompt has more than 80 words."""
    for loc, exercise in _exercises(subject.lesson):
        name, text = _stem(exercise)
        count = len(words(text))
        if count > STEM_WORDS:
            message = f"this has {count} words; at most {STEM_WORDS}"
            yield Finding((*loc, name), message, "say only what is needed to answer")


def few_levels(subject: LessonSubject) -> Iterator[Finding]:
    """Two options are best where one is chosen, or three and more have under three worths."""
    for loc, exercise in _judged(subject.lesson):
        if not isinstance(exercise, ChooseExercise | FinishTheirSentence):
            continue
        worths = [option.worth for option in exercise.options]
        if worths.count(max(worths)) > 1:
            message = f"{worths.count(max(worths))} options are best, with {max(worths)}"
            yield Finding((*loc, "options"), message, "let one alone be best")
        elif len(worths) >= LEVELS > len(set(worths)):
            message = f"{len(worths)} options have only {len(set(worths))} worths"
            yield Finding((*loc, "options"), message, "let one be fair: neither best nor worst")


def match_place(subject: LessonSubject) -> Iterator[Finding]:
    """A match comes first, or is the second in its lesson: it trains telling, not judging."""
    met = False
    for index, exercise in enumerate(subject.lesson.exercises):
        if isinstance(exercise, MatchExercise):
            loc: Loc = ("exercises", exercise.id, "kind")
            if met:
                yield Finding(loc, "this is the second match here", "at most one in a lesson")
            elif index == 0:
                yield Finding(loc, "a match comes first", "begin with one that asks to judge")
            met = True


def review_copy(subject: LessonSubject) -> Iterator[Finding]:
    """A review exercise repeats one of the lesson's own; it should be a sibling, not a copy."""
    own = {words(_stem(e)[1]): e.id for e in subject.lesson.exercises}
    said = {
        words(option.text): exercise.id
        for exercise in subject.lesson.exercises
        if isinstance(exercise, Judged)
        for option in exercise.options
    }
    for exercise in subject.lesson.review:
        name, text = _stem(exercise)
        loc: Loc = ("review", exercise.id)
        if words(text) in own:
            message = f'this is the {name} of "{own[words(text)]}"'
            yield Finding((*loc, name), message, "take another moment of the same kind")
        for option in exercise.options if isinstance(exercise, Judged) else ():
            if words(option.text) in said:
                message = f'this is an option of "{said[words(option.text)]}"'
                where = (*loc, "options", option.id, "text")
                yield Finding(where, message, "say it in other words")


def sample_length(subject: LessonSubject) -> Iterator[Finding]:
    """A sample lies outside the length that its exercise asks for."""
    for loc, exercise in _exercises(subject.lesson):
        if isinstance(exercise, RewriteExercise):
            low, high, unit = LENGTHS[exercise.length]
            text = exercise.sample
            count = len(text) if unit == "characters" else len(words(text))
            if not low <= count <= high:
                message = f"this sample has {count} {unit}; {exercise.length} means {low} to {high}"
                yield Finding((*loc, "sample"), message)


def sample_hook(subject: LessonSubject) -> Iterator[Finding]:
    """A sample takes up none of the hooks."""
    for loc, exercise in _exercises(subject.lesson):
        if isinstance(exercise, RewriteExercise):
            phrases = tuple(words(word) for group in exercise.hooks for word in group)
            if not hits(words(exercise.sample), phrases):
                message = "this sample takes up none of the hooks"
                yield Finding((*loc, "sample"), message, "let it use a detail they gave")


def long_idea(subject: LessonSubject) -> Iterator[Finding]:
    """The teaching text has more than 150 words, which is more than a minute."""
    count = sum(len(words(paragraph)) for paragraph in subject.lesson.idea)
    if count > IDEA_WORDS:
        yield Finding(("idea",), f"this has {count} words; at most {IDEA_WORDS}")


def no_play(subject: LessonSubject) -> Iterator[Finding]:
    """The lesson leads to no conversation."""
    if subject.lesson.play is None:
        yield Finding(("title",), "this lesson has no `play`", "name the scenario it leads to")


def no_module(subject: LessonSubject) -> Iterator[Finding]:
    """No module of course.yaml lists the lesson, so nobody comes to it by the path."""
    if subject.lesson.module is None:
        message = "no module lists this lesson"
        yield Finding(("title",), message, "add it to a module's `lessons` in course.yaml")


def loose_asterisk(subject: LessonSubject) -> Iterator[Finding]:
    """A text has an asterisk without its partner, so the emphasis has no end."""
    yield from without_partner(texts_of(subject.lesson))


def idiom(subject: LessonSubject) -> Iterator[Finding]:
    """A phrase of the idiom list."""
    for loc, text in texts_of(subject.lesson):
        for phrase in idioms_of(text, subject.catalogue.words):
            message = f'"{phrase.strip()}" may not be understood by everybody'
            yield Finding(loc, message, "say it plainly")


def long_sentence(subject: LessonSubject) -> Iterator[Finding]:
    """A sentence has more than 20 words."""
    yield from long_winded(texts_of(subject.lesson))


def reading_grade(subject: LessonSubject) -> Iterator[Finding]:
    """The whole lesson reads above grade 8 (Flesch–Kincaid)."""
    found = grade(*(text for _, text in texts_of(subject.lesson)))
    if found > HIGHEST_GRADE:
        message = (
            f"all texts together read at school grade {found:.1f}; at most {HIGHEST_GRADE:.0f}"
        )
        yield Finding(("idea",), message, "shorter sentences, commoner words")


def _exercises(lesson: Lesson) -> Iterator[tuple[Loc, Exercise]]:
    """Every exercise that stands in a list of the file, with its place."""
    for exercise in lesson.exercises:
        yield ("exercises", exercise.id), exercise
    for exercise in lesson.review:
        yield ("review", exercise.id), exercise


def _judged(lesson: Lesson) -> Iterator[tuple[Loc, Judged]]:
    """Every exercise whose options have worth, with its place."""
    for loc, exercise in _exercises(lesson):
        if isinstance(exercise, Judged):
            yield loc, exercise


def _feedback(lesson: Lesson) -> Iterator[Placed]:
    """What is said about options and lines; after an order or a match it may be one remark."""
    for loc, exercise in _exercises(lesson):
        if isinstance(exercise, SpotLineExercise):
            yield (*loc, "feedback"), exercise.feedback
        elif isinstance(exercise, Judged):
            for option in exercise.options:
                yield (*loc, "options", option.id, "feedback"), option.feedback


def _best(exercise: Judged) -> Option:
    return max(exercise.options, key=lambda option: option.worth)


def _stem(exercise: Exercise) -> tuple[str, str]:
    """What an exercise begins with: the name of the field, and its text."""
    loc, text = next(texts_of(exercise))
    return str(loc[-1]), text


RULES = (
    Rule("error", untrained_idea),
    Rule("error", feedback_rule),
    Rule("error", bare_verdict),
    Rule("error", best_by_length),
    Rule("error", option_too_long),
    Rule("error", stem_too_long),
    Rule("error", few_levels),
    Rule("error", match_place),
    Rule("error", review_copy),
    Rule("error", sample_length),
    Rule("error", sample_hook),
    Rule("error", loose_asterisk),
    Rule("warning", feedback_length),
    Rule("warning", give_away),
    Rule("warning", belittling),
    Rule("warning", best_stands_out),
    Rule("warning", uneven_lengths),
    Rule("warning", long_idea),
    Rule("warning", no_play),
    Rule("warning", no_module),
    Rule("warning", idiom),
    Rule("warning", long_sentence),
    Rule("warning", reading_grade),
)
