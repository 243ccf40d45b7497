"""Money of a firm or public body, from a program of its own.

with MoneyClient("https://city.example", key) as money:
    new = NewTransfer(debit_id=ours, credit_id=theirs, amount=125_000, reference="2026-000017")
    keep(new.id)  # before it is sent: whatever happens, the same id tells what became of it
    money.send(new)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from alatau.client.calls import Caller
from alatau.client.shapes import read, write
from alatau.client.values import (
    Account,
    Amount,
    Balance,
    Delivery,
    Entry,
    Hold,
    Mark,
    MarkMoney,
    Payee,
    Refusal,
    Transfer,
    Verdict,
    Webhook,
    new_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    import httpx

    from alatau.client.values import NewAccount, NewMark, NewTransfer

#: Transfers that one batch holds at most.
BATCH_MOST = 8192
PAGE = 200


class MoneyClient:
    """The API of money, as methods. May be shared by threads. Every call may raise `ClientError`."""

    def __init__(
        self,
        url: str,
        key: str,
        *,
        language: str = "en",
        timeout: float = 20.0,
        tries: int = 5,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Take the city's address and the program's key; ``language`` is the one that refusals are said in."""
        self._caller = Caller(
            url.rstrip("/") + "/api/money", key, language=language, timeout=timeout, tries=tries, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._caller.close()

    def send(self, new: NewTransfer) -> Verdict:
        """Make a transfer, exactly once for its id, and return when it is durable.

        Raises:
            TransferRefusedError: nothing was changed; ``code`` says why.
            NoAnswerError: nobody knows yet; send the same transfer again.
        """
        return read(Verdict, self._caller.call("POST", "/transfers", body=write(new)))

    def send_batch(self, batch: Sequence[NewTransfer]) -> list[Verdict]:
        """Make up to 8,192 transfers in one commit, in their order, and return one verdict for each."""
        assert len(batch) <= BATCH_MOST, f"a batch holds up to {BATCH_MOST} transfers"
        body = {"transfers": [write(new) for new in batch]}
        told = self._caller.call("POST", "/transfers/batch", body=body)
        return read(list[Verdict], told["verdicts"])

    def post_pending(self, transfer_id: UUID, *, step_id: UUID, amount: int | None = None) -> Verdict:
        """Make a pending transfer final, whole or in part."""
        return self._step("post", transfer_id, step_id=step_id, amount=amount)

    def void_pending(self, transfer_id: UUID, *, step_id: UUID) -> Verdict:
        """Give back what a pending transfer holds."""
        return self._step("void", transfer_id, step_id=step_id, amount=None)

    def refund(self, transfer_id: UUID, *, step_id: UUID, amount: int) -> Verdict:
        """Give back a transfer or a part of it, to where it came from."""
        return self._step("refund", transfer_id, step_id=step_id, amount=amount)

    def get_transfer(self, transfer_id: UUID) -> Transfer:
        """Return a transfer that was accepted."""
        return read(Transfer, self._caller.call("GET", f"/transfers/{transfer_id}"))

    def open_account(self, new: NewAccount) -> Account:
        """Open an account; the same request again is the same account."""
        body = write(new)
        return read(Account, self._caller.call("PUT", f"/accounts/{body.pop('id')}", body=body))

    def get_account(self, account_id: UUID) -> Account:
        """Return an account and what it holds now."""
        return read(Account, self._caller.call("GET", f"/accounts/{account_id}"))

    def list_accounts(self) -> Iterator[Account]:
        """Yield the holder's accounts; pages are asked for as they are needed."""
        return (read(Account, each) for each in self._pages("/accounts", "accounts"))

    def get_balance(self, account_id: UUID) -> Balance:
        """Return what an account holds now, with its holds."""
        return read(Balance, self._caller.call("GET", f"/accounts/{account_id}/balance"))

    def get_past_balance(
        self, account_id: UUID, *, city_at: datetime | None = None, wall_at: datetime | None = None
    ) -> Amount:
        """Return what an account held at a past moment, told by one of the two clocks."""
        moments = {"city_at": city_at, "wall_at": wall_at}
        asked = {name: moment.isoformat() for name, moment in moments.items() if moment is not None}
        told = self._caller.call("GET", f"/accounts/{account_id}/balance/past", asked=asked)
        return read(Amount, told["posted"])

    def list_entries(self, account_id: UUID) -> Iterator[Entry]:
        """Yield an account's entries, newest first; pages are asked for as they are needed."""
        return (read(Entry, each) for each in self._pages(f"/accounts/{account_id}/entries", "entries"))

    def list_holds(self, account_id: UUID) -> list[Hold]:
        """Return the pending transfers of an account."""
        return read(list[Hold], self._caller.call("GET", f"/accounts/{account_id}/holds"))

    def change_status(self, account_id: UUID, status: str, *, reason: str) -> None:
        """Freeze or release an account as an operator ("frozen", "open"), or close one's own ("closed")."""
        self._caller.call("POST", f"/accounts/{account_id}/status", body={"status": status, "reason": reason})

    def set_mark(self, new: NewMark) -> Mark:
        """Set a mark, or narrow another; the same request again sets one."""
        body = write(new)
        return read(Mark, self._caller.call("PUT", f"/marks/{body.pop('id')}", body=body))

    def get_mark(self, mark_id: UUID) -> Mark:
        """Return a mark with its conditions."""
        return read(Mark, self._caller.call("GET", f"/marks/{mark_id}"))

    def list_marks(self) -> list[Mark]:
        """Return the marks that the holder has set, the newest first."""
        return read(list[Mark], self._caller.call("GET", "/marks"))

    def open_pot(self, mark_id: UUID, account_id: UUID) -> UUID:
        """Return the pot under a mark of whoever has this account; pay into it to give the money."""
        told = self._caller.call("PUT", f"/marks/{mark_id}/pots", body={"account_id": str(account_id)})
        return UUID(told["pot_id"])

    def give_evidence(self, mark_id: UUID, reference: str, *, document: str) -> None:
        """Say that a document was seen for payments with this reference."""
        self._caller.call("POST", f"/marks/{mark_id}/evidence", body={"reference": reference, "document": document})

    def end_mark(self, mark_id: UUID) -> Mark:
        """End a mark and every narrower one now."""
        return read(Mark, self._caller.call("POST", f"/marks/{mark_id}/end"))

    def find_mark_money(self, mark_id: UUID) -> MarkMoney:
        """Return where the money under a mark is."""
        return read(MarkMoney, self._caller.call("GET", f"/marks/{mark_id}/money"))

    def find_payee(self, phone: str) -> Payee:
        """Return whom a phone number pays. That person sees who asked."""
        return read(Payee, self._caller.call("POST", "/payees/find", body={"phone": phone}))

    def register_webhook(self, url: str, event_types: Sequence[str], *, webhook_id: UUID | None = None) -> Webhook:
        """Let an address hear of events from now on; keep the secret, it is told once."""
        body = {"url": url, "event_types": list(event_types)}
        return read(Webhook, self._caller.call("PUT", f"/webhooks/{webhook_id or new_id()}", body=body))

    def list_webhooks(self) -> list[Webhook]:
        """Return the addresses that hear of the holder's events."""
        return read(list[Webhook], self._caller.call("GET", "/webhooks"))

    def switch_webhook(self, webhook_id: UUID, *, on: bool) -> Webhook:
        """Switch an address on or off; events are kept meanwhile."""
        return read(Webhook, self._caller.call("POST", f"/webhooks/{webhook_id}/{'on' if on else 'off'}"))

    def rotate_webhook(self, webhook_id: UUID) -> str:
        """Return a new secret. Not sent again by itself: each call makes another one."""
        told = self._caller.call("POST", f"/webhooks/{webhook_id}/rotate", is_repeatable=False)
        return str(told["secret"])

    def list_deliveries(self, webhook_id: UUID, *, status: str = "") -> list[Delivery]:
        """Return the newest deliveries to an address, of one status when it is named."""
        told = self._caller.call("GET", f"/webhooks/{webhook_id}/deliveries", asked={"status": status})
        return read(list[Delivery], told)

    def list_refusals(self) -> list[Refusal]:
        """Return every reason for which a transfer is refused, in the order in which they are looked for."""
        return read(list[Refusal], self._caller.call("GET", "/refusals"))

    def _step(self, step: str, transfer_id: UUID, *, step_id: UUID, amount: int | None) -> Verdict:
        body: dict[str, Any] = {"id": str(step_id)} | ({} if amount is None else {"amount": amount})
        return read(Verdict, self._caller.call("POST", f"/transfers/{transfer_id}/{step}", body=body))

    def _pages(self, path: str, name: str) -> Iterator[Any]:
        cursor = ""
        while True:
            told = self._caller.call("GET", path, asked={"cursor": cursor, "limit": PAGE})
            yield from told[name]
            cursor = told["next_cursor"]
            if not cursor:
                return
