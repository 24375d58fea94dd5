"""A file as plain values that remember where everything stood."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from coach.content.diagnostics import Diagnostic, Loc, Severity, shown

MOST_COMPLAINTS = 100

Plain: TypeAlias = "str | int | float | bool | dict[str, Plain] | list[Plain] | None"


class Spot(NamedTuple):
    """A place in a file: line and column, both counted from 0."""

    line: int
    column: int


class Scalar(NamedTuple):
    """A single value.

    Attributes:
        cut: where an unquoted ` #` ended it early; None when nothing did.
        refused: an alias stood here, and has been complained about.
    """

    spot: Spot
    value: str | int | float | bool | None
    cut: Spot | None = None
    refused: bool = False


class Listing(NamedTuple):
    """A list of nodes."""

    spot: Spot
    items: tuple["Node", ...]


class Mapping(NamedTuple):
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
    for _, key_spot, child in walk(node, loc):
        spot = key_spot if key else child.spot
    return spot


def walk(node: Node, loc: Loc) -> Iterator[tuple[str | int, Spot, Node]]:
    """Each step of a loc path that the file has, with the place of its key and what it holds."""
    for step in loc:
        if isinstance(node, Mapping) and step in node.entries:
            spot, node = node.entries[str(step)]
            yield step, spot, node
        elif isinstance(node, Listing) and (item := _item(node, step)) is not None:
            node = item
            yield step, node.spot, node


def address(node: Node, loc: Loc) -> str:
    """A loc path as an author reads it: entries of a list by their id, else by their place.

    >>> entry = Mapping(Spot(1, 2), {"id": (Spot(1, 2), Scalar(Spot(1, 6), "wait"))})
    >>> address(Mapping(Spot(0, 0), {"choices": (Spot(0, 0), Listing(Spot(1, 0), (entry,)))}),
    ...         ("choices", 0))
    'choices.wait'
    """
    names = []
    for step, _, child in walk(node, loc):
        name = entry_id(child) if isinstance(step, int) else step
        names.append(shown(name) if isinstance(name, str) else f"entry {int(step) + 1}")
    return ".".join(names)


def _item(node: Listing, step: str | int) -> Node | None:
    """The entry at a place, or the one with that id."""
    if isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    return next((item for item in node.items if entry_id(item) == step), None)


def entry_id(node: Node) -> object:
    """What an entry of a list calls itself; None when it has no id."""
    entry = node.entries.get("id") if isinstance(node, Mapping) else None
    return entry[1].value if entry and isinstance(entry[1], Scalar) else None


def scalars(node: Node) -> Iterator[tuple[Loc, Scalar]]:
    """Every single value with its path, in no particular order."""
    waiting: list[tuple[Loc, Node]] = [((), node)]
    while waiting:
        loc, node = waiting.pop()
        if isinstance(node, Scalar):
            yield loc, node
        elif isinstance(node, Listing):
            waiting += [((*loc, index), item) for index, item in enumerate(node.items)]
        else:
            waiting += [((*loc, name), child) for name, (_, child) in node.entries.items()]


class Fault(NamedTuple):
    """Something refused while reading the text, before anything is known of its meaning."""

    spot: Spot
    slug: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as written: its lines, and the tree when the text is YAML.

    Attributes:
        name: path below the course's root.
        tree: None when the text could not be read as YAML.
        odd: whether some value is empty, or cut short by a remark.
    """

    name: str
    lines: tuple[str, ...]
    tree: Node | None
    odd: bool = False

    def whole(self, slug: str, message: str, hint: str) -> Diagnostic:
        """An error about the file as a whole."""
        return Diagnostic(self.name, 0, 0, "error", slug, message, "", hint)

    def at(self, fault: Fault) -> Diagnostic:
        """An error at a known place."""
        return self._place(fault, "error")

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
        return self._place(Fault(spot, slug, message, hint), severity)

    def _place(self, fault: Fault, severity: Severity) -> Diagnostic:
        (line, column), slug, message, hint = fault
        written = self.lines[line] if line < len(self.lines) else ""
        return Diagnostic(self.name, line + 1, column + 1, severity, slug, message, written, hint)
