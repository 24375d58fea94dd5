"""Lesson forms to nouns: every name is looked up, every rule that one file can break is held."""

from collections import Counter
from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple, TypedDict, assert_never

from coach.content.course import Catalogue
from coach.content.diagnostics import Diagnostic, Loc
from coach.content.lesson import (
    MISSION,
    NONE_OF_THEM,
    PLAN,
    PREDICT,
    BestWorstExercise,
    ChooseExercise,
    Exercise,
    ExerciseId,
    FinishTheirSentence,
    Item,
    ItemId,
    Judged,
    Lesson,
    LessonId,
    Line,
    LineId,
    ListExercise,
    MatchExercise,
    Mission,
    Models,
    Option,
    OptionId,
    OrderExercise,
    Plan,
    Predict,
    RankExercise,
    Reflect,
    RewriteExercise,
    SayAloud,
    Smaller,
    SpotLineExercise,
    WayToDoIt,
)
from coach.content.loading import lesson_forms as forms
from coach.content.loading.complaints import Parsed
from coach.content.loading.lookup import Namings
from coach.content.loading.tree import Source
from coach.content.scenario import Move, MoveId, ScenarioId

RESERVED = frozenset({PLAN, PREDICT, MISSION})


class Known(NamedTuple):
    """The ids of all scenarios and lessons, broken ones included."""

    scenarios: frozenset[str]
    lessons: frozenset[str]


def resolve_lesson(
    lesson_id: LessonId,
    parsed: Parsed[forms.LessonForm],
    source: Source,
    catalogue: Catalogue,
    known: Known | None,
) -> tuple[Lesson | None, tuple[Diagnostic, ...]]:
    """The lesson with the course's moves written in, and every name that leads nowhere.

    With a complaint, here or about its shape, the lesson is not used.
    """
    if parsed.form is None:
        return None, ()
    resolver = _Resolver(parsed, source, catalogue)
    lesson = resolver.lesson(lesson_id, parsed.form)
    if known is not None:
        resolver.leads_somewhere(lesson, known)
    return lesson, tuple(resolver.found)


class _Common(TypedDict):
    """What every exercise has."""

    id: ExerciseId
    ideas: tuple[str, ...]
    confidence: bool


class _Placed(NamedTuple):
    """An exercise that can be looked through, and where it stands."""

    loc: Loc
    form: forms.AnyExerciseForm


class _Resolver(Namings):
    """Walks the form, noting complaints; what it returns after one is not used."""

    def lesson(self, lesson_id: LessonId, form: forms.LessonForm) -> Lesson:
        ideas = self.ideas(form.ideas, ("ideas",))
        self.exercise_ids(form)
        modules = (m.id for m in self.catalogue.modules if lesson_id in m.lessons)
        return Lesson(
            id=lesson_id,
            title=form.title,
            objective=form.objective,
            ideas=ideas,
            after=tuple(map(LessonId, form.after)),
            play=None if form.play is None else ScenarioId(form.play),
            predict=self.predict(form.predict),
            idea=tuple(part.strip() for part in form.idea.split("\n") if part.strip()),
            models=Models(
                self.lines(form.models.bad, ("models", "bad")),
                self.lines(form.models.good, ("models", "good")),
            ),
            exercises=self.exercises(form.exercises, "exercises"),
            plan=Plan(PLAN, ideas, confidence=False, cue=form.plan.cue, act=form.plan.act),
            mission=self.mission(form.mission),
            review=self.exercises(form.review, "review"),
            module=next(modules, None),
        )

    def leads_somewhere(self, lesson: Lesson, known: Known) -> None:
        """What it leads to, and what it comes after, exist."""
        if lesson.play is not None:
            self.known(lesson.play, known.scenarios, ("play",), "scenario", "this leads to")
        others = known.lessons - {lesson.id}
        for index, before in enumerate(lesson.after):
            loc = ("after", index)
            self.known(before, others, loc, "other lesson", "this comes after")

    def exercise_ids(self, form: forms.LessonForm) -> None:
        """An id names one exercise of the lesson, its review included."""
        seen: set[str] = set()
        for group in ("exercises", "review"):
            for index, exercise in enumerate(getattr(form, group)):
                if isinstance(exercise, forms.NoKindForm):
                    continue
                loc = (group, index, "id")
                if exercise.id in RESERVED:
                    message = f'"{exercise.id}" has a meaning of its own'
                    self.complain(loc, "reserved-id", message, "choose another id")
                elif exercise.id in seen:
                    message = f'"{exercise.id}" is already the id of another exercise'
                    self.complain(loc, "duplicate-id", message, "give this one another id")
                seen.add(exercise.id)

    def predict(self, form: forms.PredictForm) -> Predict:
        options = self.items(form.options, ("predict", "options"))
        self.entry(form.truth, options, ("predict", "truth"), "option", "the truth is")
        return Predict(form.ask, options, ItemId(form.truth), form.because)

    def mission(self, form: forms.MissionForm) -> Mission:
        self.unique([way.id for way in form.ways], ("mission", "ways"))
        return Mission(
            form.act,
            self.items(form.sizes, ("mission", "sizes")),
            tuple(WayToDoIt(way.id, way.text) for way in form.ways),
            form.script,
            form.expect,
        )

    def exercises(
        self, written: Sequence[forms.AnyExerciseForm], group: str
    ) -> tuple[Exercise, ...]:
        """The exercises of a list; what has no known kind cannot be looked through."""
        placed = (_Placed((group, index), form) for index, form in enumerate(written))
        return tuple(
            self.exercise(loc, form)
            for loc, form in placed
            if not isinstance(form, forms.NoKindForm) and not self.parsed.is_faulty((*loc, "kind"))
        )

    def exercise(  # noqa: PLR0911  (one case a kind)
        self, loc: Loc, form: forms.AnyExerciseForm
    ) -> Exercise:
        assert not isinstance(form, forms.NoKindForm)
        common: _Common = {
            "id": ExerciseId(form.id),
            "ideas": self.ideas(form.ideas, (*loc, "ideas")),
            "confidence": form.confidence,
        }
        match form:
            case forms.SpotLineForm():
                return self.spot_line(common, loc, form)
            case forms.OrderForm():
                return self.order(common, loc, form)
            case forms.MatchForm():
                return self.match(common, loc, form)
            case forms.RewriteForm():
                return self.rewrite(common, loc, form)
            case forms.SayAloudForm():
                return SayAloud(**common, prompt=form.prompt, seconds=form.seconds)
            case forms.SmallerForm():
                examples = self.items(form.examples, (*loc, "examples"))
                return Smaller(**common, step=form.step, examples=examples)
            case forms.ListForm():
                return self.listed(common, loc, form)
            case forms.ReflectForm():
                return Reflect(**common, prompt=form.prompt)
            case forms.PlanForm():
                return Plan(**common, cue=form.cue, act=form.act)
            case _:
                return self.judged(common, loc, form)

    def judged(self, common: _Common, loc: Loc, form: forms.JudgedForm) -> Judged:
        """An exercise whose options have worth."""
        options = self.options(form.options, loc)
        match form:
            case forms.ChooseForm():
                self.not_all_equal(options, loc)
                return ChooseExercise(**common, situation=form.situation, options=options)
            case forms.RankForm():
                self.all_different(options, loc)
                return RankExercise(**common, situation=form.situation, options=options)
            case forms.BestWorstForm():
                self.one_best_one_worst(options, loc)
                return BestWorstExercise(**common, situation=form.situation, options=options)
            case forms.FinishForm():
                self.not_all_equal(options, loc)
                return FinishTheirSentence(
                    **common, situation=form.situation, stem=form.stem, options=options
                )
            case _:
                assert_never(form)

    def order(self, common: _Common, loc: Loc, form: forms.OrderForm) -> OrderExercise:
        return OrderExercise(
            **common,
            prompt=form.prompt,
            steps=self.items(form.steps, (*loc, "steps")),
            any=form.any,
            feedback=form.feedback,
        )

    def listed(self, common: _Common, loc: Loc, form: forms.ListForm) -> ListExercise:
        return ListExercise(
            **common,
            prompt=form.prompt,
            groups=self.items(form.groups, (*loc, "groups")),
            suggested=form.suggested,
        )

    def spot_line(self, common: _Common, loc: Loc, form: forms.SpotLineForm) -> SpotLineExercise:
        lines = self.lines(form.lines, (*loc, "lines"))
        for index, line in enumerate(lines):
            if line.id == NONE_OF_THEM:
                message = f'"{NONE_OF_THEM}" has a meaning of its own'
                where = (*loc, "lines", index, "id")
                self.complain(where, "reserved-id", message, "choose another id")
        none = form.answer == NONE_OF_THEM
        if not none:
            names = (*(line.id for line in lines), NONE_OF_THEM)
            self.known(form.answer, names, (*loc, "answer"), "line", "the answer is")
        if none and form.pattern is not None:
            message = "no line is the answer, and yet there is a `pattern`"
            where = (*loc, "pattern")
            self.complain(where, "needless-pattern", message, "leave it out", key=True)
        elif not none and form.pattern is None:
            hint = "name the move that the line is an example of"
            self.lacks(loc, "missing-key", "the answer is a line, and there is no `pattern`", hint)
        return SpotLineExercise(
            **common,
            situation=form.situation,
            lines=lines,
            answer=None if none else LineId(form.answer),
            pattern=self.move(form.pattern, (*loc, "pattern")),
            feedback=form.feedback,
        )

    def match(self, common: _Common, loc: Loc, form: forms.MatchForm) -> MatchExercise:
        left = self.items(form.left, (*loc, "left"))
        right = self.items(form.right, (*loc, "right"))
        for name, other in form.pairs.items():
            where = (*loc, "pairs", name)
            if self.parsed.is_whole((*loc, "left")):
                self.entry(name, left, where, "entry", "on the left stands", key=True)
            if self.parsed.is_whole((*loc, "right")):
                self.entry(other, right, where, "entry", "on the right stands")
        misspelt = form.pairs.keys() > {item.id for item in left if item.id in form.pairs}
        for index, item in enumerate(left):
            unpaired = item.id not in form.pairs and not misspelt
            if unpaired and self.parsed.is_whole((*loc, "pairs")):
                message = f'"{item.id}" is in no pair'
                hint = "add it to `pairs`, or leave it out here"
                self.complain((*loc, "left", index), "unpaired", message, hint)
        return MatchExercise(
            **common,
            prompt=form.prompt,
            left=left,
            right=right,
            pairs=MappingProxyType({ItemId(k): ItemId(v) for k, v in form.pairs.items()}),
            feedback=form.feedback,
        )

    def rewrite(self, common: _Common, loc: Loc, form: forms.RewriteForm) -> RewriteExercise:
        if form.task == "ask" and form.size is None:
            message = "something may be asked for, and there is no `size`"
            self.lacks(loc, "ask-size", message, "add the largest request that fits, 1 to 4")
        elif form.task == "no_ask" and form.size is not None:
            message = "nothing may be asked for, and yet there is a `size`"
            hint = "leave it out, or write `task: ask`"
            self.complain((*loc, "size"), "ask-size", message, hint, key=True)
        return RewriteExercise(
            **common,
            situation=form.situation,
            given=form.given,
            task=form.task,
            size=form.size,
            length=form.length,
            hooks=tuple(map(tuple, form.hooks)),
            sample=form.sample,
        )

    def ideas(self, names: list[str], loc: Loc) -> tuple[str, ...]:
        for index, name in enumerate(names):
            self.known(name, self.catalogue.ideas, (*loc, index), "idea")
        return tuple(names)

    def move(self, name: str | None, loc: Loc) -> Move | None:
        if name is None:
            return None
        self.known(name, self.catalogue.moves, loc, "move", "the move is")
        return self.catalogue.moves.get(MoveId(name))

    def items(self, written: list[forms.ItemForm], loc: Loc) -> tuple[Item, ...]:
        self.unique([item.id for item in written], loc)
        return tuple(Item(ItemId(item.id), item.text) for item in written)

    def entry(  # noqa: PLR0913  (every part of a complaint, in reading order)
        self, name: str, items: Sequence[Item], loc: Loc, what: str, said: str, *, key: bool = False
    ) -> None:
        """Complain unless the name is that of an entry."""
        self.known(name, [item.id for item in items], loc, what, said, key=key)

    def lines(self, written: list[forms.LineForm], loc: Loc) -> tuple[Line, ...]:
        self.unique([line.id for line in written], loc)
        return tuple(self.line(form, (*loc, index)) for index, form in enumerate(written))

    def line(self, form: forms.LineForm, loc: Loc) -> Line:
        if not form.spoken and self.parsed.is_whole(loc):
            message, hint = "nobody speaks in this line", "write who speaks, a colon and the words"
            self.complain(loc, "one-speaker", message, hint)
        for who, _ in form.spoken[1:]:
            message = f'"{who}" is a second speaker in this line'
            hint = "give each a line of their own"
            self.complain((*loc, who), "one-speaker", message, hint, key=True)
        who, text = form.spoken[0] if form.spoken else ("", "")
        return Line(LineId(form.id), who, text, form.note)

    def options(self, written: list[forms.OptionForm], loc: Loc) -> tuple[Option, ...]:
        loc = (*loc, "options")
        self.unique([option.id for option in written], loc)
        return tuple(
            Option(
                OptionId(form.id),
                form.text,
                form.worth,
                self.move(form.move, (*loc, index, "move")),
                form.feedback,
            )
            for index, form in enumerate(written)
        )

    def not_all_equal(self, options: Sequence[Option], loc: Loc) -> None:
        if len({option.worth for option in options}) == 1:
            hint = "give the best a greater worth"
            self.same_worth(loc, "all options have the same worth", hint)

    def all_different(self, options: Sequence[Option], loc: Loc) -> None:
        first: dict[int, OptionId] = {}
        for index, option in enumerate(options):
            if option.worth in first:
                message = f'"{option.id}" has the same worth as "{first[option.worth]}"'
                hint = "in a rank all worths differ, -2 to 2"
                self.same_worth(loc, message, hint, index)
            first.setdefault(option.worth, option.id)

    def one_best_one_worst(self, options: Sequence[Option], loc: Loc) -> None:
        count = Counter(option.worth for option in options)
        for name, extreme in (("best", max(count)), ("worst", min(count))):
            if count[extreme] > 1:
                message = f"{count[extreme]} options are {name}, with {extreme}"
                self.same_worth(loc, message, f"let one alone be {name}")

    def same_worth(self, loc: Loc, message: str, hint: str, index: int | None = None) -> None:
        """Complain of worths, when all of them are as the author wrote them."""
        loc = (*loc, "options")
        if self.parsed.is_whole(loc):
            where = loc if index is None else (*loc, index, "worth")
            self.complain(where, "same-worth", message, hint, key=index is None)
