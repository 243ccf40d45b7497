"""The catalogue passes the shapes of the European model of public services."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from alatau.services.catalogue.cpsv import export_catalogue
from alatau.services.catalogue.services import list_services

SHAPES = Path(__file__).resolve().parents[4] / "shared" / "data" / "cpsv-ap" / "cpsv-ap-3.2.0-shacl.ttl"
# The reader of JSON-LD in rdflib uses a class that rdflib itself calls old.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")
needs_shapes = pytest.mark.skipif(not SHAPES.exists(), reason="the shapes of CPSV-AP 3.2 are not beside the checkout")


@pytest.fixture(scope="module")
def exported():
    return export_catalogue(base="https://city.example", on=date(2026, 5, 4))


def _conforms(exported) -> bool:
    from pyshacl import validate
    from rdflib import Graph

    graph = Graph().parse(data=json.dumps(exported), format="json-ld")
    conforms, _graph, _said = validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none")
    return bool(conforms)


def test_every_service_is_exported_once(exported):
    services = [node for node in exported["@graph"] if node["@type"] == "cpsv:PublicService"]
    assert [node["dct:identifier"] for node in services] == [service.code for service in list_services()]


def test_everything_that_is_named_is_described(exported):
    described = {node["@id"] for node in exported["@graph"]}
    named = {
        each["@id"]
        for node in exported["@graph"]
        for value in node.values()
        for each in (value if isinstance(value, list) else [value])
        if isinstance(each, dict) and "@id" in each
    }
    assert named <= described


@needs_shapes
def test_catalogue_passes_the_shapes(exported):
    assert _conforms(exported)


@needs_shapes
def test_service_without_a_name_does_not_pass(exported):
    graph = [{name: value for name, value in node.items() if name != "dct:title"} for node in exported["@graph"]]
    assert not _conforms(exported | {"@graph": graph})
