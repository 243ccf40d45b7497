"""The catalogue in the European model of public services (CPSV-AP 3.2), as JSON-LD without an outside context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.registry.declare import get_register
from alatau.services.catalogue.fees import fee_on
from alatau.services.catalogue.services import list_fields, list_services
from alatau.services.catalogue.values import DayCount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from alatau.core.text import Text
    from alatau.services.catalogue.values import Service, ServiceField

Node = dict[str, object]

CONTEXT: Node = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CURRENCIES = "http://publications.europa.eu/resource/authority/currency/"
COUNTRIES = "https://www.iso.org/obp/ui/#iso:code:3166:"
#: Calendar days that so many working ones take at most, holidays left out.
WEEK, WORK_WEEK = 7, 5


def export_catalogue(*, base: str, on: date) -> Node:
    """Return every service with its cost, law, evidence, output and event of life; ``base`` is the city's address."""
    graph: dict[str, Node] = {}
    for node in _list_nodes(base=base, on=on):
        graph[str(node["@id"])] = node
    return {"@context": CONTEXT, "@graph": [*graph.values()]}


def _list_nodes(*, base: str, on: date) -> Iterator[Node]:
    fields = {field.code: field for field in list_fields()}
    country: Node = {"@id": f"{COUNTRIES}{content().code}"}
    yield {**country, "@type": "dct:Location"}
    yield {"@id": f"{CURRENCIES}{content().currency.code}", "@type": "skos:Concept"}
    for field in fields.values():
        yield from _list_field(field, base=base)
    for service in list_services():
        field = fields[service.field_code]
        yield _service(service, base=base)
        authority = service.authority or field.authority
        yield {
            "@id": _authority_id(service, base=base),
            "@type": "cv:PublicOrganisation",
            "skos:prefLabel": _say(authority),
            "dct:spatial": country,
        }
        yield from _list_parts(service, base=base, on=on)


def _list_field(field: ServiceField, *, base: str) -> Iterator[Node]:
    yield {"@id": _id(base, "field", field.code), "@type": "skos:Concept", "skos:prefLabel": _say(field.name)}
    for situation in field.situations.values():
        code = field.code + situation.code
        yield {
            "@id": _id(base, "situation", code),
            "@type": ["cv:LifeEvent", "cv:Event"],
            "dct:identifier": code,
            "dct:title": _say(situation.name),
        }


def _service(service: Service, *, base: str) -> Node:
    code = service.code
    node: Node = {
        "@id": _id(base, "service", code),
        "@type": "cpsv:PublicService",
        "dct:identifier": code,
        "dct:title": _say(service.name),
        "dct:description": _say(service.what),
        "dcat:keyword": [
            {"@language": language, "@value": word} for language, words in service.words.items() for word in words
        ],
        "cv:hasCompetentAuthority": {"@id": _authority_id(service, base=base)},
        "cv:thematicArea": {"@id": _id(base, "field", service.field_code)},
        "cv:isGroupedBy": {"@id": _id(base, "situation", service.field_code + service.situation_code)},
        "cv:processingTime": {"@type": "xsd:duration", "@value": f"P{_calendar_days(service)}D"},
        "cv:hasLegalResource": {"@id": _id(base, "law", code)},
        "cpsv:follows": {"@id": _id(base, "rule", code)},
        "cpsv:produces": {"@id": _id(base, "output", code)},
        "cv:hasChannel": {"@id": _id(base, "channel", code)},
        "cpsv:hasInput": [{"@id": _id(base, "evidence", f"{code}.{key}")} for key in service.evidence],
        "cv:hasInputType": [{"@id": _id(base, "register", each)} for each in _registers(service)],
    }
    return node | ({"cv:hasCost": {"@id": _id(base, "cost", code)}} if service.fee else {})


def _list_parts(service: Service, *, base: str, on: date) -> Iterator[Node]:
    code = service.code
    yield {"@id": _id(base, "law", code), "@type": "eli:LegalResource", "dct:title": _say(service.law)}
    yield {
        "@id": _id(base, "rule", code),
        "@type": "cpsv:Rule",
        "dct:identifier": f"rule-{code}",
        "dct:title": _say(service.law),
        "dct:description": _say(service.who_says),
        "cpsv:implements": {"@id": _id(base, "law", code)},
    }
    yield {
        "@id": _id(base, "output", code),
        "@type": "cv:Output",
        "dct:identifier": f"output-{code}",
        "dct:title": _say(service.outcome.says),
    }
    yield {
        "@id": _id(base, "channel", code),
        "@type": "cv:Channel",
        "dct:identifier": f"{base}/services/{code}/",
        "cv:processingTime": {"@type": "xsd:duration", "@value": f"P{_calendar_days(service)}D"},
    }
    for key, evidence in service.evidence.items():
        yield {
            "@id": _id(base, "evidence", f"{code}.{key}"),
            "@type": "cv:Evidence",
            "dct:identifier": f"{code}.{key}",
            "dct:title": _say(evidence.name),
            "dct:conformsTo": [{"@id": _id(base, "register", evidence.register)}] if evidence.register else [],
        }
    for key in _registers(service):
        code_of_register = get_register(key).code
        yield {"@id": _id(base, "register", key), "@type": "cv:EvidenceType", "dct:identifier": code_of_register}
    if service.fee:
        yield _cost(service, base=base, on=on)


def _cost(service: Service, *, base: str, on: date) -> Node:
    assert service.fee is not None, "only what costs has a cost"
    return {
        "@id": _id(base, "cost", service.code),
        "@type": "cv:Cost",
        "dct:identifier": f"cost-{service.code}",
        "dct:description": _say(service.fee.law),
        "cv:hasValue": {"@type": "xsd:double", "@value": str(fee_on(service.fee, on).as_decimal())},
        "cv:currency": {"@id": f"{CURRENCIES}{content().currency.code}"},
    }


def _registers(service: Service) -> list[str]:
    return sorted({each.register for each in service.evidence.values() if each.register})


def _calendar_days(service: Service) -> int:
    days = service.deadline.days
    return -(-days * WEEK // WORK_WEEK) if service.deadline.count is DayCount.WORKING else days


def _authority_id(service: Service, *, base: str) -> str:
    return _id(base, "authority", service.code if service.authority else service.field_code)


def _id(base: str, kind: str, name: str) -> str:
    return f"{base}/services/#{kind}-{name}"


def _say(text: Text) -> list[Node]:
    return [{"@language": language, "@value": words} for language, words in text.items()]
