"""A page as the server last drew it: the tree of elements, and what can be used on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState

DeltaPath: TypeAlias = tuple[int, ...]


class Run(NamedTuple):
    """One run of the script. `fragments` is empty for a run of the whole page."""

    id: str = ""
    fragments: tuple[str, ...] = ()


class Node(NamedTuple):
    """One place of the page.

    Attributes:
        what: the element or block that stands there.
        run: the id of the run that last drew it.
        fragment: the fragment it belongs to; empty for none.
    """

    what: Element | Block
    run: str
    fragment: str


@dataclass(frozen=True, slots=True)
class Widget:
    """Something on the page that can be used.

    Attributes:
        key: the name the page's author gave; "None" where none was given.
        kind: `button`, `radio`, `text_input` …, as Streamlit's Element names it.
        form: the form that holds it; empty for none.
        fragment: the fragment it belongs to; empty for none.
    """

    id: str
    key: str
    kind: str
    label: str
    options: tuple[str, ...]
    form: str
    fragment: str
    disabled: bool


class Page:
    """The tree of elements, by their places. It starts empty."""

    def __init__(self) -> None:
        self._nodes: dict[DeltaPath, Node] = {}

    def draw(self, path: DeltaPath, delta: Delta, run: Run) -> None:
        """Put one element or block in its place."""
        if delta.WhichOneof("type") == "new_element":
            for below in [other for other in self._nodes if _is_below(other, path)]:
                del self._nodes[below]
            self._nodes[path] = Node(delta.new_element, run.id, delta.fragment_id)
        elif delta.WhichOneof("type") == "add_block":
            self._nodes[path] = Node(delta.add_block, run.id, delta.fragment_id)

    def forget(self, run: Run) -> None:
        """Drop what the run, now over, did not draw again."""
        self._nodes = {
            path: node
            for path, node in self._nodes.items()
            if node.run == run.id or (run.fragments and node.fragment not in run.fragments)
        }

    def texts(self, within: str | None = None) -> list[str]:
        """Every text a reader would see, top to bottom, as the page's author wrote it.

        Args:
            within: only inside the container with this key.
        """
        return [text for node in self._drawn(within) for text in _texts(node.what)]

    def errors(self) -> list[str]:
        """What went wrong in the script, as the page shows it."""
        elements = (node.what for node in self._drawn() if isinstance(node.what, Element))
        return [
            f"{element.exception.type}: {element.exception.message}"
            for element in elements
            if element.WhichOneof("type") == "exception"
        ]

    def widgets(self) -> list[Widget]:
        """Everything that can be used, top to bottom."""
        return [widget for node in self._drawn() if (widget := _widget(node))]

    def has(self, key: str) -> bool:
        """Whether a widget or a container with this key is there."""
        return self._container(key) is not None or any(w.key == key for w in self.widgets())

    def find(self, name: str) -> Widget | None:
        """The widget with this key, else the first with this label, else None."""
        there = self.widgets()
        by_key = (widget for widget in there if widget.key == name)
        by_label = (widget for widget in there if widget.label == name)
        return next(by_key, None) or next(by_label, None)

    def _drawn(self, within: str | None = None) -> Iterator[Node]:
        above = () if within is None else self._container(within)
        if above is None:
            return
        for path in sorted(self._nodes):
            if path[: len(above)] == above:
                yield self._nodes[path]

    def _container(self, key: str) -> DeltaPath | None:
        for path, node in self._nodes.items():
            if isinstance(node.what, Block) and _key(node.what.id) == key:
                return path
        return None


def set_by_server(delta: Delta) -> WidgetState | None:
    """The value the script itself put into a widget; None where it put none."""
    element = delta.new_element
    match element.WhichOneof("type"):
        case "radio" if element.radio.set_value:
            return WidgetState(id=element.radio.id, string_value=element.radio.raw_value)
        case "text_input" if element.text_input.set_value:
            return WidgetState(id=element.text_input.id, string_value=element.text_input.value)
        case "text_area" if element.text_area.set_value:
            return WidgetState(id=element.text_area.id, string_value=element.text_area.value)
    return None


def _is_below(path: DeltaPath, above: DeltaPath) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _key(identity: str) -> str:
    """The author's key in an id of Streamlit's.

    >>> _key("$$ID-9adc46b16909d88945c101dbd96873b7-reply-0"), _key("")
    ('reply-0', '')
    """
    return identity.split("-", 2)[-1]


def _widget(node: Node) -> Widget | None:
    kind = node.what.WhichOneof("type")
    if kind is None or isinstance(node.what, Block):
        return None
    drawn = getattr(node.what, kind)
    identity = getattr(drawn, "id", "")
    if not identity:
        return None
    return Widget(
        id=identity,
        key=_key(identity),
        kind=kind,
        label=getattr(drawn, "label", ""),
        options=_options(drawn),
        form=getattr(drawn, "form_id", ""),
        fragment=node.fragment,
        disabled=getattr(drawn, "disabled", False),
    )


def _texts(what: Element | Block) -> Iterator[str]:
    kind = what.WhichOneof("type")
    if kind is None:
        return
    drawn = getattr(what, kind)
    named = (getattr(drawn, name, "") for name in ("title", "label", "body"))
    yield from filter(None, (*named, *_options(drawn)))


def _options(drawn: object) -> tuple[str, ...]:
    options = getattr(drawn, "options", ())
    return tuple(option if isinstance(option, str) else option.content for option in options)
