"""Count how what the state brings reaches people, by region, with small counts hidden as in the nation's tables.

Cost: one pass over offers, decisions, requests and payments each; a million offers take some seconds.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count

from alatau.access.read import region_of
from alatau.core.content import content
from alatau.family.national.hide import LEAST, Line, hide_small
from alatau.family.national.values import COUNTRY, NOWHERE
from alatau.services.figures.values import (
    BY_MESSAGE,
    ONLINE,
    PROACTIVE,
    Answer,
    Figures,
    TimeFigures,
    Way,
)
from alatau.services.models import Decision, ServiceRequest
from alatau.services.models.offers import Offer
from alatau.services.offers.values import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from alatau.family.national.hide import Shown

_OFFERED = """
SELECT decision.region, coalesce(yes.channel, 'page'), count(*)
  FROM services_decision decision
  LEFT JOIN LATERAL (
       SELECT step.facts ->> 'channel' AS channel FROM services_offerstep step
        WHERE step.offer_id = decision.offer_id AND step.step = 'accepted'
        ORDER BY step.number DESC LIMIT 1) yes ON true
 WHERE decision.kind = 'granted' AND decision.ground = 'offer'
 GROUP BY 1, 2
"""
# The first money of each offer. An offer is opened within a second of the row that tells of the event.
_TIMES = """
WITH first AS (
    SELECT place.region, min(payment.paid_at) - min(offer.opened_city_at) AS took
      FROM services_payment payment
      JOIN services_plan plan ON plan.id = payment.plan_id
      JOIN services_decision decision ON decision.id = plan.decision_id
      JOIN services_offer offer ON offer.id = decision.offer_id
      JOIN unnest(%s::text[], %s::text[]) AS place (code, region) ON place.code = decision.region
     WHERE payment.paid_at IS NOT NULL
     GROUP BY offer.id, place.region)
SELECT region, count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM took))
  FROM first GROUP BY GROUPING SETS ((region), ())
"""
_BY_CHANNEL = {"sms": Way.OFFERED_BY_MESSAGE, "desk": Way.OFFERED_AT_DESK}
_ANSWERS = {
    Status.ACCEPTED: Answer.YES,
    Status.ACCOUNT_NEEDED: Answer.YES,
    Status.DECIDED: Answer.YES,
    Status.FULFILLED: Answer.YES,
    Status.CLOSED: Answer.YES,
    Status.REFUSED: Answer.NO,
    Status.SILENT: Answer.SILENT,
    Status.REMINDED: Answer.SILENT,
    Status.PERSON_ASKED: Answer.SILENT,
    Status.DISPUTED: Answer.DISPUTED,
    Status.LAPSED: Answer.LAPSED,
    Status.OFFERED: Answer.AWAITED,
}
HOUR = 3_600


def count_figures() -> Figures:
    """Return the figures as they stand now."""
    ways, answers = _count_ways(), _count_answers()
    whole, asked = _over_places(ways), _over_places(answers)
    answered = Counter[StrEnum]({each: asked[each] for each in (Answer.YES, Answer.NO, Answer.SILENT)})
    return Figures(
        ways=_show(ways, tuple(Way)),
        answers=_show(answers, tuple(Answer)),
        times=_measure_times(),
        proactive=share(whole, PROACTIVE),
        online=share(whole, ONLINE),
        by_message=share(whole, BY_MESSAGE),
        accepted=share(answered, {Answer.YES}),
    )


def share(counts: Counter[StrEnum], parts: Collection[StrEnum]) -> float | None:
    """Return which part of the whole some are; None where it would tell of few people, in the part or outside it."""
    whole = sum(counts.values())
    part = sum(counts[each] for each in parts)
    if not whole or any(0 < each < LEAST for each in (part, whole - part)):
        return None
    return part / whole


def region_over(code: str) -> str:
    """Return the region that a place lies in; `nowhere` for none."""
    if not code:
        return NOWHERE
    while (around := content().place_codes.parent(code)) is not None:
        code = around
    return code


def _count_ways() -> Counter[tuple[str, StrEnum]]:
    found: Counter[tuple[str, StrEnum]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(_OFFERED)
        for region, channel, count in cursor.fetchall():
            found[region_over(region), _BY_CHANNEL.get(channel, Way.OFFERED_ONLINE)] += count
    granted = ServiceRequest.objects.filter(status="granted", steps__number=1).annotate(place=region_of("person_id"))
    for place, channel, count in granted.values_list("place", "steps__facts__channel").annotate(count=Count("id")):
        found[region_over(place or ""), Way.ASKED_AT_DESK if channel == "desk" else Way.ASKED_ONLINE] += count
    return found


def _count_answers() -> Counter[tuple[str, StrEnum]]:
    found: Counter[tuple[str, StrEnum]] = Counter()
    placed = Offer.objects.filter(status__in=[each.value for each in _ANSWERS]).annotate(place=region_of("person_id"))
    for place, status, count in placed.values_list("place", "status").annotate(count=Count("id")):
        found[region_over(place or ""), _ANSWERS[Status(status)]] += count
    return found


def _over_places(counts: Counter[tuple[str, StrEnum]]) -> Counter[StrEnum]:
    whole: Counter[StrEnum] = Counter()
    for (_place, kind), count in counts.items():
        whole[kind] += count
    return whole


def _show(counts: Counter[tuple[str, StrEnum]], kinds: tuple[StrEnum, ...]) -> Shown | None:
    """Return a table as it may be shown; None while there is nothing to count."""
    if not counts:
        return None
    places = sorted({place for place, _kind in counts})
    lines = [Line(place=place, within=COUNTRY, counts=tuple(counts[place, kind] for kind in kinds)) for place in places]
    whole = _over_places(counts)
    country = Line(place=COUNTRY, within="", counts=tuple(whole[kind] for kind in kinds))
    return hide_small([country, *lines])


def _measure_times() -> tuple[TimeFigures, ...]:
    codes = [*Decision.objects.values_list("region", flat=True).distinct()]
    with connection.cursor() as cursor:
        cursor.execute(_TIMES, [codes, [region_over(code) for code in codes]])
        rows = cursor.fetchall()
    found = [_tell_time(place, count, spans or [0, 0]) for place, count, spans in rows if count]
    return tuple(sorted(found, key=lambda each: (bool(each.within), each.place)))


def _tell_time(place: str | None, count: int, spans: Iterable[float]) -> TimeFigures:
    median, most = (round(span / HOUR, 2) for span in spans)
    is_few = count < LEAST
    return TimeFigures(
        place=COUNTRY if place is None else place,
        within="" if place is None else COUNTRY,
        paid=None if is_few else count,
        median_hours=None if is_few else median,
        most_hours=None if is_few else most,
    )
