"""What this room hears: a resident's answer that the content wants somebody to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from alatau.access.load import access_person
from alatau.core.clock import read_clocks
from alatau.core.journal.listen import listener
from alatau.core.values import PersonId, system_actor
from alatau.desk.open import open_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine

REPLIES = system_actor("desk.replies")
#: What an answer's case remembers of it: codes and ids, never the words.
REMEMBERED = (
    "template",
    "version",
    "conversation_id",
    "choice",
    "free_text_id",
    "line_id",
    "reader_id",
    "look_purpose",
)


@listener(
    "desk.replies",
    actions=("messages.reply.received", "access.look.contested"),
    about=gettext_lazy("Turns answers and objections of residents into tasks"),
)
def open_cases_of_replies(lines: Sequence[SealedLine]) -> None:
    """Open a case for each answer or contested look that names a kind of case; once, however often it is told."""
    at = read_clocks()
    for line in lines:
        type_key = str(line.body.get("task_type", ""))
        if not type_key or line.subject_id is None:
            continue
        person_id = PersonId(line.subject_id)
        person = access_person(person_id, by=REPLIES, purpose="case", case_id=line.case_id, data=("region",), at=at)
        open_case(
            type_key,
            subject_id=person_id,
            region=person.region or "",
            facts={name: line.body.get(name, "") for name in REMEMBERED},
            # The line's own id: telling it twice opens one case.
            request_id=line.id,
            by=REPLIES,
            at=at,
        )
