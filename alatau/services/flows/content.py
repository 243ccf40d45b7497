"""Conversations as the content package keeps them: one TOML file each, read once and checked.

event = "child_birth"             # the kind of life event that it is about
register = "birth_notices"        # whose row tells of the event, and is read once
also = ["clinic_attachments"]     # registers in which a row of the person is read too
unless = ["births"]               # registers that make it needless when they tell of the event

[[question]]
key = "name"
message = "talks.birth_name"      # its answers, or free_text for words of one's own
takes = "name"                    # "choice" or "name"
again = "talks.birth_name_again"  # asked in place of it when the words are no name

[[question.then]]                 # what is done with the answer, in this order
do = "row"                        # a key of `effects`; all other values are its own
when = ["yes"]                    # for these choices alone; left out: for every answer
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.services.offers.errors import OfferContentError
from alatau.services.offers.terms import check_table, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = "flows"


class Takes(StrEnum):
    """What an answer is."""

    CHOICE = "choice"
    NAME = "name"


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One thing that is done with an answer."""

    do: str
    #: Choices for which it is done; empty means all.
    when: frozenset[str] = frozenset()
    given: Mapping[str, Any] = field(default_factory=dict)

    def follows(self, answer: str) -> bool:
        """Tell whether it is done for this answer."""
        return not self.when or answer in self.when


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a conversation."""

    key: str
    message: str
    takes: Takes
    again: str = ""
    then: tuple[Effect, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TalkFlow:
    """One conversation: its questions in their order."""

    key: str
    event: str
    register: str
    also: tuple[str, ...]
    unless: frozenset[str]
    questions: tuple[Question, ...]
    answer_days: int
    reminder_days: int
    #: Kind of case for an official when nobody answers, and the messages that end the conversation.
    task: str
    with_person: str
    done: str

    def question(self, key: str) -> Question:
        """Return a question by its key."""
        return next(each for each in self.questions if each.key == key)

    def after(self, key: str) -> Question | None:
        """Return the question that follows another; None after the last."""
        keys = [each.key for each in self.questions]
        place = keys.index(key) + 1
        return self.questions[place] if place < len(keys) else None


_FLOW: dict[str, type] = {
    "event": str, "register": str, "also": list, "unless": list, "question": list, "answer_days": int,
    "reminder_days": int, "task": str, "with_person": str, "done": str,
}  # fmt: skip
_NEEDS = ("event", "register", "question", "answer_days", "reminder_days", "task", "with_person", "done")
_QUESTION: dict[str, type] = {"key": str, "message": str, "takes": str, "again": str, "then": list}


@cache
def list_flows() -> Mapping[str, TalkFlow]:
    """Return the content package's conversations by key."""
    return read_flows(content().services / FOLDER)


def find_flow_of(kind: str) -> TalkFlow | None:
    """Return the conversation about a kind of event, or None."""
    return next((flow for flow in list_flows().values() if flow.event == kind), None)


def read_flows(folder: Path) -> Mapping[str, TalkFlow]:
    """Return the conversations of a folder.

    Raises:
        OfferContentError: a value is missing, unknown or of another type; it names the file.
    """
    return {path.stem: _read_flow(path) for path in sorted(folder.glob("*.toml"))}


def _read_flow(path: Path) -> TalkFlow:
    raw = read_table(path)
    check_table(raw, _FLOW, needs=_NEEDS, file=path.name)
    questions = tuple(_read_question(each, file=path.name) for each in raw.pop("question"))
    also, unless = tuple(raw.pop("also", ())), frozenset(raw.pop("unless", ()))
    return TalkFlow(key=path.stem, questions=questions, also=also, unless=unless, **raw)


def _read_question(raw: dict[str, Any], *, file: str) -> Question:
    check_table(raw, _QUESTION, needs=("key", "message", "takes"), file=file)
    if raw["takes"] not in set(Takes):
        raise OfferContentError(file=file, problem=f"takes {raw['takes']} is not known")
    effects = tuple(_read_effect(each, file=file) for each in raw.pop("then", ()))
    return Question(**raw | {"takes": Takes(raw["takes"])}, then=effects)


def _read_effect(raw: dict[str, Any], *, file: str) -> Effect:
    if not isinstance(raw.get("do"), str):
        raise OfferContentError(file=file, problem="an effect says what it does")
    given = {name: value for name, value in raw.items() if name not in ("do", "when")}
    return Effect(do=raw["do"], when=frozenset(raw.get("when", ())), given=given)
