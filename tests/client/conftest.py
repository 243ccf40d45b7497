"""The typed client, against the city's whole web application."""

from __future__ import annotations

from tests.money.api.conftest import one_connection, payee, payer

__all__ = ["one_connection", "payee", "payer"]
