"""For each kind of event a row that tells of it on 10 March 2026, and one that nearly does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

TODAY = date(2026, 3, 10)
MADINA = UUID("11111111-1111-4111-8111-111111111111")
ARMAN = UUID("22222222-2222-4222-8222-222222222222")
SMALL = UUID("33333333-3333-4333-8333-333333333333")


@dataclass(frozen=True, kw_only=True)
class Golden:
    """A row of a register, and what of it makes it tell nothing."""

    kind: str
    register: str
    row: dict[str, object]
    #: Columns of the row that does not tell.
    but: dict[str, object]
    #: Whose event it is.
    whose: tuple[UUID, ...] = (MADINA,)
    on: date = date(2026, 3, 8)
    today: date = TODAY
    #: First and last day of all rows about the person that count.
    span: tuple[date, date] | None = None
    but_span: tuple[date, date] | None = field(default=None)


def _of(kind: str, register: str, row: dict[str, object], but: dict[str, object], **more: object) -> Golden:
    return Golden(kind=kind, register=register, row={"number": MADINA} | row, but=but, **more)


def _couple(kind: str, register: str, but: dict[str, object]) -> Golden:
    row = {"man_number": ARMAN, "woman_number": MADINA, "registered_on": "2026-03-08"}
    return Golden(kind=kind, register=register, row=row, but=but, whose=(ARMAN, MADINA))


def _born(kind: str, born: str, but: str, on: date = date(2026, 3, 8), *, sex: str = "", today: date = TODAY) -> Golden:
    row = {"born_on": born, "life_status": "alive", "sex": sex}
    return _of(kind, "persons", row, {"born_on": but}, on=on, today=today)


MARCH_8, OCTOBER = "2026-03-08", "2026-10-01"
BIRTH = {"act_number": "A1", "child_number": SMALL, "mother_number": MADINA, "born_on": MARCH_8, "status": "valid"}
GOLDEN = (
    Golden(
        kind="child_birth",
        register="birth_notices",
        # In the city it is the next day already.
        row={"notice_number": "N1", "mother_number": MADINA, "born_at": "2026-03-07T20:30:00+00:00"},
        but={"mother_number": None},
    ),
    Golden(kind="child_birth", register="births", row=BIRTH, but={"status": "annulled"}),
    Golden(kind="child_birth", register="births", row=BIRTH, but={"child_number": MADINA}),
    _of(
        "pregnancy",
        "sick_leaves",
        {"kind": "maternity", "pregnancy_week": 30, "leave_from": MARCH_8},
        {"pregnancy_week": 29},
    ),
    _of("pregnancy", "pregnancies", {"term_weeks": 30, "registered_on": MARCH_8}, {"term_weeks": 12}),
    _of("award", "family_cards", {"award": "altyn_alqa"}, {"award": "batyr_ana"}, on=TODAY),
    Golden(
        kind="adoption",
        register="guardianships",
        row={"number": SMALL, "guardian_number": MADINA, "status": "adopted", "starts_on": MARCH_8},
        but={"status": "returned"},
    ),
    _couple("marriage", "marriages", {"is_annulled": True}),
    _couple("divorce", "divorces", {"woman_number": ARMAN}),
    _born("kindergarten_age", "2024-03-08", "2024-04-08"),
    _of("kindergarten_age", "kindergarten_queue", {"status": "voucher", "voucher_on": MARCH_8}, {"status": "waiting"}),
    # On 1 April the schools begin to take names.
    _born("school_start", "2020-08-31", "2020-09-02", date(2026, 4, 1), today=date(2026, 4, 2)),
    _born("child_turns_18", "2008-03-08", "2008-03-20"),
    _of("graduation", "college_students", {"studies_until": MARCH_8}, {"studies_until": None}),
    _of("graduation", "university_students", {"studies_until": MARCH_8}, {"studies_until": "2026-06-30"}),
    _of("military", "military_registration", {"deferral": "study"}, {"deferral": "family"}, on=TODAY),
    _of("job_loss", "labour_contracts", {"terminated_on": MARCH_8}, {"terminated_on": None}),
    _of("job_loss", "labour_market", {"status": "unemployed", "registered_on": MARCH_8}, {"status": "placed"}),
    _of("starting_business", "entrepreneurs", {"registered_on": MARCH_8}, {"registered_on": "2024-01-08"}),
    _of("debt", "credit_bureau", {"overdue_days": 91, "overdue_amount": 100_001}, {"overdue_days": 90}, on=TODAY),
    _of("disability", "disabilities", {"established_on": MARCH_8}, {"established_on": "2020-01-01"}),
    _of(
        "disability_end",
        "disabilities",
        {"established_on": "2024-05-07", "ends_on": "2026-05-07"},
        {},
        span=(date(2026, 5, 7), date(2026, 5, 7)),
        but_span=(date(2026, 5, 7), date(2028, 5, 7)),
    ),
    _born("pension_age", "1963-03-08", "1963-03-20", sex="male"),
    _born("pension_age", "1965-03-08", "1965-03-20", sex="female"),
    _born("pre_pension", "1965-03-07", "1965-03-20", date(2026, 3, 7), sex="male"),
    _of("death", "deaths", {"act_number": "D1", "died_on": MARCH_8}, {"died_on": None}),
    _of("death", "persons", {"life_status": "dead", "died_on": MARCH_8}, {"life_status": "missing"}),
    _of(
        "moving",
        "residence",
        {"registration_kind": "permanent", "lives_from": MARCH_8},
        {},
        span=(date(2019, 5, 1), date(2026, 3, 8)),
        but_span=(date(2026, 3, 8), date(2026, 3, 8)),
    ),
    _of("housing_need", "housing_queue", {"queued_on": MARCH_8}, {"queued_on": "2019-03-08"}),
    Golden(
        kind="flood",
        register="emergency_zones",
        row={"place_code": "119010000", "kind": "flood", "level": "emergency", "declared_on": MARCH_8},
        but={"level": "watch"},
        whose=(),
    ),
    _of("gambling_limit", "gambling_limits", {"limited_from": MARCH_8, "source": "self"}, {"source": "law"}),
    _of(
        "domestic_violence",
        "family_support_cases",
        {"is_violence_reported": True, "opened_on": MARCH_8},
        {"is_violence_reported": False},
    ),
    _of(
        "licence_expiry",
        "driving_licences",
        {"expires_on": "2026-04-07"},
        {},
        span=(date(2016, 4, 7), date(2026, 4, 7)),
        but_span=(date(2016, 4, 7), date(2036, 4, 7)),
    ),
    _of(
        "licence_expiry",
        "identity_documents",
        {"document_kind": "identity_card", "status": "valid", "expires_on": "2026-04-07"},
        {"status": "lost"},
        span=(date(2026, 4, 7), date(2026, 4, 7)),
    ),
    _of("serious_illness", "oncology_patients", {"diagnosed_on": MARCH_8}, {"diagnosed_on": None}),
    _of(
        "serious_illness",
        "dispensary_patients",
        {"diagnosis_icd10": "G35", "observed_from": MARCH_8},
        {"diagnosis_icd10": "J45"},
    ),
    _of("release", "prison_and_probation", {"held_until": MARCH_8, "is_on_probation": False}, {"held_until": OCTOBER}),
    _of("kandas", "resettlers", {"status": "kandas", "decided_on": MARCH_8}, {"status": "resettled"}),
    _of(
        "insurance_gap", "health_insurance", {"is_insured": False, "month": "2026-02-01"}, {"is_insured": True},
        on=date(2026, 2, 1),
    ),
)  # fmt: skip
#: Of these a right on the family's card tells, and no row of a register.
BY_CARD = ("large_family", "low_income", "loss_of_breadwinner")
