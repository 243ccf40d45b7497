"""A conversation as it goes: what is kept of it, sealed, and how its next question is asked."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from alatau.access.seal import seal, unseal
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.canonical import plain
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId, system_actor
from alatau.messages.catalogue import get_template
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message
from alatau.services.flows.values import TalkId, TalkStatus
from alatau.services.models.flows import Talk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Moment
    from alatau.services.flows.content import Question, TalkFlow

declare_points("services.talk.asked", "services.talk.kept")

BY = system_actor("services.talks")
#: Questions are asked anew so often at most; a person goes on after that.
ASKED_MOST = 5


def lock_talk(talk_id: TalkId) -> Talk:
    """Return the conversation, held until the transaction ends: two answers are taken one after the other.

    Raises:
        NotFoundError: there is none.
    """
    talk = Talk.objects.select_for_update().filter(id=talk_id).first()
    if talk is None:
        raise NotFoundError
    return talk


def read_kept(talk: Talk) -> dict[str, Any]:
    """Return what is kept of a conversation: rows of registers, answers, and what was made of them."""
    kept: dict[str, Any] = json.loads(unseal(talk.kept)) if talk.kept else {}
    return {"rows": {}, "answers": {}, "made": {}} | kept


def keep(talk: Talk, kept: Mapping[str, Any]) -> None:
    """Keep what is known now; the caller saves the conversation."""
    talk.kept = seal(json.dumps(plain(dict(kept)), ensure_ascii=False))
    reach("services.talk.kept")


def ask(talk: Talk, question: Question, flow: TalkFlow, *, facts: Mapping[str, object], at: Moment) -> None:
    """Ask a question of a conversation that the caller holds, and begin to wait for the answer."""
    is_new = talk.question != question.key
    talk.asked = 1 if is_new else talk.asked + 1
    talk.question, talk.status = question.key, TalkStatus.ASKING
    talk.was_reminded = False if is_new else talk.was_reminded
    talk.answer_by = at.city_at + timedelta(days=flow.answer_days)
    talk.save()
    say(talk, question.message if is_new or not question.again else question.again, facts=facts, at=at)
    note(talk, "asked", at=at, question=question.key)
    reach("services.talk.asked")


def say(talk: Talk, key: str, *, facts: Mapping[str, object], at: Moment) -> None:
    """Send a message of a conversation: of the facts those that it names."""
    wanted = {name: facts[name] for name in get_template(key).facts}
    try:
        send_message(key, to=PersonId(talk.person_id), facts=wanted, by=BY, at=at, case_id=talk.id)
    except NoWayToReachError:
        # Nobody hears the question: after the days for an answer an official goes on.
        return


def end(talk: Talk, status: TalkStatus, *, at: Moment) -> None:
    """End a conversation that the caller holds."""
    talk.status, talk.answer_by, talk.ended_at = status, None, at.wall_at
    talk.save()
    note(talk, str(status), at=at)


def note(talk: Talk, what: str, *, at: Moment, **facts: object) -> None:
    """Tell the journal how a conversation goes: codes and ids, never what was said."""
    line = NewLine(
        kind=LineKind.EVENT,
        action=f"services.talk.{what}",
        actor=BY,
        subject_id=talk.person_id,
        case_id=talk.id,
        body={"talk_id": talk.id, "flow": talk.flow, "event_id": talk.event_id, **facts},
    )
    append_lines([line], at=at)
