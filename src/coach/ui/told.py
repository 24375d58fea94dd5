"""An attempt made ready for the screen: each reply with the answer it got."""

from collections.abc import Sequence
from typing import TypeAlias

from coach.practice.attempt import Attempt
from coach.practice.commands import play_of
from coach.practice.served import Scene
from coach.roleplay.play import Play, Step, plays, step_of
from coach.roleplay.reply import is_declined, reaction
from coach.ui.stage import Taken, felt_words, speaker_of

Told: TypeAlias = Sequence[tuple[Play, Taken]]
"""Each reply with the play before it."""


def told(attempt: Attempt, scene: Scene, *, meters: bool) -> Told:
    """Every reply so far with the play before it; with `meters`, what changed in words."""
    return told_until(attempt, scene, meters=meters)[0]


def told_until(attempt: Attempt, scene: Scene, *, meters: bool) -> tuple[Told, Play]:
    """Like `told`, with the conversation where the next reply is due, or at its ending."""
    before = tuple(plays(scene.scenario, attempt.path, attempt.begun.start))
    pairs = zip(before, attempt.path, strict=False)
    return [(play, taken(play, step, meters=meters)) for play, step in pairs], before[-1]


def taken(play: Play, step: Step, *, meters: bool) -> Taken:
    """One reply and its answer, as they are shown."""
    choice, fall = step_of(play, step)
    declined = is_declined(choice, play.feelings)
    refusal = choice.ask.declined.feedback if declined and choice.ask else None
    name = play.scenario.counterpart.address
    felt = felt_words(play.feelings.meters, fall.after.meters, name) if meters else None
    return Taken(
        speaker=speaker_of(play),
        said=choice.text,
        act=choice.act,
        reaction=reaction(choice, fall, declined=declined),
        feedback=refusal or choice.feedback,
        explain=choice.explain,
        felt=felt,
    )


def now_at(attempt: Attempt, scene: Scene) -> Play:
    """The conversation where the next reply is due, or at its ending."""
    return play_of(attempt, scene)
