"""Tables of life events and of what follows from them. Private to this room."""

from alatau.services.models.catalogue import RequestCounter, RequestFile, RequestStep, ServiceRequest
from alatau.services.models.decisions import Appeal, AppealEnd, Decision, DecisionLetter, RightCase
from alatau.services.models.events import EventDay, EventSource, LifeEvent
from alatau.services.models.flows import Talk
from alatau.services.models.offers import Offer, OfferStep, SearchedBucket
from alatau.services.models.payments import Disbursement, DisbursementDay, Payment, Plan, Recovery
from alatau.services.models.queues import ClassClaim, Place, PlaceOffer, Round, Ticket, TicketStep
from alatau.services.models.restriction import (
    Operator,
    OperatorDay,
    OperatorKey,
    RestrictedPerson,
    RestrictedPseudonym,
    Restriction,
    RestrictionCheck,
)

__all__ = [
    "Appeal",
    "AppealEnd",
    "ClassClaim",
    "Decision",
    "DecisionLetter",
    "Disbursement",
    "DisbursementDay",
    "EventDay",
    "EventSource",
    "LifeEvent",
    "Offer",
    "OfferStep",
    "Operator",
    "OperatorDay",
    "OperatorKey",
    "Payment",
    "Place",
    "PlaceOffer",
    "Plan",
    "Recovery",
    "RequestCounter",
    "RequestFile",
    "RequestStep",
    "RestrictedPerson",
    "RestrictedPseudonym",
    "Restriction",
    "RestrictionCheck",
    "RightCase",
    "Round",
    "SearchedBucket",
    "ServiceRequest",
    "Talk",
    "Ticket",
    "TicketStep",
]
