"""The catalogue for programs: services, the schema of each form, and all of it in the European model."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from ninja import Router, Schema

from alatau.core.clock import read_clocks
from alatau.core.content import find_language
from alatau.core.routes import Who, open_to
from alatau.services.catalogue.cpsv import export_catalogue
from alatau.services.catalogue.present import price_of
from alatau.services.catalogue.schema import schema_of
from alatau.services.catalogue.services import get_service, list_services

router = Router(tags=["services"])

JSON_LD = "application/ld+json"


class ServiceOut(Schema):
    """One service, in the language that was asked for."""

    code: str
    name: str
    what: str
    who: list[str]
    who_says: str
    law: str
    outcome: str
    outcome_kind: str
    decided_by: str
    days: int
    day_count: str
    #: In the smallest unit of the currency; empty where it is free.
    fee: int | None
    currency: str


@router.get("/services", response=list[ServiceOut], summary="List the services of the state")
@open_to(Who.EVERYONE)
def services(request: HttpRequest, language: str = "") -> list[ServiceOut]:  # noqa: ARG001  # django-ninja hands it to every operation
    """Return every service with its words in one language, the reader's by default."""
    return [_out(each.code, language=language) for each in list_services()]


@router.get("/services/cpsv", summary="The catalogue as CPSV-AP 3.2 in JSON-LD")
@open_to(Who.EVERYONE)
def cpsv(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  # django-ninja hands it to every operation
    """Return the whole catalogue in the European model of public services."""
    exported = export_catalogue(base=settings.ALATAU_PUBLIC_URL, on=read_clocks().city_day)
    return JsonResponse(exported, content_type=JSON_LD, json_dumps_params={"ensure_ascii": False})


@router.get("/services/{code}/schema", summary="The form of a service as JSON Schema")
@open_to(Who.EVERYONE)
def form_schema(request: HttpRequest, code: str, language: str = "") -> JsonResponse:  # noqa: ARG001  # django-ninja hands it to every operation
    """Return the schema of a service's answers, draft 2020-12."""
    schema = schema_of(get_service(code), language=find_language(language).code)
    return JsonResponse(schema, content_type="application/schema+json", json_dumps_params={"ensure_ascii": False})


def _out(code: str, *, language: str) -> ServiceOut:
    service, spoken = get_service(code), find_language(language).code
    price = price_of(service, on=read_clocks().city_day) if service.fee else None
    return ServiceOut(
        code=service.code,
        name=service.name.say(spoken),
        what=service.what.say(spoken),
        who=list(service.who),
        who_says=service.who_says.say(spoken),
        law=service.law.say(spoken),
        outcome=service.outcome.says.say(spoken),
        outcome_kind=service.outcome.kind.value,
        decided_by=service.outcome.by.value,
        days=service.deadline.days,
        day_count=service.deadline.count.value,
        fee=price.units if price else None,
        currency=price.currency.code if price else "",
    )
