"""Bytes to a tree, with every complaint about the form of the text.

Only the part of YAML that writers need: mappings, lists, text, numbers, true and false. Anchors,
aliases, merge keys, tags and duplicate keys are refused, and `no`, `on` or a date stay text.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from coach.content.diagnostics import Diagnostic, quoted
from coach.content.loading.not_yaml import explain
from coach.content.loading.tree import (
    MOST_COMPLAINTS,
    Fault,
    Listing,
    Mapping,
    Node,
    Scalar,
    Source,
    Spot,
)

LARGEST_FILE = 256 * 1024
DEEPEST = 24
MOST_VALUES = 20_000
LARGEST_DIGITS = 12
SPLIT = "split it into two conversations"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_BREAK = re.compile("\r\n|[\n\r]")
_SEPARATORS = "\x85\u2028\u2029"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_REMARK = re.compile(r"[ \t]*(?=#)")
_INTEGER = re.compile(rf"[-+]?(0|[1-9][0-9]{{0,{LARGEST_DIGITS - 1}}})")
_DECIMAL = re.compile(rf"{_INTEGER.pattern}\.[0-9]{{1,{LARGEST_DIGITS}}}")
_NUMBERS_BEGIN = frozenset("+-0123456789")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


def read(name: str, content: bytes) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Read one file, with every complaint about its form as YAML."""
    nothing = Source(name, (), None)
    if len(content) > LARGEST_FILE:
        whole = f"the file has {len(content):,} bytes; at most {LARGEST_FILE:,} are read"
        return nothing, (nothing.whole("too-large", whole, SPLIT),)
    text = content.decode("utf-8-sig", "replace")
    for separator in _SEPARATORS:
        # Editors show these as a part of the line; libyaml would begin a new one.
        text = text.replace(separator, " ")
    bare = Source(name, tuple(_lines(text)), None)
    fault = _not_utf8(content, text) or _invisible(text)
    if fault:
        return bare, (bare.at(fault),)
    if not text.strip():
        return nothing, (_empty(nothing, "the file is empty"),)
    return _compose(bare, text)


def _lines(text: str) -> list[str]:
    return _LINE_BREAK.split(text) if "\r" in text else text.split("\n")


def _empty(source: Source, message: str) -> Diagnostic:
    return source.whole("empty-file", message, "copy an example from docs/examples/ and change it")


def _not_utf8(content: bytes, text: str) -> Fault | None:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        index = len(content[: error.start].decode("utf-8-sig"))
        hint = 'save the file again with the encoding "UTF-8"'
        return Fault(_spot_of(text, index), "not-utf8", "this is not UTF-8 text", hint)
    return None


def _invisible(text: str) -> Fault | None:
    found = _CONTROL.search(text)
    return Fault(_spot_of(text, found.start()), *_control(found)) if found else None


def _control(found: re.Match[str]) -> tuple[str, str, str]:
    message = f"an invisible character (U+{ord(found.group()):04X}) stands here"
    return "control-character", message, "delete it"


def _spot_of(text: str, index: int) -> Spot:
    before = _lines(text[:index])
    return Spot(len(before) - 1, len(before[-1]))


def _compose(bare: Source, text: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    reader = _Reader(bare.lines, text)
    try:
        tree = reader.document()
    except yaml.YAMLError as error:
        return bare, (bare.at(explain(bare.lines, error, reader.last)),)
    except _Refused as refused:
        return bare, (bare.at(refused.fault),)
    if isinstance(tree, Scalar) and tree.value is None and not tree.refused:
        return bare, (_empty(bare, "there is nothing in the file but remarks"),)
    source = Source(bare.name, bare.lines, tree, reader.odd)
    return source, tuple(source.at(fault) for fault in reader.faults)


class _Refused(Exception):
    """The text cannot be read to its end."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


class _Reader:
    """Builds nodes from the parser's events and collects what is refused.

    Attributes:
        last: the latest event.
        values: how many there were so far.
        odd: whether some value is empty, or cut short by a remark.
    """

    def __init__(self, lines: tuple[str, ...], text: str) -> None:
        self.lines = lines
        self.next: Callable[[], Any] = _LOADER(text).get_event
        self.last: Any = None
        self.values = 0
        self.odd = False
        self.faults: list[Fault] = []

    def take(self) -> Any:
        self.last = event = self.next()
        return event

    def document(self) -> Node:
        self.take()
        if isinstance(self.take(), StreamEndEvent):
            return Scalar(Spot(0, 0), None)
        tree = self.node(self.take(), 0)
        self.take()
        after = self.take()
        if not isinstance(after, StreamEndEvent):
            message = "a second text begins here"
            hint = "delete this line, or put what follows in a file of its own"
            raise _Refused(Fault(_start(after), "two-documents", message, hint))
        return tree

    def fault(self, event: Any, slug: str, message: str, hint: str) -> None:
        if len(self.faults) <= MOST_COMPLAINTS:
            self.faults.append(Fault(_start(event), slug, message, hint))

    def node(self, event: Any, depth: int) -> Node:
        self.values += 1
        if self.values > MOST_VALUES:
            message = f"the file has more than {MOST_VALUES:,} values"
            raise _Refused(Fault(_start(event), "too-large", message, SPLIT))
        if depth > DEEPEST:
            hint = "no field needs so many levels; put a text that has brackets in quotes"
            raise _Refused(Fault(_start(event), "too-deep", "this is nested too deep", hint))
        return _BUILD[type(event)](self, event, depth)

    def alias(self, event: Any, _: int) -> Scalar:
        message = f"{quoted('*' + event.anchor)} would repeat another place"
        hint = "write it out; a text that begins with * needs quotes"
        self.fault(event, "alias", message, hint)
        return Scalar(_start(event), None, refused=True)

    def properties(self, event: Any) -> None:
        """Complain about what may stand before a value in YAML at large."""
        if event.anchor:
            message = f"{quoted('&' + event.anchor)} would name this place"
            hint = "leave it out; a text that begins with & needs quotes"
            self.fault(event, "anchor", message, hint)
        if event.tag:
            message = f"the tag {quoted(event.tag)} is not read"
            hint = "leave it out; a text that begins with ! needs quotes"
            self.fault(event, "tag", message, hint)

    def scalar(self, event: Any, _: int) -> Scalar:
        if event.anchor or event.tag:
            self.properties(event)
        text, style = event.value, event.style
        if style:
            self.escapes(event, style)
            return Scalar(_start(event), text)
        value, cut = _resolve(text), self.remark(event.end_mark)
        self.odd = self.odd or value is None or cut is not None
        return Scalar(_start(event), value, cut)

    def escapes(self, event: Any, style: str) -> None:
        """Complain about what a text in double quotes can hide."""
        found = _CONTROL.search(event.value) if style == '"' else None
        if found:
            self.fault(event, *_control(found))

    def remark(self, end: Any) -> Spot | None:
        """Where the remark begins that ends an unquoted text."""
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        found = _REMARK.match(line, end.column) if "#" in line else None
        return Spot(end.line, found.end()) if found else None

    def listing(self, event: Any, depth: int) -> Listing:
        if event.anchor or event.tag:
            self.properties(event)
        items = []
        while not isinstance(child := self.take(), SequenceEndEvent):
            items.append(self.node(child, depth + 1))
        return Listing(_start(event), tuple(items))

    def mapping(self, event: Any, depth: int) -> Mapping:
        if event.anchor or event.tag:
            self.properties(event)
        entries: dict[str, tuple[Spot, Node]] = {}
        while not isinstance(key := self.take(), MappingEndEvent):
            name = self.key(key, depth)
            value = self.node(self.take(), depth + 1)
            if name in entries:
                message = f"{quoted(name)} stands here a second time"
                first = f"the first is on line {entries[name][0].line + 1}"
                self.fault(key, "duplicate-key", message, first)
            elif name is not None:
                entries[name] = (_start(key), value)
        return Mapping(_start(event), entries)

    def key(self, event: Any, depth: int) -> str | None:
        """The name of a key; None when it has none."""
        if not isinstance(event, ScalarEvent):
            self.fault(event, "bad-key", "a key must be a plain word", "write `key: value`")
            self.node(event, depth + 1)
            return None
        written, style = str(event.value), event.style
        if written == "<<" and not style:
            self.fault(event, "merge-key", "<< would take over other keys", "write the keys out")
            return None
        if event.anchor or event.tag:
            self.properties(event)
        if style:
            self.escapes(event, style)
        name = written.strip()
        if name != written:
            message = "a blank that is no ordinary space stands beside this key"
            self.fault(event, "bad-key", message, "delete the indent and type it again with spaces")
        return name


_BUILD: dict[type, Callable[[_Reader, Any, int], Node]] = {
    ScalarEvent: _Reader.scalar,
    MappingStartEvent: _Reader.mapping,
    SequenceStartEvent: _Reader.listing,
    AliasEvent: _Reader.alias,
}


def _start(event: Any) -> Spot:
    mark = event.start_mark
    return Spot(mark.line, mark.column)


def _resolve(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBERS_BEGIN:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
