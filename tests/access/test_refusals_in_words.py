"""Every refusal of the room says in four languages what happened and what next, with a code that stays."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.utils.translation import override

from alatau.access import errors
from alatau.core.errors import AlatauError

#: Codes that programs and statistics rely on: a changed one breaks them.
CODES = {
    "SignInRefusedError": ("access.sign_in_refused", HTTPStatus.FORBIDDEN),
    "CodeRefusedError": ("access.code_refused", HTTPStatus.FORBIDDEN),
    "FactorRefusedError": ("access.factor_refused", HTTPStatus.FORBIDDEN),
    "TooManyTriesError": ("access.too_many_tries", HTTPStatus.TOO_MANY_REQUESTS),
    "SecondFactorNeededError": ("access.proof_needed", HTTPStatus.FORBIDDEN),
    "PersonNumberTakenError": ("access.number_taken", HTTPStatus.CONFLICT),
    "PersonsCannotMergeError": ("access.persons_cannot_merge", HTTPStatus.CONFLICT),
    "PurposeUnknownError": ("access.purpose_unknown", HTTPStatus.CONFLICT),
    "RoleUnknownError": ("access.role_unknown", HTTPStatus.CONFLICT),
    "StaffUnknownError": ("access.staff_unknown", HTTPStatus.NOT_FOUND),
    "LoginTakenError": ("access.login_taken", HTTPStatus.CONFLICT),
    "OwnRoleError": ("access.own_role", HTTPStatus.FORBIDDEN),
    "SecondAdministratorError": ("access.second_administrator", HTTPStatus.FORBIDDEN),
    "RoleHeldError": ("access.role_held", HTTPStatus.CONFLICT),
    "KindUnknownError": ("access.kind_unknown", HTTPStatus.CONFLICT),
    "RepresentationDatesError": ("access.representation_dates", HTTPStatus.CONFLICT),
    "RepresentationSelfError": ("access.representation_self", HTTPStatus.CONFLICT),
    "RepresentationOpenError": ("access.representation_open", HTTPStatus.CONFLICT),
    "DeskVisitOpenError": ("access.desk_visit_open", HTTPStatus.CONFLICT),
    "ConsentTextUnknownError": ("access.consent_unknown", HTTPStatus.NOT_FOUND),
    "PasswordWeakError": ("access.password_weak", HTTPStatus.CONFLICT),
    "RecordLinkedError": ("access.record_linked", HTTPStatus.CONFLICT),
    "OwnAffairsError": ("access.own_affairs", HTTPStatus.FORBIDDEN),
    "LastFactorError": ("access.last_factor", HTTPStatus.CONFLICT),
    "SampleOnlyError": ("access.sample_only", HTTPStatus.CONFLICT),
}
REFUSALS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, AlatauError) and kind.__module__ == errors.__name__
]


def test_every_refusal_of_the_room_is_listed_here() -> None:
    assert {kind.__name__ for kind in REFUSALS} == set(CODES)


@pytest.mark.parametrize("kind", REFUSALS)
def test_code_and_status_of_a_refusal_stay(kind: type[AlatauError]) -> None:
    assert (kind.code, kind.http_status) == CODES[kind.__name__]


@pytest.mark.parametrize("language", ["kk", "ru", "ar"])
@pytest.mark.parametrize("kind", REFUSALS)
def test_refusal_is_said_in_the_readers_language(kind: type[AlatauError], language: str) -> None:
    with override("en"):
        english = kind().sentence()
    with override(language):
        said = kind().sentence()
    assert said != english
    assert not re.search(r"[A-Za-z]{3,}", said)


@pytest.mark.parametrize("kind", REFUSALS)
def test_refusal_says_what_happened_and_what_next(kind: type[AlatauError]) -> None:
    with override("en"):
        sentences = re.findall(r"[^.?!]+[.?!]", kind().sentence())
    assert len(sentences) >= 2
    assert all(len(sentence.split()) <= 20 for sentence in sentences)


@pytest.mark.parametrize("kind", [errors.SignInRefusedError, errors.CodeRefusedError])
def test_refused_sign_in_says_of_no_part_that_it_was_wrong(kind: type[AlatauError]) -> None:
    with override("en"):
        said = kind().sentence().lower()
    assert not re.search(r"password|unknown|no such|not registered|nobody", said)
