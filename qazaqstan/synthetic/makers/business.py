"""Firms and trade: legal entities, entrepreneurs, taxes, invoices, receipts, customs, procurement, surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.bodies import (
    BANKS,
    FIRM_ACTIVITIES,
    KINDS,
    OFFICES,
    UNIVERSITIES,
    Kind,
    banks,
    offices,
    universities,
)
from qazaqstan.synthetic.days import first_day, month_of, name_quarter, year_of
from qazaqstan.synthetic.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

GOODS = ("азық-түлік", "құрылыс материалдары", "жанармай", "дәрі", "киім", "қосалқы бөлшектер", "көлік қызметі")
USES = ("school", "clinic", "office", "sports hall", "culture house", "store")
LICENCES = ("trade in alcohol", "medical practice", "building", "carriage of passengers", "education", "private guard")
MCI = 4_325
FORMS = ("1-Т", "2-МП", "1-ПФ", "1-ВТ")
#: Part of firms with two founders.
TWO_FOUNDERS = 0.08


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about firms and trade."""
    yield legal_entities(society)
    if society.chunk.number == 0:
        yield national_entities(society)
    yield entrepreneurs(society)
    yield single_payments(society)
    yield tax_returns(society)
    yield invoices(society)
    yield receipts(society)
    yield customs_declarations(society)
    yield procurement(society)
    yield state_property(society)
    yield licences(society)
    yield statistical_surveys(society)


def legal_entities(society: Society) -> Sheet:
    """Return every body with each of its founders."""
    bodies, random = society.bodies, society.random("legal_entities.founders")
    second = np.flatnonzero(random.random(len(bodies)) < TWO_FOUNDERS)
    body = np.concatenate((np.arange(len(bodies)), second))
    director = society.work.director[body]
    other = random.choice(society.work.director, len(body))
    founder = np.where(np.arange(len(body)) < len(bodies), director, other)
    # Who founds a firm twice is one founder.
    keep = (np.arange(len(body)) < len(bodies)) | (founder != director)
    rows = society.rows("legal_entities", founder[keep])
    return _entity_sheet(society, rows, body=body[keep], director=director[keep])


def _entity_sheet(society: Society, rows: Rows, *, body: Positions, director: Positions) -> Sheet:
    bodies = society.bodies
    kind, year = bodies.kind[body], bodies.year[body]
    registered = first_day((year - 1970) * 12) + body % 300
    ended = (kind == Kind.FIRM) & ((body * 2_654_435_761) % 100 < 7)
    activity = np.where(kind == Kind.FIRM, len(KINDS) + body % len(FIRM_ACTIVITIES), kind)
    return rows.sheet(
        organisation_number=society.bins(body),
        name=body_names(society, body),
        registered_on=columns.days(registered),
        activity_code=columns.words([*(one.activity for one in KINDS), *FIRM_ACTIVITIES], activity),
        director_number=society.numbers(director),
        founder_number=rows.person(),
        status=columns.choices(("active", "liquidated"), ended),
        address_code=columns.text(society.dwellings.address[society.sites[body]]),
        ended_on=columns.days(np.minimum(registered + 900, society.today - 1), valid=ended),
    )


def body_names(society: Society, body: Positions) -> pa.Array:
    """Return what each body is called."""
    kinds = society.bodies.kind[body]
    names = [
        society.bodies.names.get(one, f"{KINDS[kind].name}{society.chunk.number * 10_000 + one}")
        for one, kind in zip(body.tolist(), kinds.tolist(), strict=True)
    ]
    return columns.words(names, np.arange(len(names)))


def national_entities(society: Society) -> Sheet:
    """Return universities, banks and offices, which serve the whole nation."""
    number = np.concatenate((universities(), banks(), offices()))
    names = [
        f"{word} №{place + 1}"
        for word, count in (("Университет", UNIVERSITIES), ("Банк", BANKS), ("Мемлекеттік мекеме", OFFICES))
        for place in range(count)
    ]
    rows = society.rows("legal_entities", np.resize(society.work.director, len(number)))
    founded = first_day(np.full(len(number), 372))
    return rows.sheet(
        organisation_number=columns.text(number),
        name=columns.words(names, np.arange(len(names))),
        registered_on=columns.days(founded),
        activity_code=columns.words(("85420", "64191", "84111"), np.repeat([0, 1, 2], [UNIVERSITIES, BANKS, OFFICES])),
        director_number=rows.person(),
        founder_number=rows.person(),
        status=columns.same("active", rows.count),
        address_code=columns.text(society.dwellings.address[np.arange(rows.count) % len(society.dwellings)]),
        ended_on=columns.days(founded, valid=np.zeros(rows.count, dtype=bool)),
    )


def entrepreneurs(society: Society) -> Sheet:
    """Return registrations of those who work for themselves, and ended ones."""
    own = np.flatnonzero(society.work.is_self_employed)
    rows = society.rows("entrepreneurs", own, 2_300_000)
    begins = rows.past(12, 0.05)
    ended = rows.luck(0.2)
    return rows.sheet(
        number=rows.person(),
        registered_on=columns.days(begins),
        regime=rows.one_of(("general", "simplified", "patent", "self_employed", "farm"), (0.1, 0.5, 0.05, 0.23, 0.12)),
        activity_code=rows.one_of(FIRM_ACTIVITIES),
        ended_on=columns.days(np.minimum(begins + 500, society.today - 1), valid=ended & (begins + 10 < society.today)),
    )


def single_payments(society: Society) -> Sheet:
    """Return what the self-employed without a firm paid for each of the latest months: half as much in villages."""
    payers = society.some(np.flatnonzero(society.work.is_self_employed), 150_000, stream="single_payments.who")
    rows = society.rows("single_payments", np.repeat(payers, 3))
    back = np.arange(rows.count) % 3
    # A few leave a month out.
    kept = (back > 0) | rows.luck(0.85)
    rows, back = Rows(society, "single_payments.kept", rows.who[kept]), back[kept]
    is_urban = society.dwellings.is_urban[rows.home()]
    return Sheet(
        register="single_payments",
        columns={
            "number": rows.person(),
            "month": columns.months(month_of(society.today) - 1 - back),
            "amount": columns.whole(rows.tiyn(np.where(is_urban, MCI, MCI / 2))),
            "place_code": rows.place(),
        },
    )


def tax_returns(society: Society) -> Sheet:
    """Return declarations for the latest year."""
    rows = society.rows("tax_returns", society.is_alive & (society.age >= 21), 200_000)
    income = society.work.wage[rows.who] * 12
    return rows.sheet(
        number=rows.person(),
        form=rows.one_of(("250.00", "270.00", "910.00"), (0.4, 0.4, 0.2)),
        period=columns.same(str(year_of(society.today) - 1), rows.count),
        income=columns.whole(income * 100),
        assets=columns.whole(rows.tenge(12_000_000, 1.0)),
        debts=columns.whole(rows.tenge(900_000, 1.2)),
    )


def _bodies(society: Society, register: str, approximate_rows: float, *, kinds: tuple[Kind, ...]) -> Positions:
    """Return as many bodies of the kinds as fall to this chunk; one may come several times."""
    pool = np.flatnonzero(np.isin(society.bodies.kind, kinds))
    return society.random(f"{register}.bodies").choice(pool, society.quota(approximate_rows))


def invoices(society: Society) -> Sheet:
    """Return invoices of the latest weeks between firms."""
    seller = _bodies(
        society,
        "invoices",
        160_000,
        kinds=(
            Kind.FIRM,
            Kind.SUPPLIER,
        ),
    )
    buyer = _bodies(
        society,
        "invoices.buyer",
        160_000,
        kinds=(
            Kind.SHOP,
            Kind.CAFE,
            Kind.FIRM,
            Kind.SCHOOL,
        ),
    )
    rows = society.rows("invoices", society.work.director[seller])
    return rows.sheet(
        invoice_number=rows.serials("ЭШФ-"),
        seller_number=society.bins(seller),
        buyer_number=society.bins(buyer),
        amount=columns.whole(rows.tenge(240_000, 1.1)),
        issued_on=columns.days(society.today - rows.whole(1, 60)),
        goods=rows.one_of(GOODS),
    )


def receipts(society: Society) -> Sheet:
    """Return receipts of the latest days in shops, cafes and pharmacies."""
    body = _bodies(
        society,
        "receipts",
        200_000,
        kinds=(
            Kind.SHOP,
            Kind.CAFE,
            Kind.PHARMACY,
        ),
    )
    rows = society.rows("receipts", society.work.director[body])
    return rows.sheet(
        receipt_number=rows.serials("Ч", 14),
        organisation_number=society.bins(body),
        amount=columns.whole(rows.tenge(4_200, 0.9)),
        issued_on=columns.days(society.today - rows.whole(1, 7)),
        items=rows.whole_column(1, 25),
    )


def customs_declarations(society: Society) -> Sheet:
    """Return declarations of firms that trade across the border."""
    body = _bodies(society, "customs", 100_000, kinds=(Kind.FIRM,))
    rows = society.rows("customs_declarations", society.work.director[body])
    return rows.sheet(
        declaration_number=rows.serials("ТД-"),
        declarant_number=society.bins(body),
        goods_code=rows.one_of(("8703239019", "1001990000", "2710124130", "8517130000", "6403999500")),
        value=columns.whole(rows.tenge(9_000_000, 1.2)),
        declared_on=columns.days(rows.past(0.5)),
    )


def procurement(society: Society) -> Sheet:
    """Return contracts of state bodies with firms."""
    body = _bodies(
        society,
        "procurement",
        120_000,
        kinds=(
            Kind.FIRM,
            Kind.SUPPLIER,
        ),
    )
    rows = society.rows("procurement", society.work.director[body])
    return rows.sheet(
        contract_number=rows.serials("МСА-"),
        customer_number=columns.text(offices()[rows.whole(0, len(offices()) - 1)]),
        supplier_number=society.bins(body),
        contract_subject=rows.one_of(GOODS),
        amount=columns.whole(rows.tenge(1_900_000, 1.3)),
        signed_on=columns.days(rows.past(1.0)),
    )


def state_property(society: Society) -> Sheet:
    """Return buildings and rooms that belong to the state."""
    body = _bodies(
        society,
        "property",
        200_000,
        kinds=(
            Kind.SCHOOL,
            Kind.KINDERGARTEN,
            Kind.CLINIC,
            Kind.HOSPITAL,
            Kind.COLLEGE,
        ),
    )
    rows = society.rows("state_property", society.work.director[body])
    return rows.sheet(
        object_number=rows.serials("МО-"),
        holder_number=society.bins(body),
        area_m2=columns.decimals(np.round(rows.random.gamma(2.0, 700.0, rows.count) + 20, 1)),
        use=rows.one_of(USES),
    )


def licences(society: Society) -> Sheet:
    """Return licences of firms."""
    body = _bodies(
        society,
        "licences",
        200_000,
        kinds=(
            Kind.FIRM,
            Kind.SHOP,
            Kind.CLINIC,
            Kind.PHARMACY,
        ),
    )
    rows = society.rows("licences", society.work.director[body])
    begins = rows.past(6, 0.05)
    return rows.sheet(
        licence_number=rows.serials("ЛИЦ-"),
        holder_number=society.bins(body),
        kind=rows.one_of(LICENCES),
        valid_from_day=columns.days(begins),
        expires_on=columns.days(begins + 3_652, valid=rows.luck(0.5)),
        status=rows.one_of(("valid", "suspended", "ended"), (0.93, 0.03, 0.04)),
    )


def statistical_surveys(society: Society) -> Sheet:
    """Return what firms reported for the latest quarter, each on one form."""
    pool = np.flatnonzero(society.bodies.kind == Kind.FIRM)
    body = society.some(pool, 100_000, stream="surveys")
    rows = society.rows("statistical_surveys", society.work.director[body])
    staff = np.bincount(society.work.employer[society.work.employer != NOBODY], minlength=len(society.bodies))[body]
    return rows.sheet(
        organisation_number=society.bins(body),
        activity_code=columns.words(FIRM_ACTIVITIES, body % len(FIRM_ACTIVITIES)),
        size=columns.words(("small", "medium", "large"), np.digitize(staff, (100, 250))),
        form=rows.one_of(FORMS),
        period=columns.same(name_quarter(society.today, back=2), rows.count),
        figures=columns.text(columns.joined("staff=", columns.digits(staff, 6))),
    )
