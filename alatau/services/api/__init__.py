"""What programs ask of this room."""

from __future__ import annotations

from ninja import Router

from alatau.services.api.catalogue import router as catalogue_router
from alatau.services.api.restriction import router as restriction_router
from alatau.services.api.search import router as search_router

router = Router(tags=["services"])

for part in (
    restriction_router,
    catalogue_router,
    search_router,
):
    router.add_router("", part)
