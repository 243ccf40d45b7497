"""Write a message: elements by the standard's short names, figures in its form, checked before it leaves."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from lxml import etree

from alatau.money.iso20022.read import check_message

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from alatau.core.money import Amount
    from alatau.money.iso20022.kinds import MessageKind

NAME_MOST = 140


class Part:
    """An element that is being written; its children come in the order in which they are added."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    def add(self, path: str, text: str = "", **attributes: str) -> Part:
        """Add one element, inside new ones for each step of the path, and return it."""
        here = self.element
        namespace = etree.QName(here).namespace
        for step in path.split("/"):
            here = etree.SubElement(here, f"{{{namespace}}}{step}")
        here.text = text or None
        here.attrib.update(attributes)
        return Part(here)

    def add_amount(self, path: str, amount: Amount) -> Part:
        """Add an amount with its currency."""
        return self.add(path, figure(amount), Ccy=amount.currency.code)

    def add_balance(self, code: str, amount: Amount, *, day: date) -> None:
        """Add a balance of an account on a day. One that holds less than nothing is in debit."""
        balance = self.add("Bal")
        balance.add("Tp/CdOrPrtry/Cd", code)
        balance.add_amount("Amt", abs(amount))
        balance.add("CdtDbtInd", "DBIT" if amount.units < 0 else "CRDT")
        balance.add("Dt/Dt", day.isoformat())


def open_message(kind: MessageKind, body: str) -> Part:
    """Return the body of a new message."""
    root = etree.Element(f"{{{kind.namespace}}}Document", nsmap={None: kind.namespace})
    return Part(root).add(body)


def close_message(body: Part, kind: MessageKind) -> bytes:
    """Return a message as bytes. What breaks its schema never leaves: that would be our own mistake."""
    root = body.element.getparent()
    assert root is not None, "a body has its document"
    check_message(root, kind)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def figure(amount: Amount) -> str:
    """Return an amount as messages write it: digits and a point."""
    return f"{amount.as_decimal():f}"


def stamp(moment: datetime) -> str:
    """Return a moment as messages write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def name_of(text: str) -> str:
    """Return a name that fits into a message."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:NAME_MOST] or "-"


def short_id(given: UUID) -> str:
    """Return an id in the 32 signs that fit where messages keep 35."""
    return given.hex
