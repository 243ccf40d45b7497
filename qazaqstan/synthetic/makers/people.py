"""Persons, their documents, addresses and stays, telephones and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.draw import some
from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.sample import RESIDENTS
from qazaqstan.synthetic.faults import hidden, hit
from qazaqstan.synthetic.makers.residence import residence
from qazaqstan.synthetic.numbers import named_phone_numbers, person_numbers, phone_numbers
from qazaqstan.synthetic.risks import KINDS, LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

DOCUMENTS = ("identity_card", "passport", "residence_permit", "stateless_certificate")
ADULT, CARD_FROM, OLD = 18, 16, 75
FOREIGN = 0.008
#: Part of grown people whose card is of the latest months; one lasts ten years.
FRESH_DOCUMENTS = 0.06
CITIZENSHIPS = ("KAZ", "UZB", "RUS", "KGZ", "CHN", "TUR", "JOR", "GBR")
USUAL_CITIZENSHIPS = 6
FROM_ABROAD = {"yusuf": "JOR", "emma": "GBR"}
#: Serial numbers at the end of a chunk's block, which its own people do not reach: for second records.
DOUBLES_BLOCK = 17
#: Letters that are written for one another.
MISHEARD = (("е", "э"), ("а", "о"), ("о", "а"), ("и", "ы"), ("у", "ю"))
HAS_PHONE = 0.86
#: People of a chunk at most.
CHUNK_PEOPLE = 44_000
OPERATORS = ("Beeline", "Kcell", "Tele2", "Altel", "Activ")


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about who people are and where they live."""
    yield from persons(society)
    yield addresses(society)
    yield identity_documents(society)
    yield from residence(society)
    yield mobile_citizens(society)
    yield signature_certificates(society)
    yield resettlers(society)
    yield foreigners(society)
    yield civil_changes(society)


def persons(society: Society) -> Iterator[Sheet]:
    """Return a record for each person living or dead, second records of some, and which they are."""
    random, count = society.random("persons"), len(society.people)
    is_newborn = society.is_alive & (society.age < 1)
    absent = is_newborn & hit(random, "child_not_in_persons", count)
    who = np.flatnonzero(~absent)
    no_day = society.is_dead[who] & hit(random, "death_day_missing", len(who))
    yield Sheet(register="persons", columns=_person_columns(society, random, who=who, no_day=no_day))
    lost = who[no_day]
    yield hidden(
        "death_day_missing",
        "persons",
        key=society.numbers(lost),
        column="died_on",
        truth=columns.days(society.people.died[lost]),
    )
    yield hidden(
        "child_not_in_persons", "persons", key=society.numbers(np.flatnonzero(absent)), column="number",
        truth=society.numbers(np.flatnonzero(absent)),
    )  # fmt: skip
    yield from _double_records(society, random)


def _person_columns(
    society: Society, random: np.random.Generator, *, who: NDArray[np.int64], no_day: NDArray[np.bool_]
) -> dict[str, pa.Array]:
    people, names, dead, left = society.people, society.names, society.is_dead[who], society.has_left[who]
    home = np.where(dead | left, random.integers(0, len(society.dwellings), len(who)), people.household[who])
    age = society.age[who]
    foreign = ~dead & (random.random(len(who)) < FOREIGN)
    citizenship = np.where(foreign, random.integers(1, USUAL_CITIZENSHIPS, len(who)), 0)
    for named, country in FROM_ABROAD.items():
        citizenship[who == society.named.get(named, NOBODY)] = CITIZENSHIPS.index(country)
    foreign = citizenship > 0
    kind = np.where(foreign, 2, np.where(random.random(len(who)) < 0.02, 1, 0))
    has_document = age >= CARD_FROM
    limited = random.random(len(who))
    year = np.floor(people.born[who] / YEAR + 1970)
    return {
        "number": society.numbers(who),
        "surname": columns.words(names.surnames, names.surname[who]),
        "given_name": columns.words(names.givens, names.given[who]),
        "patronymic": columns.words(names.patronymics, names.patronymic[who], valid=names.patronymic[who] != NOBODY),
        "born_on": columns.days(people.born[who]),
        "sex": columns.choices(("male", "female"), people.is_female[who]),
        "citizenship": columns.words(CITIZENSHIPS, citizenship),
        "nationality": columns.words(names.nationalities, names.nationality[who]),
        "life_status": columns.words(("alive", "dead", "missing"), np.where(dead, 1, (limited < 0.0003) * 2)),
        "died_on": columns.days(people.died[who], valid=dead & ~no_day),
        "address_code": columns.text(society.dwellings.address[home], valid=~left),
        "capacity": columns.words(("full", "limited", "none"), np.digitize(limited, (0.996, 0.999))),
        "is_imprisoned": columns.flags(np.isin(who, society.conditions.held)),
        "document_kind": columns.words(DOCUMENTS, kind, valid=has_document),
        "document_number": columns.text(document_numbers(society, who), valid=has_document),
        "birth_century": columns.whole(np.where(year < 2000, 19, 20)),
    }


def document_numbers(society: Society, who: NDArray[np.int64]) -> columns.Digits:
    """Return the number of each person's document in use: nine digits that begin with 9, which no real one does."""
    return columns.joined("9", columns.digits(np.int64(society.chunk.number) * 100_000 + who, 8))


def _double_records(society: Society, random: np.random.Generator) -> Iterator[Sheet]:
    """Return second records of some people: another number, another spelling, the same birthday."""
    pool = np.flatnonzero(
        hit(random, "double_record", society.chunk.people) & (society.age[: society.chunk.people] > 1)
    )
    people, names = society.people, society.names
    number = person_numbers(people.born[pool], people.is_female[pool], chunk=society.chunk.number, skip=DOUBLES_BLOCK)
    surname = pa.array([respell(names.surnames[code]) for code in names.surname[pool].tolist()], type=pa.string())
    record = _person_columns(society, random, who=pool, no_day=np.zeros(len(pool), dtype=bool))
    record |= {"number": columns.text(number), "surname": surname.dictionary_encode()}
    yield Sheet(
        register="persons",
        columns=record
        | {"document_number": columns.text(document_numbers(society, pool), valid=np.zeros(len(pool), dtype=bool))},
    )
    yield hidden("double_record", "persons", key=columns.text(number), column="number", truth=society.numbers(pool))


def respell(surname: str) -> str:
    """Return how a clerk without Kazakh letters writes a surname; one that has none gets another common spelling."""
    plain = surname.translate(str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ"))
    spellings = (surname.replace(letter, other, 1) for letter, other in MISHEARD)
    return plain if plain != surname else next((one for one in spellings if one != surname), surname + surname[-1])


def addresses(society: Society) -> Sheet:
    """Return every dwelling's address, those that stand empty included."""
    homes, random = society.dwellings, society.random("addresses")
    count = len(homes)
    is_flat = homes.flat > 0
    return Sheet(
        register="addresses",
        columns={
            "address_code": columns.text(homes.address),
            "place_code": columns.words(homes.places, homes.place),
            "street": columns.words(homes.streets, homes.street),
            "house": columns.words(NUMBERS, homes.house),
            "flat": columns.words(NUMBERS, homes.flat, valid=is_flat),
            "kind": columns.choices(("house", "flat"), is_flat),
            "valid_from_day": columns.days(society.days_ago("addresses.from", count, most=25, least=1)),
            "has_central_water": columns.flags(random.random(count) < np.where(homes.is_urban, 0.97, 0.62)),
            "building_condition": columns.words(
                ("sound", "worn", "emergency"), np.digitize(random.random(count), (0.86, 0.985))
            ),
            **_risk_columns(society),
        },
    )


def _risk_columns(society: Society) -> dict[str, pa.Array]:
    """Return the zone at risk of each address, what threatens there and how much."""
    risks = society.risks
    inside = risks.zone_of != NOBODY
    zone = np.maximum(risks.zone_of, 0)
    return {
        "risk_zone": columns.text(zone_numbers(society, zone), valid=inside),
        "risk_kind": columns.words(KINDS, risks.kind[zone], valid=inside),
        "risk_level": columns.words(LEVELS, risks.level[zone], valid=inside),
    }


def zone_numbers(society: Society, zone: NDArray[np.int64]) -> columns.Digits:
    """Return the number of each zone at risk."""
    return columns.joined("ТЖ-", columns.digits(society.serials(1)[0] + zone, 12))


NUMBERS = tuple(str(number) for number in range(200))


def identity_documents(society: Society) -> Sheet:
    """Return the cards and passports issued in the latest months; older ones lie with the person's record."""
    grown = np.flatnonzero(society.is_alive & (society.age >= CARD_FROM))
    random = society.random("documents")
    fresh = some(random, grown, int(len(grown) * FRESH_DOCUMENTS))
    second = some(random, grown, int(len(grown) * 0.01))
    who = np.concatenate((fresh, second))
    is_second = np.arange(len(who)) >= len(fresh)
    years = np.minimum(society.age[who] - CARD_FROM, 0.6) * random.random(len(who))
    issued = society.today - 1 - (years * YEAR).astype(np.int64)
    first = columns.joined("N", columns.digits(np.int64(society.chunk.number) * 100_000 + who, 8))
    number = np.where(is_second[:, None], first, document_numbers(society, who))
    return Sheet(
        register="identity_documents",
        columns={
            "document_number": columns.text(number),
            "number": society.numbers(who),
            "document_kind": columns.choices(DOCUMENTS[:2], is_second),
            "issued_on": columns.days(issued),
            "expires_on": columns.days(issued + 3653),
            "status": columns.words(("valid", "lost", "replaced"), np.digitize(random.random(len(who)), (0.97, 0.985))),
            "photo_reference": columns.serials("PH-", society.serials(len(who)), 12),
        },
    )


def mobile_citizens(society: Society) -> Sheet:
    """Return the telephones by which the state reaches people; one adult in seven has none."""
    random = society.random("phones")
    adults = np.flatnonzero(society.is_alive & (society.age >= ADULT))
    keen = np.where(society.age[adults] > OLD, 0.4, HAS_PHONE + 0.02)
    has = random.random(len(adults)) < keen
    named = {society.named[one.key]: one.phone_serial for one in RESIDENTS if one.key in society.named}
    has = (has | np.isin(adults, [place for place, serial in named.items() if serial is not None])) & ~np.isin(
        adults, [place for place, serial in named.items() if serial is None]
    )
    who = adults[has]
    verified = society.days_ago("phones.days", len(who), most=5).astype(np.int64) * 86_400 + random.integers(
        0, 86_400, len(who)
    )
    phone = phone_numbers(np.int64(society.chunk.number) * CHUNK_PEOPLE + who)
    for place, own in named.items():
        phone[who == place] = named_phone_numbers(np.array([own or 0]))
    return Sheet(
        register="mobile_citizens",
        columns={
            "number": society.numbers(who),
            "phone": columns.text(phone),
            "operator": columns.words(OPERATORS, random.integers(0, len(OPERATORS), len(who))),
            "verified_at": columns.moments(verified),
        },
    )


def signature_certificates(society: Society) -> Sheet:
    """Return the electronic signatures in use."""
    adults = np.flatnonzero(society.is_alive & (society.age >= ADULT))
    who = some(society.random("signatures"), adults, int(society.chunk.people * 0.03))
    begins = society.days_ago("signatures.days", len(who), most=1.1)
    ended = begins + 365 < society.today
    return Sheet(
        register="signature_certificates",
        columns={
            "serial_number": columns.serials("SYN", society.serials(len(who)), 16),
            "number": society.numbers(who),
            "organisation_number": society.bins(society.work.director_of[who]),
            "certified_from": columns.days(begins),
            "certified_until": columns.days(begins + 365),
            "status": columns.choices(("valid", "expired"), ended),
        },
    )


def resettlers(society: Society) -> Sheet:
    """Return ethnic Kazakhs who came home, and people who moved within the country by a programme."""
    pool = np.flatnonzero(society.is_alive & (society.community == 0) & (society.age > 1))
    who = society.some(pool, 1_200_000, stream="resettlers")
    random, count = society.random("resettlers.facts"), len(who)
    moved = random.random(count) < 0.1
    decided = np.maximum(society.days_ago("resettlers.days", count, most=25), society.people.born[who] + 1)
    return Sheet(
        register="resettlers",
        columns={
            "number": society.numbers(who),
            "country_from": columns.words(
                ("UZB", "CHN", "MNG", "TKM", "RUS", "IRN"), random.integers(0, 6, count), valid=~moved
            ),
            "status": columns.choices(("kandas", "resettled"), moved),
            "quota_region": columns.words(
                society.dwellings.places, society.dwellings.place[society.people.household[who]]
            ),
            "decided_on": columns.days(decided),
            "ended_on": columns.days(decided + 365, valid=decided + 365 < society.today),
        },
    )


def foreigners(society: Society) -> Sheet:
    """Return permits of foreigners, few of whom have a number here."""
    who = society.some(society.living[society.age[: society.chunk.people] > ADULT], 400_000, stream="foreigners")
    random, count = society.random("foreigners.facts"), len(who)
    begins = society.days_ago("foreigners.days", count, most=3)
    return Sheet(
        register="foreigners",
        columns={
            "passport_number": columns.serials("X", society.serials(count), 10),
            "number": columns.text(society.number[who], valid=random.random(count) < 0.3),
            "country": columns.words(("UZB", "RUS", "KGZ", "CHN", "TUR", "IND"), random.integers(0, 6, count)),
            "permit_kind": columns.words(
                ("visa", "temporary", "permanent", "refugee"), np.digitize(random.random(count), (0.3, 0.8, 0.99))
            ),
            "permitted_from": columns.days(begins),
            "permitted_until": columns.days(begins + random.integers(30, 730, count)),
        },
    )


def civil_changes(society: Society) -> Sheet:
    """Return changes of name and of number, adoptions and recognised fathers."""
    changed = society.number_changes
    who = society.some(society.living[society.age[: society.chunk.people] > 1], 800_000, stream="changes")
    who = np.concatenate((who, changed.who))
    random, count, names = society.random("changes.facts"), len(who), society.names
    is_number = np.arange(count) >= count - len(changed.who)
    kind = np.where(is_number, 3, np.where(society.age[who] >= CARD_FROM, 0, random.integers(1, 3, count)))
    old = random.integers(0, len(names.surnames), count)
    registered = np.maximum(society.days_ago("changes.days", count, most=8), society.people.born[who] + 30)
    registered[is_number] = changed.day
    former = society.number[who]
    former[is_number] = changed.former
    return Sheet(
        register="civil_changes",
        columns={
            "act_number": columns.serials("ЗМ-", society.serials(count), 12),
            "number": society.numbers(who),
            "act_kind": columns.words(("name_change", "adoption", "paternity", "number_change"), kind),
            "old_value": columns.words(names.surnames, old, valid=kind == 0),
            "new_value": columns.words(names.surnames, names.surname[who], valid=kind == 0),
            "registered_on": columns.days(registered),
            "old_number": columns.text(former, valid=is_number),
        },
    )
