"""A statement as banks send it: camt.053, written entry by entry, each account a statement of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from lxml import etree

from alatau.money.iso20022.kinds import MessageKind
from alatau.money.iso20022.write import Part, figure, name_of, short_id, stamp
from alatau.money.statements.entries import stream_lines
from alatau.money.statements.make import bounds_of
from alatau.money.statements.table import name_section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from alatau.money.statements.values import Line, Section, Statement

KIND = MessageKind.STATEMENT
#: Entries that are handed on at once.
TOGETHER = 200
#: Letters of a currency as the standard knows them; tokens with longer names are no currency to it.
CURRENCY = 3


def stream_camt(statement: Statement, *, owner: str, made_at: datetime) -> Iterator[bytes]:
    """Yield a statement as one camt.053 message, valid by its schema. Pots are statements of their own.

    Cost: memory for two hundred entries, however many there are.
    """
    sink = _Sink()
    with etree.xmlfile(sink, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element(_tag("Document"), nsmap={None: KIND.namespace}), file.element(_tag("BkToCstmrStmt")):
            file.write(_header(made_at))
            for section in _sections(statement):
                with file.element(_tag("Stmt")):
                    for part in _head(statement, section, owner=owner, made_at=made_at):
                        file.write(part)
                    for count, line in enumerate(stream_lines(section)):
                        file.write(_entry(line))
                        if count % TOGETHER == 0:
                            file.flush()
                            yield sink.take()
    yield sink.take()


def _sections(statement: Statement) -> list[Section]:
    return [each for each in statement.sections if len(each.opening.currency.code) == CURRENCY]


class _Sink:
    """Keeps what was written until it is handed on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        """Keep what comes, and return how much it was."""
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        """Return what was kept, and keep it no longer."""
        parts, self._parts = b"".join(self._parts), []
        return parts


def _header(made_at: datetime) -> etree._Element:
    header = _part("GrpHdr")
    header.add("MsgId", short_id(uuid4()))
    header.add("CreDtTm", stamp(made_at))
    return header.element


def _head(statement: Statement, section: Section, *, owner: str, made_at: datetime) -> Iterator[etree._Element]:
    """Yield what stands before the entries."""
    root = _part("Stmt")
    opens, closes = bounds_of(statement)
    root.add("Id", short_id(uuid4()))
    root.add("CreDtTm", stamp(made_at))
    period = root.add("FrToDt")
    period.add("FrDtTm", stamp(opens))
    period.add("ToDtTm", stamp(closes))
    account = root.add("Acct")
    account.add("Id/Othr/Id", short_id(section.account_id))
    account.add("Ccy", section.opening.currency.code)
    account.add("Nm", name_of(name_section(section))[:70])
    account.add("Ownr/Nm", name_of(owner))
    root.add_balance("OPBD", section.opening, day=statement.first_day)
    root.add_balance("CLBD", section.closing, day=statement.last_day)
    sums = root.add("TxsSummry/TtlNtries")
    sums.add("NbOfNtries", str(section.count))
    sums.add("Sum", figure(section.came + section.went))
    yield from root.element


def _entry(line: Line) -> etree._Element:
    entry, came = _part("Ntry"), line.amount.units > 0
    entry.add("NtryRef", str(line.number))
    entry.add_amount("Amt", abs(line.amount))
    entry.add("CdtDbtInd", "CRDT" if came else "DBIT")
    entry.add("Sts/Cd", "BOOK")
    entry.add("BookgDt/DtTm", stamp(line.at))
    entry.add("ValDt/DtTm", stamp(line.at))
    entry.add("AcctSvcrRef", short_id(line.transfer_id))
    entry.add("BkTxCd/Prtry/Cd", line.kind.name)
    details = entry.add("NtryDtls/TxDtls")
    details.add("Refs/EndToEndId", short_id(line.transfer_id))
    if line.other:
        details.add(f"RltdPties/{'Dbtr' if came else 'Cdtr'}/Pty/Nm", name_of(line.other))
    if line.reference:
        details.add("RmtInf/Ustrd", line.reference)
    return entry.element


def _part(name: str) -> Part:
    return Part(etree.Element(_tag(name), nsmap={None: KIND.namespace}))


def _tag(name: str) -> str:
    return f"{{{KIND.namespace}}}{name}"
