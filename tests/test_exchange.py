"""What a learner takes away: a page anybody can read, and a file any machine can."""

import json
from html.parser import HTMLParser
from random import Random

import pytest

from coach.content.lesson import Lesson, LessonId
from coach.content.scenario import ChoiceId
from coach.exchange.mine import as_json, as_page
from coach.exercises.answers import Planned
from coach.practice.commands import Desk, Given
from coach.practice.events import Preferences
from coach.practice.kinds import KINDS
from coach.record.envelope import Envelope, Unread
from conftest import ROOT
from practising import NOON, begun, course_at, new_desk, new_store, scene, to_the_end

NASTY = '<script>alert(1)</script> & "quotes" {braces} </td>'


class Reader(HTMLParser):
    """Reads a page as a browser does: its tags, and the words in each cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.title = ""
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.tags.append(tag)
        self._inside = tag
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self._inside == "td" and self.cells:
            self.cells[-1] += data.strip("\n")
        if self._inside == "h1":
            self.title += data.strip("\n")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Somebody who did a little of everything; the tests only read it."""
    desk = new_desk(new_store(tmp_path_factory.mktemp("kept")))
    hall = scene("hallway")
    attempt = begun(desk, hall)
    offer = hall.worth.table().moment_at(0).best_offer.choice.id
    desk.reply(hall, attempt, Given(0, ChoiceId(offer), 0.0, wanted=NASTY))
    ended = to_the_end(desk, hall, attempt.id, Random(1))
    desk.guess(ended, "warm")
    line = desk.keep_line(NASTY, own=True, seen=9, attempt=ended)
    desk.drop_line(line, seen=10)
    desk.look_around()
    desk.choose_situation("asking", seen=12)
    desk.find_work(seen=13)
    desk.prefer(Preferences(meters=True), seen=14)
    _took(desk, lesson("lost-my-job"))
    return desk


def lesson(name: str) -> Lesson:
    """A shipped lesson."""
    return course_at(ROOT).lessons[LessonId(name)]


def _took(desk: Desk, taken: Lesson) -> None:
    desk.reach(taken, 0)
    desk.predict(taken, taken.predict.options[0].id)
    desk.answer(taken, taken.plan, Planned(NASTY, "write to Thandi"), count=0)
    desk.take_mission(taken, taken.mission.sizes[0].id, "by-voice", seen=15)
    desk.report(taken.id, "badly", seen=16, said=NASTY)


def events_of(desk: Desk) -> tuple[Envelope, ...]:
    """Everything kept of the learner."""
    return desk.store.reader(desk.learner).events()


def test_every_kind_of_event_is_among_them(desk: Desk) -> None:
    assert {event.kind for event in events_of(desk)} == {kind.name for kind in KINDS}


def test_the_page_tells_every_event_with_its_moment(desk: Desk) -> None:
    events = events_of(desk)
    read = Reader(as_page("Dana", events, NOON))
    moments, sentences = read.cells[::2], read.cells[1::2]

    assert moments == [f"{event.at:%Y-%m-%d %H:%M}" for event in events]
    assert len(sentences) == len(events)
    assert all(sentence.endswith((".", "”", "?", "!")) for sentence in sentences)
    assert "newer version" not in " ".join(sentences)


def test_the_page_can_be_read_aloud(desk: Desk) -> None:
    read = Reader(as_page("Dana", events_of(desk), NOON))
    title = scene("hallway").scenario.title

    assert read.title == "Dana’s practice"
    assert (
        read.cells[1]
        == f"You began “{title}” with {scene('hallway').scenario.counterpart.name} (first)."
    )
    assert read.cells[3].startswith("Reply 1 in hallway: what tried.")
    assert any(cell.startswith("You guessed they felt warm; in the story") for cell in read.cells)
    assert "You looked around." in read.cells
    assert "What is in front of you: asking." in read.cells
    assert "You said that you found work." in read.cells


def test_the_page_says_how_it_ended(desk: Desk) -> None:
    ended = desk.journal().finished[0].ended
    page = Reader(as_page(None, events_of(desk), NOON))

    assert ended is not None
    assert page.title == "My practice"
    assert any(cell.endswith(f"It ended with “{ended.title}”.") for cell in page.cells)


def test_the_page_escapes_whatever_was_written(desk: Desk) -> None:
    page = as_page(NASTY, events_of(desk), NOON)
    read = Reader(page)

    assert "<script" not in page
    assert "script" not in read.tags
    assert read.title == f"{NASTY}’s practice"
    assert f"You kept a line: “{NASTY}”" in read.cells
    assert any(cell.endswith(f"You would have said: “{NASTY}”") for cell in read.cells)
    assert read.tags.count("tr") == 1 + len(events_of(desk))


def test_the_page_asks_for_nothing_from_outside(desk: Desk) -> None:
    page = as_page("Dana", events_of(desk), NOON)

    assert "http" not in page
    assert {"link", "img", "script", "iframe"}.isdisjoint(Reader(page).tags)


def test_nothing_done_is_a_page_too() -> None:
    page = as_page(None, (), NOON)

    assert "as of 2026-01-05 12:00 UTC. 0 things happened." in page
    assert Reader(page).cells == []


def test_an_event_of_a_newer_program_is_told_as_such(desk: Desk) -> None:
    event = events_of(desk)[0]
    newer = Envelope(
        event.id, event.learner, 1, NOON, "sung", 9, None, Unread("sung", 9, '{"song":"<b>"}')
    )

    assert Reader(as_page(None, [newer], NOON)).cells == [
        "2026-01-05 12:00",
        "Something a newer version of the program wrote.",
    ]


def test_the_file_for_machines_holds_every_event_as_it_is_kept(desk: Desk) -> None:
    events = events_of(desk)
    whole = json.loads(as_json(NASTY, events, NOON))

    assert (whole["name"], whole["as_of"]) == (NASTY, "2026-01-05T12:00:00+00:00")
    assert [told["kind"] for told in whole["events"]] == [event.kind for event in events]
    assert [told["at"] for told in whole["events"]] == [event.at.isoformat() for event in events]
    for told, event in zip(whole["events"], events, strict=True):
        kind = next(kind for kind in KINDS if kind.name == told["kind"])
        assert kind.read(told["version"], json.dumps(told["payload"])) == event.payload


def test_the_file_for_machines_names_nobody_but_by_name(desk: Desk) -> None:
    text = as_json("Dana", events_of(desk), NOON)

    assert str(desk.learner) not in text
    assert desk.learner.hex not in text
    assert set(json.loads(text)["events"][0]) == {"at", "kind", "version", "about", "payload"}
