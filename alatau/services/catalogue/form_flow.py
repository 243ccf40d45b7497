"""The way through a form: which pages still ask something, which comes next, what is shown and not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError

if TYPE_CHECKING:
    from alatau.services.catalogue.known import Known
    from alatau.services.catalogue.values import FormField, Page


def list_asking(known: Known) -> list[Page]:
    """Return the pages that ask this person something, in order."""
    return [page for page in known.list_pages() if list_questions(known, page)]


def list_questions(known: Known, page: Page) -> list[FormField]:
    """Return the questions of a page that nobody has answered yet but the person."""
    return [each for each in known.list_fields(page) if known.known_answer(each) in (None, "")]


def list_known(known: Known, page: Page) -> list[FormField]:
    """Return the questions of a page that a register answers: they are shown with their source."""
    return [each for each in known.list_fields(page) if known.known_answer(each) not in (None, "")]


def find_page(known: Known, key: str) -> Page:
    """Return a page that asks this person something. Raises: NotFoundError."""
    page = next((each for each in list_asking(known) if each.key == key), None)
    if page is None:
        raise NotFoundError
    return page


def find_next(known: Known, page: Page | None) -> Page | None:
    """Return the page after one, the first for none; nothing after the last."""
    asking = list_asking(known)
    if page is None:
        return asking[0] if asking else None
    order = [each.key for each in known.service.pages]
    return next((each for each in asking if order.index(each.key) > order.index(page.key)), None)


def find_unanswered(known: Known, *, with_files: set[str]) -> Page | None:
    """Return the first page with a question that has to be answered and is not."""
    for page in list_asking(known):
        for field in list_questions(known, page):
            is_open = known.answer_of(field) in (None, "", []) and field.key not in with_files
            if field.is_required and is_open:
                return page
    return None
