"""Answer what registers hold about one person: in force on a day, as known at a moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.seal import unseal
from alatau.registry.lake.clip import clip
from alatau.registry.lake.identity import identity_digest
from alatau.registry.lake.inbox import arrival_of, group_by_identity, version_of
from alatau.registry.lake.named import list_naming
from alatau.registry.lake.scan import is_before_first_load
from alatau.registry.lake.schema import PERSON_TYPES, person_name
from alatau.registry.lake.state import read_states
from alatau.registry.people.declared import KINSHIP
from alatau.registry.reader.find import find_cut_bonds, find_versions
from alatau.registry.reader.values import RowView

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from alatau.registry.lake.clip import Arrival, Version
    from alatau.registry.lake.state import InboxEntry, State
    from alatau.registry.lake.values import Question
    from alatau.registry.reader.find import FoundVersion, Memo
    from alatau.registry.values import Register


def read_rows(person_id: UUID, registers: Sequence[Register], question: Question) -> list[RowView]:
    """Return the person's rows, by register; of a register of which nothing was known on a date, none.

    The values are texts where JSON has no type for them: `values.read_values` gives them back their own.
    """
    return read_rows_of([person_id], registers, question)[person_id]


def read_rows_of(
    people: Sequence[UUID], registers: Sequence[Register], question: Question
) -> dict[UUID, list[RowView]]:
    """Return the rows of several people, such as a family, all as of one moment.

    A row is also of those whom the register's columns `also_about` name in it. Bonds that an adoption cut are told to
    nobody: such a row does not come to the other, and the columns that name them are listed as hidden.
    """
    memo: Memo = {}
    found, states = _find_together([str(person_id) for person_id in people], registers, question, memo=memo)
    whose = {version.subject for versions in found.values() for version, _identity in versions}
    whose |= {entry.subject for state in states.values() for entry in state.inbox}
    cut = find_cut_bonds({*found, *filter(_is_person, whose)}, state=states[KINSHIP.key], memo=memo)
    return {
        person_id: [
            row
            for register in registers
            if register.key in states
            for row in _Reader(str(person_id), register, question, cut).in_force(
                found[str(person_id)], states[register.key].inbox
            )
        ]
        for person_id in people
    }


def _find_together(
    people: Sequence[str], registers: Sequence[Register], question: Question, *, memo: Memo
) -> tuple[dict[str, list[tuple[FoundVersion, str]]], dict[str, State]]:
    """Return each person's versions with what names them, and the registers' states, all of one moment.

    The states are those of registers of which anything was known on both dates, and of kinship.
    """
    while True:
        memo.clear()
        states = read_states(_keys_of(registers), subjects=people)
        asked = {
            register.key: register
            for register in registers
            if not is_before_first_load(register, question, first=states[register.key].first)
        }
        found = {
            person: [
                (each, identity_digest(asked[each.lake.register_key], each.lake.row))
                for each in find_versions(UUID(person), asked, states=states, memo=memo)
            ]
            for person in people
        }
        identities = [identity for versions in found.values() for _version, identity in versions]
        again = read_states(_keys_of(asked.values()), subjects=people, identities=identities)
        if all(again[key].news == states[key].news for key in asked):
            return found, again
        # A load was announced meanwhile: rows may have moved from the inbox into files that were not read.


def _keys_of(registers: Iterable[Register]) -> list[str]:
    return [*dict.fromkeys([*(register.key for register in registers), KINSHIP.key])]


@dataclass(frozen=True)
class _Reader:
    """Reads one person's rows of one register for one question."""

    person: str
    register: Register
    question: Question
    #: Of each person whose rows are read: the kin whom an adoption cut off.
    cut: Mapping[str, Collection[str]]

    def in_force(self, versions: Sequence[tuple[FoundVersion, str]], inbox: Sequence[InboxEntry]) -> Iterator[RowView]:
        """Give the rows in force and known, each as those that came alone leave it."""
        number = self.question.known.number
        known = [entry for entry in inbox if entry.known_from is not None and entry.known_from <= number]
        groups = group_by_identity(known)
        arrivals = {
            identity: [arrival_of(self.register, entry) for entry in group] for identity, group in groups.items()
        }
        own = [each for each in versions if each[0].lake.register_key == self.register.key]
        for found, identity in own:
            seen = _as_known(found.lake.version, arrivals.get(identity, ()), number)
            name = (found.lake.load, found.lake.line, None)
            yield from self._view(seen, found.lake.row, subject=found.subject, name=name)
        for identity, group in groups.items():
            for place, entry in enumerate(group):
                if self.person == entry.subject or self.person in entry.named:
                    seen = _as_known(version_of(entry), arrivals[identity][place + 1 :], number)
                    yield from self._view(seen, _row_of(entry), subject=entry.subject, name=(None, None, entry.id))

    def _view(
        self,
        seen: Version | None,
        row: Mapping[str, object],
        *,
        subject: str,
        name: tuple[int | None, int | None, UUID | None],
    ) -> Iterator[RowView]:
        cut = self.cut.get(subject, ())
        if seen is None or not _is_in_force(seen, self.question) or (self.person != subject and self.person in cut):
            return
        load, line, inbox_id = name
        yield RowView(
            register_key=self.register.key,
            load=load,
            line=line,
            inbox_id=inbox_id,
            valid_from=seen.valid_from,
            valid_until=seen.valid_until,
            known_from=seen.known_from,
            values=row,
            named_in=() if self.person == subject else list_naming(self.register, row, self.person),
            hidden=tuple(
                column.name
                for column in self.register.columns.values()
                if column.type in PERSON_TYPES and str(row.get(person_name(column))) in cut
            ),
        )


def _is_person(subject: str) -> bool:
    try:
        UUID(subject)
    except ValueError:
        return False
    return True


def _as_known(version: Version, arrivals: Sequence[Arrival], number: int) -> Version | None:
    """Return the version as it was believed at a number; nothing when it was not."""
    left, added = clip(version, arrivals)
    pieces = [left, *added] if left else added
    return next(
        (
            piece
            for piece in pieces
            if piece.known_from <= number and (piece.known_until is None or number < piece.known_until)
        ),
        None,
    )


def _is_in_force(version: Version, question: Question) -> bool:
    day = question.in_force
    return version.valid_from <= day and (version.valid_until is None or day < version.valid_until)


def _row_of(entry: InboxEntry) -> dict[str, object]:
    private = json.loads(unseal(entry.sealed)) if entry.sealed else {}
    return {**entry.columns, **private}
