"""The commit paths of this room, part by part, for kills at each of their named points."""

from __future__ import annotations

from tests.services.catalogue import kills as catalogue
from tests.services.decisions import kills as decisions
from tests.services.events import kills as events
from tests.services.offers import kills as offers
from tests.services.payments import kills as payments
from tests.services.queues import kills as queues
from tests.services.restriction import kills as restriction

SCENARIOS = (
    *catalogue.SCENARIOS,
    *decisions.SCENARIOS,
    *events.SCENARIOS,
    *offers.SCENARIOS,
    *payments.SCENARIOS,
    *queues.SCENARIOS,
    *restriction.SCENARIOS,
)
