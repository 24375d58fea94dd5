"""YAML text to a tree of plain values that remembers where everything stood.

Only the part of YAML that writers need: mappings, lists, text, numbers, true and false. Anchors,
aliases, merge keys, tags and duplicate keys are refused, and `no`, `on` or a date stay text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import yaml

from coach.content.diagnostics import Diagnostic, Loc, Severity

LARGEST_FILE = 256 * 1024
DEEPEST = 24
LARGEST_DIGITS = 12

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_INTEGER = re.compile(rf"[-+]?\d{{1,{LARGEST_DIGITS}}}")
_DECIMAL = re.compile(rf"[-+]?\d{{1,{LARGEST_DIGITS}}}\.\d{{1,{LARGEST_DIGITS}}}")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

Plain: TypeAlias = "str | int | float | bool | dict[str, Plain] | list[Plain] | None"


class Spot(NamedTuple):
    """A place in a file: line and column, both counted from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. `cut` tells that an unquoted ` #` ended it early."""

    spot: Spot
    value: str | int | float | bool | None
    cut: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of nodes."""

    spot: Spot
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in file order, each with its own place."""

    spot: Spot
    entries: dict[str, tuple[Spot, "Node"]]


Node: TypeAlias = Scalar | Listing | Mapping


def plain(node: Node) -> Plain:
    """The values alone."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(child) for key, (_, child) in node.entries.items()}


def find(node: Node, loc: Loc, *, key: bool = False) -> Spot:
    """The place of a loc path; steps the file does not have are passed over.

    An entry of a list is named by its place or by its id.

    Args:
        node: the whole tree.
        loc: keys and places, from the top.
        key: point at the last key itself instead of at its value.
    """
    spot = node.spot
    for step in loc:
        if isinstance(node, Mapping) and step in node.entries:
            key_spot, node = node.entries[str(step)]
            spot = key_spot if key else node.spot
        elif isinstance(node, Listing) and (item := _item(node, step)) is not None:
            node = item
            spot = node.spot
    return spot


def _item(node: Listing, step: str | int) -> Node | None:
    """The entry at a place, or the one with that id."""
    if isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    return next((item for item in node.items if _id(item) == step), None)


def _id(node: Node) -> object:
    entry = node.entries.get("id") if isinstance(node, Mapping) else None
    return entry[1].value if entry and isinstance(entry[1], Scalar) else None


def scalars(node: Node, loc: Loc = ()) -> Iterator[tuple[Loc, Scalar]]:
    """Every single value with its path."""
    if isinstance(node, Scalar):
        yield loc, node
    elif isinstance(node, Listing):
        for index, item in enumerate(node.items):
            yield from scalars(item, (*loc, index))
    else:
        for name, (_, child) in node.entries.items():
            yield from scalars(child, (*loc, name))


class Fault(NamedTuple):
    """Something refused while reading the text, before anything is known of its meaning."""

    slug: str
    spot: Spot
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Source:
    """One file as written: its lines, and the tree when the text is YAML.

    Attributes:
        name: path below the course's root.
        tree: None when the text could not be read as YAML.
    """

    name: str
    lines: tuple[str, ...]
    tree: Node | None

    def at(self, spot: Spot, slug: str, message: str, hint: str = "") -> Diagnostic:
        """An error at a known place."""
        return self._place(spot, "error", (slug, message, hint))

    def diagnose(  # noqa: PLR0913  (every part of a complaint, in reading order)
        self,
        loc: Loc,
        slug: str,
        message: str,
        hint: str = "",
        *,
        severity: Severity = "error",
        key: bool = False,
    ) -> Diagnostic:
        """A complaint about what stands at a loc path."""
        spot = find(self.tree, loc, key=key) if self.tree else Spot(0, 0)
        return self._place(spot, severity, (slug, message, hint))

    def _place(self, spot: Spot, severity: Severity, said: tuple[str, str, str]) -> Diagnostic:
        slug, message, hint = said
        line = self.lines[spot.line] if spot.line < len(self.lines) else ""
        return Diagnostic(
            self.name, spot.line + 1, spot.column + 1, severity, slug, message, line, hint
        )


def read(name: str, content: bytes) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Read one file, with every complaint about its form as YAML."""
    if len(content) > LARGEST_FILE:
        whole = f"the file has {len(content):,} bytes; at most {LARGEST_FILE:,} are read"
        return _refuse(name, "too-large", whole, "split it into two conversations")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        return _refuse(
            name,
            "not-utf8",
            f"byte {error.start + 1} (line {line}) is not UTF-8 text",
            'save the file with the encoding "UTF-8"',
        )
    lines = tuple(_LINE_BREAK.split(text))
    bare = Source(name, lines, None)
    if not text.strip():
        return _refuse(name, "empty-file", "the file is empty", "copy one from docs/examples/")
    control = _CONTROL.search(text)
    if control:
        return bare, (bare.at(_spot_of(text, control.start()), *_control(control.group())),)
    return _compose(bare, text)


def _compose(bare: Source, text: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    reader = _Reader(bare.lines, yaml.parse(text, Loader=_LOADER))
    try:
        tree = reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        spot = Spot(mark.line, mark.column) if mark else Spot(0, 0)
        return bare, (bare.at(spot, *_not_yaml(bare.lines, spot, error)),)
    except _TooDeep as error:
        return bare, (
            bare.at(
                error.spot, "too-deep", "this is nested too deep", "no field needs so many levels"
            ),
        )
    source = Source(bare.name, bare.lines, tree)
    return source, tuple(source.at(f.spot, f.slug, f.message, f.hint) for f in reader.faults)


def _refuse(name: str, slug: str, message: str, hint: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    return Source(name, (), None), (Diagnostic(name, 0, 0, "error", slug, message, "", hint),)


def _control(found: str) -> tuple[str, str, str]:
    code = f"U+{ord(found):04X}"
    return "control-character", f"an invisible character ({code}) stands here", "delete it"


def _spot_of(text: str, index: int) -> Spot:
    before = _LINE_BREAK.split(text[:index])
    return Spot(len(before) - 1, len(before[-1]))


def _not_yaml(
    lines: tuple[str, ...], spot: Spot, error: yaml.MarkedYAMLError
) -> tuple[str, str, str]:
    """The one complaint a file gets when it is no YAML, with the remedy."""
    line = lines[spot.line] if spot.line < len(lines) else ""
    problem = " ".join((error.problem or error.context or "no reason given").split())
    if "\t" in line[: spot.column + 1]:
        hint = "indent with spaces; a tab cannot stand here"
    else:
        hint = "put the words on the next line, indented, after `>-`"
    return "not-yaml", f"this cannot be read as YAML: {problem}", hint


class _TooDeep(Exception):
    def __init__(self, spot: Spot) -> None:
        super().__init__()
        self.spot = spot


class _Reader:
    """Builds nodes from the parser's events and collects what is refused."""

    def __init__(self, lines: tuple[str, ...], events: Iterator[Any]) -> None:
        self.lines = lines
        self.events = events
        self.faults: list[Fault] = []

    def document(self) -> Node:
        next(self.events)
        started = next(self.events)
        if isinstance(started, yaml.StreamEndEvent):
            return Scalar(Spot(0, 0), None, cut=False)
        tree = self.node(next(self.events), 0)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.fault(
                after, "two-documents", "a second document starts here", "one file, one text"
            )
            for _ in self.events:
                pass
        return tree

    def fault(self, event: Any, slug: str, message: str, hint: str) -> None:
        self.faults.append(Fault(slug, _start(event), message, hint))

    def node(self, event: Any, depth: int) -> Node:
        if depth > DEEPEST:
            raise _TooDeep(_start(event))
        if isinstance(event, yaml.AliasEvent):
            self.fault(event, "alias", f"*{event.anchor} refers to another place", "write it out")
            return Scalar(_start(event), None, cut=False)
        if event.anchor:
            self.fault(event, "anchor", f"&{event.anchor} names a place", "leave the anchor out")
        if event.tag:
            self.fault(event, "tag", f"the tag {event.tag} is not read", "leave the tag out")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.listing(event, depth)
        return self.mapping(event, depth)

    def scalar(self, event: Any) -> Scalar:
        control = _CONTROL.search(event.value)
        if control:
            self.fault(event, *_control(control.group()))
        unquoted = not event.style
        value = _resolve(event.value) if unquoted and not event.tag else event.value
        return Scalar(_start(event), value, cut=unquoted and self._comment_follows(event))

    def _comment_follows(self, event: Any) -> bool:
        mark = event.end_mark
        rest = self.lines[mark.line][mark.column :] if mark.line < len(self.lines) else ""
        return rest.lstrip(" \t").startswith("#")

    def listing(self, event: Any, depth: int) -> Listing:
        items = []
        while not isinstance(child := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(child, depth + 1))
        return Listing(_start(event), tuple(items))

    def mapping(self, event: Any, depth: int) -> Mapping:
        entries: dict[str, tuple[Spot, Node]] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            name = self.key(key, depth)
            value = self.node(next(self.events), depth + 1)
            if name in entries:
                first = entries[name][0].line + 1
                self.fault(
                    key,
                    "duplicate-key",
                    f'"{name}" stands here a second time',
                    f"the first is on line {first}",
                )
            elif name is not None:
                entries[name] = (_start(key), value)
        return Mapping(_start(event), entries)

    def key(self, event: Any, depth: int) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            self.fault(event, "bad-key", "a key must be a plain word", "write `key: value`")
            self.node(event, depth + 1)
            return None
        if event.value == "<<" and not event.style:
            self.fault(event, "merge-key", "<< takes over another mapping", "write the keys out")
            return None
        if event.anchor:
            self.fault(event, "anchor", f"&{event.anchor} names a place", "leave the anchor out")
        if event.tag:
            self.fault(event, "tag", f"the tag {event.tag} is not read", "leave the tag out")
        return str(event.value)


def _start(event: Any) -> Spot:
    return Spot(event.start_mark.line, event.start_mark.column)


def _resolve(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
