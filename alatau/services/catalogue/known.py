"""What is known about one request, by the names that its service uses: answers, evidence, the people and the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alatau.access.dates import age_on
from alatau.services.catalogue.evidence import CONTESTED, ROW_KEY
from alatau.services.catalogue.names import find_evidence
from alatau.services.catalogue.values import Cases, Constant, Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from alatau.access.values import PersonView
    from alatau.services.catalogue.request_values import Answered
    from alatau.services.catalogue.values import Condition, FormField, Page, Service, Source


@dataclass(frozen=True, kw_only=True)
class People:
    """The people of a request, as far as its service draws on them."""

    person: PersonView | None = None
    asker: PersonView | None = None
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Everything that a service may draw on for one request."""

    service: Service
    answers: Mapping[str, object]
    evidence: Mapping[str, Answered]
    on: date
    people: People = field(default_factory=People)
    number: str = ""

    def find(self, name: str) -> object:
        """Return what a name stands for; None where nobody knows."""
        key, _, part = name.partition(".")
        if key in {"person", "asker", "request"}:
            return self._find_given(key, part)
        if part:
            return self._find_column(key, part)
        if key in self.evidence:
            return self.evidence[key].found.value
        return self._find_answer(key)

    def answer_of(self, form_field: FormField) -> object:
        """Return the answer to a question: what a register says of it, else what was typed."""
        said = self.known_answer(form_field)
        return self.answers.get(form_field.key) if said is None else said

    def known_answer(self, form_field: FormField) -> object:
        """Return what is known already; None where the person has to be asked."""
        return self.find(form_field.known_from) if form_field.known_from else None

    def resolve(self, source: Source) -> object:
        """Return the value that a source of an outcome gives."""
        if isinstance(source, Constant):
            return source.value
        if isinstance(source, Cases):
            return next((self.resolve(case) for when, case in source.cases if when is None or when.holds(self)), None)
        return self.find(source)

    def list_pages(self) -> Iterator[Page]:
        """Return the pages that concern this person, in order."""
        return (page for page in self.service.pages if page.when is None or page.when.holds(self))

    def list_fields(self, page: Page) -> list[FormField]:
        """Return the questions of a page that concern this person."""
        return [each for each in page.fields if each.when is None or each.when.holds(self)]

    def list_unmet(self) -> list[Condition]:
        """Return the conditions that do not hold."""
        return [each for each in self.service.conditions if not each.when.holds(self)]

    @property
    def is_contested(self) -> bool:
        """Whether the person says that something is wrong in a row that the service draws on."""
        return any(row.get(CONTESTED) for each in self.evidence.values() for row in each.rows)

    def get(self, name: str) -> object:
        """Return what a name stands for, as conditions ask."""
        return self.find(name)

    def _find_answer(self, key: str) -> object:
        """Return an answer that stands: what was typed behind a branch that was left counts no more."""
        for page in self.service.pages:
            for form_field in page.fields:
                if form_field.key == key:
                    whens = (page.when, form_field.when)
                    stands = all(when is None or when.holds(self) for when in whens)
                    return self.answer_of(form_field) if stands else None
        return None

    def _find_given(self, key: str, part: str) -> object:
        if key == "request":
            return self.on if part == "day" else self.number
        view = self.people.person if key == "person" else self.people.asker
        if part == "organisation":
            return self.people.organisation or None
        if view is None:
            return None
        if part == "age":
            return None if view.born_on is None else age_on(view.born_on, self.on)
        return {"name": view.name, "number": view.number, "birthday": view.born_on, "region": view.region}[part]

    def _find_column(self, key: str, column: str) -> object:
        evidence = find_evidence(self.service, key)
        answered = self.evidence.get(evidence.key) if evidence else None
        if answered is None or answered.found is not Found.FOUND:
            return None
        if key in self.evidence:
            return answered.rows[0].get(column)
        # A question that offers rows: the row that was chosen.
        chosen = [row for row in answered.rows if row[ROW_KEY] == self.answers.get(key)]
        return chosen[0].get(column) if chosen else None
