"""Open a request as its pages need it: the request, everything known about it, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.services.catalogue.known import Known
from alatau.services.catalogue.people import load_people
from alatau.services.catalogue.read import get_request
from alatau.services.catalogue.values import SELF
from alatau.services.models import ServiceRequest

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.services.catalogue.request_values import RequestId, RequestView


@dataclass(frozen=True, kw_only=True)
class OpenForm:
    """One request in front of a reader."""

    view: RequestView
    known: Known
    #: Whose affairs it is about; empty for the asker's own.
    name: str

    @property
    def with_files(self) -> set[str]:
        """Questions that have a file already."""
        return {each.field for each in self.view.files}


def open_form(request_id: RequestId, *, by: Actor, at: Moment) -> OpenForm:
    """Return a request with what is known about it. Raises: NotFoundError: absent, or not yours."""
    view = get_request(request_id, by=by)
    people = load_people(ServiceRequest.objects.get(id=request_id), by=by, at=at)
    known = Known(
        service=view.service,
        answers=view.answers,
        evidence=view.evidence,
        on=at.city_day,
        people=people,
        number=view.number,
    )
    name = people.organisation or (people.person.short_name if people.person and view.asked_by != SELF else "")
    return OpenForm(view=view, known=known, name=name)
