"""Words of the course and of people are shown as they are written."""

import html
import re

import pytest
from hypothesis import example, settings
from hypothesis import given as for_all
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from coach.ui.text import opened, plain, printed, prose, quoted

JOINER = "\u2060"
RENDERERS = {
    "CommonMark": MarkdownIt("commonmark"),
    "with tables and strikes": MarkdownIt("commonmark").enable(["table", "strikethrough"]),
}
TRICKY = (
    ":smile:",
    ":red[x]",
    ":material/home:",
    "$x$ and $$y$$",
    "http://x and https://x.org/y?a=b&c=d",
    "www.x.org",
    "me@x.org",
    "![x](http://x/y.png)",
    "[x](y)",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "# x",
    "- x",
    "+ x",
    "1. x",
    "1) x",
    "> x",
    "~~x~~",
    "| a | b |",
    "a\n---",
    "===",
    "`x`",
    "```x",
    "\\",
    "a\\",
    "\\*x",
    "__x__ and _x_",
    "&amp; &#42; &lt;",
    "    four spaces",
    "[^1]: note",
    "<!-- x -->",
    "<http://x>",
    "a  \nb",
    "“Yes,” she said – and left…",
)
# What a keyboard can write: NUL and half characters are kept by no store.
SIGNS = some.characters(exclude_categories=["Cs", "Cc"], exclude_characters="*" + JOINER)
MARKS = some.sampled_from([*TRICKY, *"\\`_[](){}#+-.!|~<>$&:@=^/\"' \n\t"])
TEXTS = some.lists(some.one_of(MARKS, SIGNS), max_size=12).map("".join)


def shown(markdown: str, renderer: str) -> tuple[str, set[str]]:
    """The characters a reader sees, and the tags around them."""
    rendered = RENDERERS[renderer].render(markdown)
    tags = set(re.findall(r"<(/?[a-zA-Z][^\s>]*)", rendered))
    words = html.unescape(re.sub(r"<[^>]*>", "", rendered))
    return words.replace(JOINER, "").removesuffix("\n"), tags


def as_written(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("text", TRICKY)
def test_what_looks_like_markup_is_dialogue(text: str, renderer: str) -> None:
    words, tags = shown(prose(text), renderer)

    assert words == as_written(text)
    assert tags == {"p", "/p"}
    assert printed(text) == printed(text) == prose(text)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@for_all(TEXTS)
@example("a\u00a0b")
def test_any_text_is_shown_character_by_character(text: str) -> None:
    written = as_written(text.replace("*", ""))
    for renderer in RENDERERS:
        words, tags = shown(prose(written), renderer)
        assert words == written
        assert tags <= {"p", "/p"}


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@for_all(some.lists(some.one_of(TEXTS, some.just("*")), max_size=8).map("".join))
def test_asterisks_lose_no_other_character_and_bring_nothing_but_emphasis(text: str) -> None:
    words, tags = shown(prose(text), "CommonMark")

    assert words.replace("*", "") == as_written(text).replace("*", "")
    assert tags <= {"p", "/p", "em", "/em", "strong", "/strong"}


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("That is *yours* to say.", "<p>That is <em>yours</em> to say.</p>"),
        ("*All of it.*", "<p><em>All of it.</em></p>"),
        ("*He nods.* And *she* too", "<p><em>He nods.</em> And <em>she</em> too</p>"),
        ("*a [link](x) in it*", "<p><em>a [link](x) in it</em></p>"),
        ("*“Quoted.”*", "<p><em>“Quoted.”</em></p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("one * alone", "<p>one * alone</p>"),
        ("**twice**", "<p>*<em>twice</em>*</p>"),
    ],
)
def test_words_between_asterisks_are_emphasised(text: str, rendered: str) -> None:
    assert RENDERERS["CommonMark"].render(prose(text)).strip() == rendered


@pytest.mark.parametrize("text", ["http://x.org", "https://x", "www.x.org", "me@x.org", ":smile:"])
def test_a_joiner_keeps_apart_what_a_browser_would_make_a_link_or_a_picture(text: str) -> None:
    assert JOINER in prose(text)
    assert JOINER not in prose(text.replace(":", " ").replace(".", " ").replace("@", " "))


def test_marks_of_emphasis_are_left_out_where_no_markdown_is_shown() -> None:
    assert plain("That is *yours*\n to say. 2 * 3") == "That is yours to say. 2 * 3"


def test_a_line_is_quoted_and_an_act_is_not() -> None:
    assert quoted("Come in.") == "“Come in\\.”"
    assert quoted("*He nods.*") == "*He nods\\.*"
    assert quoted("*Now* or never") == "“*Now* or never”"


def test_only_the_first_letter_is_made_large() -> None:
    assert opened("two days later, at Ifeoma's") == "Two days later, at Ifeoma's"
    assert opened("") == ""
