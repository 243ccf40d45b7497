"""What people own and live in: rights to dwellings and land, cars, housing help and bills."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.draw import pick
from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.days import month_of, year_of
from qazaqstan.synthetic.dwellings import make_cadastre_numbers
from qazaqstan.synthetic.faults import hidden, hit
from qazaqstan.synthetic.regions import list_regions

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from qazaqstan.synthetic.rows import Rows
    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

ADULT = 18
#: Part of households that own where they live; and of these, whose spouses own it together.
OWN_HOME, TOGETHER, SECOND_HOME = 0.83, 0.18, 0.15
#: Commercial rooms, garages and summer houses of a household, and further dwellings of a few: 1, 2, 4, 7 or 12.
COMMERCIAL, GARAGES, SUMMER_HOUSES = (0.985, 0.013, 0.002), (0.95, 0.05), (0.97, 0.03)
MANY_DWELLINGS = (0.986, 0.006, 0.004, 0.0025, 0.001, 0.0005)
#: Square metres of each of these.
FURTHER_AREAS = (90.0, 22.0, 48.0, 60.0)
#: Cars of a household.
CARS = (0.52, 0.38, 0.08, 0.02)
#: Cars, lorries and buses of firms in the nation.
FIRMS_CARS = 2_600_000
FIRMS_BUILDINGS = 1_600_000
MODELS = (
    "Toyota Camry",
    "Hyundai Accent",
    "Lada Granta",
    "Kia Rio",
    "Chevrolet Cobalt",
    "Volkswagen Polo",
    "Nissan Qashqai",
    "Toyota Corolla",
)
#: Part of those in the queue who rent by a registered contract; income a head, in tenge, of a needy home.
RENTS, NEEDY = 0.3, 30_000
SERVICES = ("electricity", "water", "heat", "gas", "waste")
TARIFFS = (28.0, 180.0, 4_200.0, 21.0, 420.0)
USED = (170.0, 9.0, 1.4, 90.0, 3.0)
QUEUE = ("orphan", "large family", "disabled", "state employee", "young family", "other")


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about property and housing."""
    yield from real_estate(society)
    yield buildings_of_firms(society)
    yield further_estates(society)
    yield land_cadastre(society)
    yield from vehicles(society)
    yield driving_licences(society)
    yield housing_queue(society)
    yield state_housing(society)
    yield housing_assistance(society)
    yield utility_bills(society)


def owners_of(society: Society) -> tuple[Positions, Positions]:
    """Return households that own a dwelling, and for each the oldest grown member; the first own their home."""
    heads = society.homes.head
    random = society.random("owners")
    homes = np.flatnonzero((society.age[heads] >= ADULT) & (random.random(len(heads)) < OWN_HOME))
    second = homes[random.random(len(homes)) < SECOND_HOME]
    return np.concatenate((homes, second)), heads[np.concatenate((homes, second))]


def real_estate(society: Society) -> Iterator[Sheet]:
    """Return rights to dwellings; of shares, a few are written as if they were the whole."""
    homes, owner = owners_of(society)
    is_second = np.concatenate((np.zeros(1, dtype=bool), np.diff(homes) < 0)).cumsum() > 0
    empty = len(society.homes.head)
    dwelling = np.where(is_second, empty + np.arange(len(homes)) % max(len(society.dwellings) - empty, 1), homes)
    spouse = society.people.spouse[owner]
    shared = ~is_second & (spouse != NOBODY) & (society.random("shared").random(len(owner)) < TOGETHER)
    shared &= society.is_alive[spouse]
    rows = society.rows("real_estate", np.concatenate((owner, spouse[shared])))
    dwelling = np.concatenate((dwelling, dwelling[shared]))
    share = np.where(np.concatenate((shared, shared[shared])), 0.5, 1.0)
    whole = (share < 1) & hit(rows.random, "share_as_whole", rows.count)
    number, flat = society.dwellings.cadastre[dwelling], society.dwellings.flat[dwelling] > 0
    since = np.minimum(society.today - 1, rows.past(18))
    yield rows.sheet(
        cadastre_number=columns.text(number),
        owner_number=rows.person(),
        right_kind=columns.choices(("ownership", "shared_ownership"), share < 1),
        share=columns.decimals(np.where(whole, 1.0, share)),
        area_m2=columns.decimals(society.dwellings.area[dwelling]),
        object_kind=columns.choices(("house", "flat"), flat),
        registered_on=columns.days(since),
        ended_on=columns.days(since, valid=np.zeros(rows.count, dtype=bool)),
        address_code=columns.text(society.dwellings.address[dwelling]),
    )
    key = columns.text(columns.joined(number[whole], "|", society.number[rows.who[whole]]))
    yield hidden("share_as_whole", "real_estate", key=key, column="share", truth=columns.decimals(share[whole]))


def buildings_of_firms(society: Society) -> Sheet:
    """Return buildings of firms and other bodies."""
    owner = society.random("buildings").integers(0, len(society.bodies), society.quota(FIRMS_BUILDINGS))
    rows = society.rows("real_estate", society.work.director[owner])
    region = np.array([int(one.kato[:2]) for one in list_regions()])[society.bodies.region[owner]]
    since = rows.past(18)
    home = society.sites[owner]
    number = make_cadastre_numbers(region, np.arange(rows.count), chunk=society.chunk.number, block="3")
    return rows.sheet(
        cadastre_number=columns.text(number),
        owner_number=society.bins(owner),
        right_kind=rows.one_of(("ownership", "lease"), (0.85, 0.15)),
        share=columns.decimals(np.ones(rows.count)),
        area_m2=columns.decimals(np.round(rows.random.gamma(2.0, 180.0, rows.count) + 15, 1)),
        object_kind=columns.same("commercial", rows.count),
        registered_on=columns.days(since),
        ended_on=columns.days(since, valid=np.zeros(rows.count, dtype=bool)),
        address_code=columns.text(society.dwellings.address[home]),
    )


def further_estates(society: Society) -> Sheet:
    """Return what people own beside their homes: shops, garages, summer houses, and the many dwellings of a few."""
    random, heads = society.random("estates"), society.homes.head
    grown = heads[society.age[heads] >= ADULT]
    counts = [pick(random, shares, len(grown)) for shares in (COMMERCIAL, GARAGES, SUMMER_HOUSES)]
    many = np.array([0, 1, 2, 4, 7, 12])[pick(random, MANY_DWELLINGS, len(grown))]
    owner = np.concatenate([np.repeat(grown, count) for count in (*counts, many)])
    kind = np.repeat(np.arange(4), [int(count.sum()) for count in (*counts, many)])
    rows = society.rows("real_estate", owner)
    region = np.array([int(one.kato[:2]) for one in list_regions()])[society.region[owner]]
    number = make_cadastre_numbers(region, np.arange(rows.count), chunk=society.chunk.number, block="4")
    since = society.today - 1 - (random.random(rows.count) * 18 * YEAR).astype(np.int64)
    empty = len(heads) + np.arange(rows.count) % (len(society.dwellings) - len(heads))
    area = np.array(FURTHER_AREAS)[kind] * np.exp(random.normal(0, 0.35, rows.count))
    return rows.sheet(
        cadastre_number=columns.text(number),
        owner_number=rows.person(),
        right_kind=columns.same("ownership", rows.count),
        share=columns.decimals(np.ones(rows.count)),
        area_m2=columns.decimals(np.round(area, 1)),
        object_kind=columns.words(("commercial", "garage", "summer_house", "flat"), kind),
        registered_on=columns.days(since),
        ended_on=columns.days(since, valid=np.zeros(rows.count, dtype=bool)),
        address_code=columns.text(society.dwellings.address[empty]),
    )


def land_cadastre(society: Society) -> Sheet:
    """Return plots: under the houses of their owners, and some of farmers."""
    homes, owner = owners_of(society)
    plot = society.dwellings.flat[homes] == 0
    rows = society.rows("land_cadastre", owner[plot], 3_600_000)
    region = np.array([int(one.kato[:2]) for one in list_regions()])[society.region[rows.who]]
    is_field = rows.luck(0.12)
    since = rows.past(20)
    return rows.sheet(
        cadastre_number=columns.text(
            make_cadastre_numbers(region, np.arange(rows.count), chunk=society.chunk.number, block="1")
        ),
        purpose=columns.choices(("household_plot", "farming"), is_field),
        area_hectares=columns.decimals(
            np.where(is_field, rows.random.gamma(2.0, 20.0, rows.count), rows.random.uniform(0.06, 0.15, rows.count))
        ),
        boundary=columns.text(boundaries(rows.random, rows.count)),
        owner_number=rows.person(),
        value=columns.whole(rows.tenge(2_400_000)),
        kind=rows.one_of(("plot", "building"), (0.9, 0.1)),
        registered_on=columns.days(since),
        ended_on=columns.days(since, valid=np.zeros(rows.count, dtype=bool)),
    )


def boundaries(random: np.random.Generator, count: int) -> columns.Digits:
    """Return a small square for each plot, as a polygon of longitudes and latitudes."""
    east, north = (random.integers(0, 9_900, count) for _ in range(2))
    corners = ((0, 0), (9, 0), (9, 9), (0, 9), (0, 0))
    parts: list[str | columns.Digits] = ["POLYGON(("]
    for number, (right, up) in enumerate(corners):
        parts += [
            "77.",
            columns.digits(east + right, 4),
            " 43.",
            columns.digits(north + up, 4),
            ", " if number < len(corners) - 1 else "))",
        ]
    return columns.joined(*parts)


def vehicles(society: Society) -> Iterator[Sheet]:
    """Return cars of households and of firms; some were sold and still stand under the old owner."""
    heads = society.homes.head
    cars = pick(society.random("cars"), np.array(CARS), len(heads)) * (society.age[heads] >= ADULT)
    firm = society.random("cars.firms").integers(0, len(society.bodies), society.quota(FIRMS_CARS))
    owner = np.repeat(heads, cars)
    rows = society.rows("vehicles", np.concatenate((owner, society.work.director[firm])))
    of_firm = np.arange(rows.count) >= len(owner)
    number = np.concatenate((society.number[owner], society.bodies.number[firm]))
    year = year_of(society.today) - np.minimum(rows.random.gamma(2.2, 5.0, rows.count), 40).astype(np.int64)
    since = np.maximum(rows.past(12), ((year - 1970) * YEAR).astype(np.int64) + 30)
    since = np.minimum(since, society.today - 1)
    sold = ~of_firm & hit(rows.random, "car_sold", rows.count)
    vin = columns.joined("SYN", columns.digits(society.serials(rows.count), 14))
    kind = np.where(of_firm, rows.codes((0.45, 0, 0.08, 0.4, 0.07)), rows.codes((0.93, 0.02, 0, 0.03, 0.02)))
    yield rows.sheet(
        vin=columns.text(vin),
        plate=columns.text(plates(rows)),
        owner_number=columns.text(number),
        model=rows.one_of(MODELS, (0.2, 0.16, 0.2, 0.12, 0.12, 0.08, 0.05, 0.07)),
        year=columns.whole(year),
        category=columns.words(("car", "motorcycle", "bus", "truck", "trailer"), kind),
        registered_on=columns.days(since),
        ended_on=columns.days(since, valid=np.zeros(rows.count, dtype=bool)),
    )
    buyer = society.numbers(rows.random.choice(heads, int(sold.sum())))
    yield hidden("car_sold", "vehicles", key=columns.text(vin[sold]), column="owner_number", truth=buyer)


def plates(rows: Rows) -> columns.Digits:
    """Return number plates; the letters ZZZ stand on no real one."""
    return columns.joined(columns.digits(rows.whole(1, 999), 3), "ZZZ", columns.digits(rows.whole(1, 20), 2))


def driving_licences(society: Society) -> Sheet:
    """Return licences of the latest years."""
    keen = np.where(society.people.is_female, 0.32, 0.78)
    pool = (
        society.is_alive
        & (society.age > 19)
        & (society.age < 72)
        & (society.random("drivers").random(len(society.people)) < keen)
    )
    rows = society.rows("driving_licences", pool, 1_400_000)
    begins = np.minimum(rows.past(2.5, 0.05), society.today - 10)
    return rows.sheet(
        number=rows.person(),
        licence_number=rows.serials("ЖК"),
        categories=rows.one_of(("B", "B, C", "B, C, D", "A, B"), (0.8, 0.12, 0.05, 0.03)),
        valid_from_day=columns.days(begins),
        expires_on=columns.days(begins + 3_652),
        deprived_until=columns.days(np.full(rows.count, society.today + 200), valid=rows.luck(0.006)),
    )


def housing_queue(society: Society) -> Sheet:
    """Return those who wait for a dwelling of the state; their households own none."""
    owned, _ = owners_of(society)
    heads = np.delete(society.homes.head, np.unique(owned))
    rows = society.rows("housing_queue", heads[society.age[heads] >= ADULT], 900_000)
    queued = rows.past(12, 0.1)
    return rows.sheet(
        number=rows.person(),
        category=rows.one_of(QUEUE, (0.1, 0.3, 0.12, 0.18, 0.2, 0.1)),
        queued_on=columns.days(queued),
        queue_number=columns.whole(1 + np.argsort(np.argsort(queued, kind="stable"), kind="stable")),
        place_code=rows.place(),
        failed_criteria=rows.one_of(("owns a share", "no residence", "income"), valid=rows.luck(0.08)),
        left_on=columns.days(queued, valid=np.zeros(rows.count, dtype=bool)),
        **_rents(rows),
    )


def _rents(rows: Rows) -> dict[str, pa.Array]:
    """Return the registered contracts of those who rent while they wait."""
    rents = rows.luck(RENTS)
    area = np.round(rows.random.normal(46, 12, rows.count).clip(18, 110), 1)
    return {
        "rent_contract_number": columns.serials("ЖШ-", rows.society.serials(rows.count), 12, valid=rents),
        "rent": columns.whole(rows.tiyn(area * 2_900 * np.exp(rows.random.normal(0, 0.25, rows.count))), valid=rents),
        "rented_area_m2": columns.decimals(area, valid=rents),
    }


def state_housing(society: Society) -> Sheet:
    """Return dwellings of the akimats and who rents them."""
    owned, _ = owners_of(society)
    homes = np.setdiff1d(np.arange(len(society.homes.head)), owned)
    homes = homes[society.age[society.homes.head[homes]] >= ADULT]
    chosen = society.some(homes, 180_000, stream="state_housing.homes")
    rows = society.rows("state_housing", society.homes.head[chosen])
    begins = rows.past(10, 0.1)
    return rows.sheet(
        address_code=columns.text(society.dwellings.address[chosen]),
        area_m2=columns.decimals(society.dwellings.area[chosen]),
        tenant_number=rows.person(),
        condition=rows.one_of(("sound", "worn", "emergency"), (0.75, 0.22, 0.03)),
        contract_number=rows.serials("МТҮ-"),
        rented_from=columns.days(begins),
        rented_until=columns.days(begins, valid=np.zeros(rows.count, dtype=bool)),
    )


def housing_assistance(society: Society) -> Sheet:
    """Return households whose bills are too large a part of their income."""
    homes = society.homes
    need = np.flatnonzero((homes.income_per_head < 60_000) & (society.age[homes.head] >= ADULT))
    rows = society.rows("housing_assistance", homes.head[need], 250_000)
    home = rows.home()
    income = np.maximum(homes.income_per_head[home] * homes.size[home], 1_000)
    cost = rows.random.uniform(12_000, 34_000, rows.count)
    begins = rows.past(0.9)
    return rows.sheet(
        case_number=rows.serials("ТК-"),
        number=rows.person(),
        area_m2=columns.decimals(society.dwellings.area[home]),
        norm_cost=columns.whole(rows.tiyn(cost)),
        income=columns.whole(rows.tiyn(income)),
        share=columns.decimals(np.minimum(cost / income, 1.0)),
        amount=columns.whole(rows.tiyn(np.maximum(cost - income * 0.05, 500))),
        paid_from=columns.days(begins),
        paid_until=columns.days(begins + 180),
    )


def utility_bills(society: Society) -> Sheet:
    """Return bills of the latest month: of all services to needy homes, of one to others in towns; some are in debt."""
    everyone = np.arange(len(society.homes.head))
    needy = everyone[society.homes.income_per_head < NEEDY]
    others = everyone[(society.homes.income_per_head >= NEEDY) & society.dwellings.is_urban[: len(everyone)]]
    homes = np.concatenate((np.repeat(needy, len(SERVICES)), others))
    rows = society.rows("utility_bills", society.homes.head[homes])
    service = rows.codes((0.3, 0.25, 0.15, 0.15, 0.15))
    service[: len(needy) * len(SERVICES)] = np.arange(len(needy) * len(SERVICES)) % len(SERVICES)
    owed = np.where(rows.luck(0.12), rows.whole(1, 8), 0)
    used = np.array(USED)[service] * np.exp(rows.random.normal(0, 0.4, rows.count))
    charge = rows.tiyn(used * np.array(TARIFFS)[service])
    return rows.sheet(
        account_number=columns.serials("Д", np.int64(society.chunk.number) * 100_000 + homes, 10),
        number=rows.person(),
        address_code=columns.text(society.dwellings.address[homes]),
        service=columns.words(SERVICES, service),
        month=columns.months(np.full(rows.count, month_of(society.today) - 1)),
        consumption=columns.decimals(np.round(used, 1)),
        sum=columns.whole(charge),
        debt=columns.whole(charge * owed),
        debt_months=columns.whole(owed),
    )
