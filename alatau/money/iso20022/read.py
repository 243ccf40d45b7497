"""Read a bank's message: bounded in size, without entities, and valid by its schema before anybody looks inside."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from alatau.money.iso20022.errors import (
    MessageKindUnknownError,
    MessageNotReadableError,
    MessageNotValidError,
    MessageTooLargeError,
)
from alatau.money.iso20022.kinds import NAMESPACE, MessageKind

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes of one message: a day's statement of a bank account has a few hundred for each entry.
BYTES_MOST = 16_000_000
SCHEMAS = Path(__file__).parent / "schemas"


class Node(NamedTuple):
    """An element of a message, asked by the standard's short names: ``node.text("Amt/InstdAmt")``."""

    element: etree._Element
    prefix: str

    def find(self, path: str) -> Node | None:
        """Return the first element of a path; None where there is none."""
        found = self.element.find(self._full(path))
        return None if found is None else Node(found, self.prefix)

    def list(self, path: str) -> Iterator[Node]:
        """Yield every element of a path."""
        return (Node(found, self.prefix) for found in self.element.iterfind(self._full(path)))

    def text(self, path: str) -> str:
        """Return what stands in the first element of a path; nothing where there is none."""
        return (self.element.findtext(self._full(path)) or "").strip()

    def attribute(self, path: str, name: str) -> str:
        """Return an attribute of the first element of a path."""
        found = self.element.find(self._full(path))
        return "" if found is None else found.get(name) or ""

    def _full(self, path: str) -> str:
        return "/".join(f"{{{self.prefix}}}{part}" for part in path.split("/"))


class Message(NamedTuple):
    """A message that was read and follows its schema."""

    kind: MessageKind
    #: Its one part below the document.
    body: Node


def read_message(data: bytes) -> Message:
    """Return a message that can be trusted to have the shape of its kind; what it says is still to be judged.

    Raises:
        MessageTooLargeError, MessageNotReadableError, MessageKindUnknownError, MessageNotValidError: in this order.
    """
    if len(data) > BYTES_MOST:
        raise MessageTooLargeError(most=BYTES_MOST)
    root = _parse(data)
    namespace, _brace, name = (root.tag if isinstance(root.tag, str) else "").lstrip("{").rpartition("}")
    kind = next((each for each in MessageKind if each.namespace == namespace), None)
    if kind is None or name != "Document":
        raise MessageKindUnknownError(kind=namespace.removeprefix(NAMESPACE)[:40])
    check_message(root, kind)
    return Message(kind, Node(root[0], namespace))


def check_message(root: etree._Element, kind: MessageKind) -> None:
    """Hold a message against its schema. Raises: MessageNotValidError."""
    schema = load_schema(kind)
    if not schema.validate(root):
        first = schema.error_log[0]
        # The place and the rule alone: the schema's own words would repeat a name or an account.
        raise MessageNotValidError(place=f"line {first.line}: {first.type_name}")


@cache
def load_schema(kind: MessageKind) -> etree.XMLSchema:
    """Return the schema of a kind of message."""
    return etree.XMLSchema(file=str(SCHEMAS / f"{kind.value}.xsd"))


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MessageNotReadableError from error
    # No message of the standard has a document type: it could only bring entities.
    if root.getroottree().docinfo.internalDTD is not None:
        raise MessageNotReadableError
    return root
