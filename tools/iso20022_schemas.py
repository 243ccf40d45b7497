"""Write the schemas of the ISO 20022 messages that the city exchanges with banks, from typed models of them.

``python -m tools.iso20022_schemas FOLDER``, where FOLDER holds the packages ``pyiso20022`` (MIT licence) and
``xsdata``. Their classes were made from the published schemas and keep every order, number, length and pattern; what
they lose is the names of simple types, which no message shows. Needed only when a message takes a new version.
"""

from __future__ import annotations

import dataclasses
import enum
import sys
import typing
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

MESSAGES = ("pain.001.001.09", "pain.002.001.10", "pacs.008.001.08", "pacs.002.001.10", "camt.053.001.08")
TARGET = Path(__file__).parents[1] / "alatau" / "money" / "iso20022" / "schemas"
XS = "http://www.w3.org/2001/XMLSchema"
BASES = {
    "str": "xs:string", "Decimal": "xs:decimal", "bool": "xs:boolean", "bytes": "xs:base64Binary", "XmlDate": "xs:date",
    "XmlDateTime": "xs:dateTime", "XmlTime": "xs:time", "XmlPeriod": "xs:gYear",
}  # fmt: skip
#: Periods that are months of a year: the models keep years and months alike.
MONTHS = frozenset({"FctvDt", "XpryDt"})
FACETS = {
    "min_inclusive": "minInclusive", "fraction_digits": "fractionDigits", "total_digits": "totalDigits",
    "min_length": "minLength", "max_length": "maxLength", "length": "length", "pattern": "pattern",
}  # fmt: skip
ENDLESS = 10**9


class Schema:
    """One schema on its way: the types it has, and those it still needs."""

    def __init__(self, message: str) -> None:
        name = message.replace(".", "_")
        self.module = import_module(f"pyiso20022.{message[:4]}.{name}.{name}")
        self.types: dict[str, etree._Element] = {}
        self.needed = ["Document"]

    def write(self) -> bytes:
        """Return the whole schema."""
        namespace = self.module.__NAMESPACE__
        root = etree.Element(
            f"{{{XS}}}schema", nsmap={None: namespace, "xs": XS}, elementFormDefault="qualified",
            targetNamespace=namespace,
        )  # fmt: skip
        _add(root, "element", name="Document", type="Document")
        while self.needed:
            name = self.needed.pop()
            if name not in self.types:
                self._make(name)
        root.extend(self.types[name] for name in sorted(self.types))
        return etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")

    def _make(self, name: str) -> None:
        cls = getattr(self.module, name)
        if issubclass(cls, enum.Enum):
            self.types[name] = _make("simpleType", name=name)
            restriction = _add(self.types[name], "restriction", base="xs:string")
            for each in cls:
                _add(restriction, "enumeration", value=each.value)
            return
        self.types[name] = _make("complexType", name=name)
        hints = typing.get_type_hints(cls)
        fields = [(field, *_unwrap(hints[field.name])) for field in dataclasses.fields(cls)]
        if "type" not in fields[0][0].metadata:
            self._make_amount(name, fields)
            return
        is_choice = name.endswith("Choice")
        group = _add(self.types[name], "choice" if is_choice else "sequence")
        for field, kind, is_list in fields:
            if field.metadata["type"] == "Wildcard":
                _add(group, "any", namespace="##any", processContents="lax")
            else:
                element = _add(group, "element", name=field.metadata["name"])
                _bound(element, field.metadata, is_list=is_list, is_choice=is_choice)
                self._type(element, kind, field.metadata)

    def _make_amount(self, name: str, fields: list[tuple[Any, type, bool]]) -> None:
        """Make a type of a value with attributes: an amount with its currency."""
        (value, kind, _), *attributes = fields
        simple = self.types[f"{name}_SimpleType"] = _make("simpleType", name=f"{name}_SimpleType")
        _restrict(simple, BASES[kind.__name__], value.metadata)
        content = _add(self.types[name], "simpleContent")
        extension = _add(content, "extension", base=f"{name}_SimpleType")
        for field, attribute_kind, _ in attributes:
            attribute = _add(extension, "attribute", name=field.metadata["name"])
            if field.metadata.get("required"):
                attribute.set("use", "required")
            self._type(attribute, attribute_kind, field.metadata)

    def _type(self, element: etree._Element, kind: type, metadata: Mapping[str, Any]) -> None:
        if dataclasses.is_dataclass(kind) or issubclass(kind, enum.Enum):
            element.set("type", kind.__name__)
            self.needed.append(kind.__name__)
            return
        base = "xs:gYearMonth" if element.get("name") in MONTHS else BASES[kind.__name__]
        if FACETS.keys() & metadata.keys():
            _restrict(_add(element, "simpleType"), base, metadata)
        else:
            element.set("type", base)


def _bound(element: etree._Element, metadata: Mapping[str, Any], *, is_list: bool, is_choice: bool) -> None:
    if is_list:
        least, most = metadata.get("min_occurs", 0), metadata.get("max_occurs", ENDLESS)
        if not is_choice and least != 1:
            element.set("minOccurs", str(least))
        element.set("maxOccurs", str(most) if most < ENDLESS else "unbounded")
    elif not is_choice and not metadata.get("required"):
        element.set("minOccurs", "0")


def _restrict(parent: etree._Element, base: str, metadata: Mapping[str, Any]) -> None:
    restriction = _add(parent, "restriction", base=base)
    for key, facet in FACETS.items():
        if key in metadata:
            _add(restriction, facet, value=str(metadata[key]))


def _unwrap(hint: object) -> tuple[type, bool]:
    inner = [each for each in typing.get_args(hint) if each is not type(None)]
    if typing.get_origin(hint) is list:
        return _unwrap(inner[0])[0], True
    if inner:
        return _unwrap(inner[0])
    assert isinstance(hint, type), "a hint is a class, a list of one, or may be none"
    return hint, False


def _make(tag: str, **attributes: str) -> etree._Element:
    return etree.Element(f"{{{XS}}}{tag}", attributes)


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{XS}}}{tag}", attributes)


def main() -> None:
    """Write every schema anew."""
    sys.path.insert(0, sys.argv[1])
    for message in MESSAGES:
        (TARGET / f"{message}.xsd").write_bytes(Schema(message).write())


if __name__ == "__main__":
    main()
