"""What every door of another standard does: know the caller, read what came with tolerance, answer in JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import JsonResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from alatau.core.errors import AlatauError
from alatau.core.money import Amount
from alatau.money.compat.errors import BodyNotReadableError
from alatau.money.currencies import list_currencies
from alatau.money.payouts.errors import InstitutionRoleError
from alatau.money.payouts.institutions import recognise_institution
from alatau.money.payouts.values import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from alatau.money.payouts.institutions import InstitutionView

BEARER = "bearer "
ITEMS_MOST = 10_000


@dataclass(frozen=True, kw_only=True)
class Told:
    """A result on its way to an institution."""

    body: bytes
    headers: Mapping[str, str]


class Given:
    """A JSON object as peers send it: names in any case, with or without underscores, numbers as text or not."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self._by_name = {_plain(name): value for name, value in said.items()}

    def text(self, *names: str, most: int = 300) -> str:
        """Return the first of the names that is there, as text that prints; empty for none."""
        value = self._first(names)
        if isinstance(value, bool) or value is None or isinstance(value, dict | list):
            return ""
        return printable(str(value), most=most).strip()

    def needed(self, *names: str, most: int = 300) -> str:
        """Return the text. Raises: BodyNotReadableError: it is not there."""
        found = self.text(*names, most=most)
        if not found:
            raise BodyNotReadableError(field=names[0])
        return found

    def items(self, *names: str) -> list[Given]:
        """Return a list of objects; a single object counts as a list of one.

        Raises:
            BodyNotReadableError: it is no list of objects, is empty, or longer than one request may be.
        """
        value = self._first(names)
        found = [value] if isinstance(value, dict) else value
        if not isinstance(found, list) or not 0 < len(found) <= ITEMS_MOST:
            raise BodyNotReadableError(field=names[0])
        if not all(isinstance(each, dict) for each in found):
            raise BodyNotReadableError(field=names[0])
        return [Given(each) for each in found]

    def part(self, *names: str) -> Given:
        """Return an object inside; an empty one where there is none."""
        value = self._first(names)
        return Given(value) if isinstance(value, dict) else Given({})

    def words(self, *names: str) -> list[str]:
        """Return a list of texts; a single one counts as a list of one."""
        value = self._first(names)
        found = value if isinstance(value, list) else [value]
        return [str(each).strip() for each in found if isinstance(each, str | int) and str(each).strip()]

    def _first(self, names: Sequence[str]) -> Any:  # noqa: ANN401  JSON ends here
        return next((self._by_name[_plain(name)] for name in names if _plain(name) in self._by_name), None)


def guard(
    refuse: Callable[[HttpRequest, AlatauError], HttpResponse],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view a door: what is refused is answered by ``refuse``, in English, and nothing is written."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
            with translation.override("en"):
                try:
                    with transaction.atomic():
                        return view(request, **kwargs)
                except AlatauError as error:
                    return refuse(request, error)

        return guarded

    return wrap


def read_institution(request: HttpRequest) -> InstitutionView:
    """Return the system that calls, by the key in ``Authorization: Bearer`` or ``X-API-Key``, where it pays people.

    Raises:
        InstitutionUnknownError, InstitutionRoleError: nobody admitted it, or for something else.
    """
    found = _recognise(request)
    if not found.programmes:
        raise InstitutionRoleError
    return found


def read_payer(request: HttpRequest) -> InstitutionView:
    """Return the bank that calls, where it pays its customers' bills. Raises: as `read_institution`."""
    found = _recognise(request)
    if found.pays_from is None:
        raise InstitutionRoleError
    return found


def read_biller(request: HttpRequest) -> InstitutionView:
    """Return the biller's system that calls. Raises: as `read_institution`."""
    found = _recognise(request)
    if found.bills_for is None:
        raise InstitutionRoleError
    return found


def _recognise(request: HttpRequest) -> InstitutionView:
    given = request.headers.get("Authorization", "")
    bearer = given[len(BEARER) :] if given.lower().startswith(BEARER) else ""
    return recognise_institution(bearer.strip() or request.headers.get("X-API-Key", "").strip())


def read_json(body: bytes) -> Any:  # noqa: ANN401  JSON ends here
    """Return what the body holds, sums as exact decimals. Raises: BodyNotReadableError."""
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BodyNotReadableError(field="body") from error


def read_object(request: HttpRequest) -> Given:
    """Return the body's object. Raises: BodyNotReadableError."""
    said = read_json(request.body or b"{}")
    if not isinstance(said, dict):
        raise BodyNotReadableError(field="body")
    return Given(said)


def read_amount(text: str, code: str) -> Amount | None:
    """Return a sum in whole units with a point; None where it is none, or finer than the currency."""
    currency = list_currencies().get(code.upper())
    try:
        units = Decimal(text) * currency.units_per_whole if currency else Decimal("NaN")
    except InvalidOperation:
        return None
    if currency is None or not units.is_finite() or units <= 0 or units != units.to_integral_value():
        return None
    return Amount(int(units), currency)


def say_amount(amount: Amount) -> float:
    """Return a sum as these standards write it, a JSON number of whole units. It is said, and never counted with."""
    return float(amount.as_decimal())


def answer(body: Mapping[str, object] | Sequence[object], *, status: int = 200) -> JsonResponse:
    """Return an answer in JSON."""
    return JsonResponse(body, status=status, safe=False, json_dumps_params={"ensure_ascii": False})


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").replace(" ", "").casefold()


def _refuse(word: str) -> None:
    raise ValueError(word)
