"""Tags that every template has without loading: icons, amounts, days, moments, names, statuses and fields.

What they return never breaks over lines in the middle of a figure, and reads in the reader's language.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.money import Amount, format_amount
from alatau.core.text import Text, format_day, format_moment, format_number, format_relative, format_time
from alatau.web.fields import draw_field
from alatau.web.icons import draw_icon
from alatau.web.statuses import draw_status

if TYPE_CHECKING:
    from decimal import Decimal

    from django.forms import BoundField
    from django.template import Context

    from alatau.core.plots import Plot

register = template.Library()

NOW = "alatau.web.now"


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw an icon of the city's one family. With a label it speaks; without it is decoration.

    Args: ``name`` as in the family ("check-circle"); ``size`` small, large or empty for the size of the text.
    """
    return draw_icon(name, label=label, size=size)


@register.simple_tag
def amount(value: Amount, size: str = "") -> SafeString:
    """Write an amount of money in one piece, the currency in words. ``size="large"`` for a page's one sum."""
    classes = "amount amount-large" if size == "large" else "amount"
    figures = format_amount(value, word=False)
    return format_html(
        '<span class="{}">{}\u00a0<span class="amount-word">{}</span></span>',
        classes,
        figures,
        value.currency.word.say(),
    )


@register.simple_tag
def number(value: int | Decimal, places: int | None = None) -> SafeString:
    """Write a number with narrow spaces between thousands."""
    return format_html('<span class="figure">{}</span>', format_number(value, places=places))


@register.simple_tag
def day(value: date | datetime | None) -> SafeString:
    """Write a day in words and figures: "3 May 2026". Nothing for nothing."""
    if value is None:
        return SafeString()
    shown = _in_city(value).date() if isinstance(value, datetime) else value
    return format_html('<time class="figure" datetime="{}">{}</time>', shown.isoformat(), format_day(shown))


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """Write day and time in the city's own zone."""
    if value is None:
        return SafeString()
    at = _in_city(value)
    return format_html('<time class="figure" datetime="{}">{}</time>', at.isoformat(), format_moment(at))


@register.simple_tag
def clock(value: datetime | None) -> SafeString:
    """Write the time of day in the city's own zone: "09:05"."""
    if value is None:
        return SafeString()
    at = _in_city(value)
    return format_html('<time class="figure" datetime="{}">{}</time>', at.isoformat(), format_time(at))


@register.simple_tag(takes_context=True)
def ago(context: Context, value: datetime | None) -> SafeString:
    """Write how long ago in city time, while under a day; then the day. The whole moment shows when pointed at."""
    if value is None:
        return SafeString()
    at = _in_city(value)
    relative = format_relative(at, now=_now(context))
    return format_html(
        '<time class="figure" datetime="{}" title="{}">{}</time>', at.isoformat(), format_moment(at), relative
    )


@register.simple_tag
def say(text: Text | str) -> str:
    """Say a text of several languages in the reader's."""
    return str(text)


@register.simple_tag
def name(value: object) -> SafeString:
    """Write a person's or firm's name so that it keeps its own direction inside any language."""
    return format_html('<bdi class="name">{}</bdi>', value)


@register.simple_tag
def contact(address: str) -> SafeString:
    """Write a telephone number as people read it, in groups; an e-mail address as it is."""
    shown = address if "@" in address else content().phone_numbers.show(address)
    return format_html('<bdi class="figure" dir="ltr">{}</bdi>', shown)


@register.simple_tag
def status(value: object, word: str = "") -> SafeString:
    """Show where a matter stands, by a word and a shape. ``word`` replaces the city's usual word."""
    return draw_status(str(value), word=word)


@register.simple_tag
def field(bound: BoundField, kind: str = "") -> SafeString:
    """Draw a form's field: name, hint, what went wrong, box. ``kind`` is short, code or long-code."""
    return draw_field(bound, kind=kind)


@register.inclusion_tag("components/plot.html")
def plot(it: Plot) -> dict[str, object]:
    """Draw a plot or a map, and the same facts as a table under it."""
    heads, rows = it.table()
    return {"plot": it, "heads": heads, "rows": rows}


def _now(context: Context) -> datetime:
    """Return the city's now, asked once per page: every "minutes ago" on it is told from the same moment."""
    render = context.render_context
    if NOW not in render:
        render[NOW] = read_clocks().city_at
    now = render[NOW]
    assert isinstance(now, datetime)
    return now


def _in_city(value: datetime) -> datetime:
    return value.astimezone(ZoneInfo(content().time_zone))
