"""`/api/money/`: the door for programs of firms and public bodies, and for whoever runs the platform."""

from __future__ import annotations

from ninja import Router

from alatau.money.api.accounts import router as accounts_router
from alatau.money.api.bills import router as bills_router
from alatau.money.api.hooks import router as hooks_router
from alatau.money.api.marks import router as marks_router
from alatau.money.api.people import router as people_router
from alatau.money.api.platform import router as platform_router
from alatau.money.api.transfers import router as transfers_router

router = Router(tags=["money"])

PARTS = (
    *(transfers_router, accounts_router, bills_router, marks_router),
    *(hooks_router, people_router, platform_router),
)
for part in PARTS:
    router.add_router("/money", part)
