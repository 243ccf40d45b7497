"""Words for the keys in operators' tables."""

from __future__ import annotations

from django import template

from alatau.messages.words import say_event, say_failure, say_gateway, say_template

register = template.Library()
register.filter("event_words", say_event)
register.filter("failure_words", say_failure)
register.filter("gateway_words", say_gateway)
register.filter("template_words", say_template)
