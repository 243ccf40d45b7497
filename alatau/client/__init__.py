"""A client of a city's API for programs of firms and public bodies. It needs httpx and nothing else of this program."""

from __future__ import annotations

from alatau.client.errors import (
    CallRefusedError,
    ClientError,
    KeyRefusedError,
    NoAnswerError,
    NotFoundError,
    TooManyTriesError,
    TransferRefusedError,
)
from alatau.client.money import MoneyClient
from alatau.client.values import (
    Account,
    Amount,
    Balance,
    Delivery,
    Entry,
    Hold,
    Mark,
    MarkMoney,
    NewAccount,
    NewMark,
    NewTransfer,
    Payee,
    Refusal,
    Spent,
    Transfer,
    Verdict,
    Webhook,
    new_id,
)

__all__ = [
    "Account",
    "Amount",
    "Balance",
    "CallRefusedError",
    "ClientError",
    "Delivery",
    "Entry",
    "Hold",
    "KeyRefusedError",
    "Mark",
    "MarkMoney",
    "MoneyClient",
    "NewAccount",
    "NewMark",
    "NewTransfer",
    "NoAnswerError",
    "NotFoundError",
    "Payee",
    "Refusal",
    "Spent",
    "TooManyTriesError",
    "Transfer",
    "TransferRefusedError",
    "Verdict",
    "Webhook",
    "new_id",
]
