"""What people ask of the state and show to it: services, documents, payments, appeals, borders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from qazaqstan.synthetic.bodies import offices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import Sheet
    from qazaqstan.synthetic.society import Society

SERVICES = 1_300
NATION = 20_500_000
FEWEST = 24
SITUATIONS = ("birth", "school", "work", "housing", "health", "business", "car", "retirement")
ISSUES = ("roads", "water", "heating", "waste", "transport", "school", "clinic", "noise")
BODIES = ("city akimat", "district akimat", "ministry", "housing inspection", "police")


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about the state's dealings with people."""
    yield border_crossings(society)
    yield digital_documents(society)
    yield service_requests(society)
    if society.chunk.number == 0:
        yield state_services(society)
    yield duties_and_fines(society)
    yield appeals(society)


def grown(society: Society) -> NDArray[np.bool_]:
    """Tell of each whether they live and are grown."""
    flags: NDArray[np.bool_] = society.is_alive & (society.age >= 18)
    return flags


def count_services(people: int) -> int:
    """Return how many services a nation of so many people lists; all of them when it is whole."""
    return int(np.clip(round(SERVICES * people / NATION), FEWEST, SERVICES))


def service_codes(number: NDArray[np.int64]) -> columns.Digits:
    """Return the eight digits of each service: section, life situation, serial."""
    return columns.joined("0", columns.digits(number % len(SITUATIONS) + 1, 2), columns.digits(number, 5))


def border_crossings(society: Society) -> Sheet:
    """Return crossings of the latest weeks."""
    rows = society.rows("border_crossings", grown(society), 120_000)
    return rows.sheet(
        number=rows.person(),
        passport_number=columns.serials("N", np.int64(society.chunk.number) * 100_000 + rows.who, 8),
        direction=rows.one_of(("in", "out")),
        checkpoint=rows.one_of(("Алматы әуежайы", "Астана әуежайы", "Қордай", "Қорғас", "Достық")),
        crossed_at=rows.seconds(society.today - rows.whole(1, 60)),
    )


def digital_documents(society: Society) -> Sheet:
    """Return documents shown from a telephone in the latest days."""
    rows = society.rows("digital_documents", grown(society), 100_000)
    begins = (society.today - rows.whole(1, 20)) * 86_400 + rows.whole(0, 86_000)
    return rows.sheet(
        number=rows.person(),
        document_kind=rows.one_of(("identity card", "driving licence", "birth certificate", "diploma")),
        token=rows.serials("TK", 14),
        shown_from=columns.moments(begins),
        shown_until=columns.moments(begins + 300),
    )


def service_requests(society: Society) -> Sheet:
    """Return requests of the latest months."""
    rows = society.rows("service_requests", grown(society), 240_000)
    status = rows.codes((0.05, 0.1, 0.8, 0.05))
    return rows.sheet(
        request_number=rows.serials("ЭҮ", 14),
        number=rows.person(),
        service_code=columns.text(service_codes(rows.whole(0, count_services(society.chunk.nation) - 1))),
        channel=rows.one_of(("portal", "mobile", "centre", "bank"), (0.3, 0.45, 0.05, 0.2)),
        requested_on=columns.days(rows.past(0.25)),
        status=columns.words(("received", "in_work", "done", "refused"), status),
        result=rows.one_of(("certificate", "decision", "entry"), valid=status == 2),
    )


def state_services(society: Society) -> Sheet:
    """Return the list of services of the state."""
    number = np.arange(count_services(society.chunk.nation))
    rows = society.rows("state_services", np.resize(society.living, len(number)))
    return rows.sheet(
        service_code=columns.text(service_codes(number)),
        name=columns.words([f"Қызмет №{one + 1}" for one in number.tolist()], number),
        organisation_number=columns.text(offices()[number % len(offices())]),
        channel=rows.one_of(("portal", "centre", "portal and centre")),
        term=rows.one_of(("at once", "1 day", "3 days", "5 days", "15 days")),
        fee=columns.whole(np.where(rows.luck(0.2), rows.tenge(2_200), 0)),
        life_situation=columns.words(SITUATIONS, number % len(SITUATIONS)),
    )


def duties_and_fines(society: Society) -> Sheet:
    """Return payments of the latest months to the state."""
    rows = society.rows("duties_and_fines", grown(society), 160_000)
    return rows.sheet(
        payment_number=rows.serials("ТШ", 14),
        number=rows.person(),
        purpose_code=rows.one_of(("911", "914", "920", "190")),
        amount=columns.whole(rows.tenge(6_500, 0.9)),
        service_code=columns.text(service_codes(rows.whole(0, count_services(society.chunk.nation) - 1))),
        paid_on=columns.days(rows.past(0.25)),
        status=rows.one_of(("paid", "returned", "failed"), (0.96, 0.02, 0.02)),
    )


def appeals(society: Society) -> Sheet:
    """Return complaints and questions of the latest months."""
    rows = society.rows("appeals", grown(society), 400_000)
    started = rows.past(0.5)
    return rows.sheet(
        appeal_number=rows.serials("ЭӨ-"),
        number=rows.person(),
        body=rows.one_of(BODIES),
        issue=rows.one_of(ISSUES),
        subissue=rows.one_of(("repair", "absence", "price", "staff")),
        place_code=rows.place(),
        started_on=columns.days(started),
        deadline_on=columns.days(started + 21),
        decision=rows.one_of(("satisfied", "explained", "refused"), valid=started + 21 < society.today),
    )
