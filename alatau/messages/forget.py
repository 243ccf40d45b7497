"""Forget the words of messages and replies past their keeping. Their rows stay: that something was said, and when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from alatau.core.retention import declare_retention
from alatau.messages.models import Inbound, Message
from alatau.messages.values import PurposeClass

if TYPE_CHECKING:
    from datetime import datetime


@declare_retention("messages.reply")
def forget_replies(*, before: datetime, limit: int) -> int:
    """Erase the words of replies that came before this moment; return how many."""
    old = (
        Inbound.objects.filter(text_erased_at=None, city_at__lt=before).order_by("city_at").values_list("id", flat=True)
    )
    return Inbound.objects.filter(id__in=list(old[:limit])).update(text="", text_erased_at=timezone.now())


def forget_messages(purpose_class: PurposeClass, *, before: datetime, limit: int) -> int:
    """Erase the words of messages of a class that were written before this moment; return how many."""
    old = Message.objects.filter(purpose_class=purpose_class, text_erased_at=None, city_at__lt=before)
    ids = list(old.order_by("city_at").values_list("id", flat=True)[:limit])
    return Message.objects.filter(id__in=ids).update(
        text="", heading="", sealed_words=None, text_erased_at=timezone.now()
    )


for _class in PurposeClass:
    declare_retention(f"messages.{_class}")(partial(forget_messages, _class))
