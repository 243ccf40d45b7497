"""Every page a journey looks at, by who reads it."""

from __future__ import annotations

VISITOR_PAGES = (
    "/",
    "/sign-in/",
    "/sign-in/staff/",
    "/verify/",
    "/sample/sign-in/",
    "/sample/phone/",
    "/app/kk/offline/",
)
RESIDENT_PAGES = (
    "/",
    "/services/",
    "/services/08001001/",
    "/services/requests/",
    "/services/offers/",
    "/services/decisions/",
    "/services/payments/",
    "/services/queues/",
    "/services/queues/kindergarten/",
    "/services/restriction/",
    "/services/search/",
    "/messages/",
    "/documents/",
    "/cases/",
    "/me/",
    "/me/sign-in/",
    "/me/looks/",
    "/me/records/",
    "/me/consents/",
    "/me/representations/",
    "/me/messages/",
)
STAFF_PAGES = (
    "/desk/queue/",
    "/desk/mine/",
    "/desk/cases/",
    "/staff/people/",
    "/staff/me/",
    "/operator/messages/new/",
    "/design/",
)
