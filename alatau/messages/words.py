"""What operators read in place of keys: messages, events, gateways and failures, said in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from alatau.core.content import find_language
from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.errors import TemplateUnknownError
from alatau.messages.webhooks.event_types import find_event_type

if TYPE_CHECKING:
    from alatau.messages.wording import MessageTemplate

GATEWAY_WORDS = {
    "sample": gettext_lazy("Phones of the sample city"),
    "http": gettext_lazy("Web service of an operator (HTTP)"),
    "smpp": gettext_lazy("Line to an operator (SMPP)"),
    "smtp": gettext_lazy("Mail server (SMTP)"),
}
FAILURE_WORDS = {
    "no_gateway": gettext_lazy("No gateway could take it"),
    "not_delivered": gettext_lazy("The network could not deliver it"),
    "private_address": gettext_lazy("The address lies in a closed network"),
    "queued": gettext_lazy("It waits its turn"),
    "quiet_hours": gettext_lazy("It waits for the morning"),
    "settings": gettext_lazy("The gateway's settings cannot be read"),
}
#: A refusal that another program answered with: by which protocol, and its number.
ANSWERED = re.compile(r"(?:http|smtp|smpp)_(?P<number>\d+)")


def say_fact(name: str) -> str:
    """Return what a fact of a template is called, as the content says it."""
    words = catalogue().rules.fact_words.get(name, {})
    return words.get(find_language(get_language()).code) or next(iter(words.values()), name.replace("_", " "))


def say_event(key: str) -> str:
    """Return what an event is called by the room that declares it."""
    declared = find_event_type(key)
    return str(declared.name) if declared else key


def say_gateway(kind: str) -> str:
    """Return what kind of gateway it is."""
    return str(GATEWAY_WORDS.get(kind, kind))


def say_failure(failure: str) -> str:
    """Return why something did not arrive; nothing for nothing."""
    if not failure:
        return ""
    if failure in FAILURE_WORDS:
        return str(FAILURE_WORDS[failure])
    if answered := ANSWERED.fullmatch(failure):
        return _("The other side refused it with number %(number)s") % answered.groupdict()
    # What is left are the names of a library's exceptions.
    return _("No answer came in time") if "Timeout" in failure else _("The connection failed")


def say_template(key: str) -> str:
    """Return what a message says in the reader's language, its blanks named; the key of one that is gone."""
    try:
        return draw_wordings(get_template(key))[find_language(get_language()).code]
    except (TemplateUnknownError, KeyError):
        return key


def draw_wordings(template: MessageTemplate) -> dict[str, str]:
    """Return what the message says on its first channel, by language; the blanks say in words what fills them."""
    channel = next(iter(template.wordings))
    return {spoken: _name_blanks(wording.text, template) for spoken, wording in template.wordings[channel].items()}


def _name_blanks(text: str, template: MessageTemplate) -> str:
    for name in template.facts:
        text = text.replace(f"{{{name}}}", f"[{say_fact(name)}]")
    return text
