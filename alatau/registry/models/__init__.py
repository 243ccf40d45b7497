"""Tables of loads, rows that came alone, quarantine decisions and contested rows. Private to this room."""

from alatau.registry.models.contest import Contest
from alatau.registry.models.errand import Errand
from alatau.registry.models.lake import InboxRow, Lake, Load
from alatau.registry.models.linkage import LinkDecision, LinkQuestion, LinkSuggestion
from alatau.registry.models.people import PeopleRun
from alatau.registry.models.quarantine import QuarantineDecision
from alatau.registry.models.sender import Sender

__all__ = [
    "Contest",
    "Errand",
    "InboxRow",
    "Lake",
    "LinkDecision",
    "LinkQuestion",
    "LinkSuggestion",
    "Load",
    "PeopleRun",
    "QuarantineDecision",
    "Sender",
]
