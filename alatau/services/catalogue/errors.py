"""Why the catalogue refuses, in words for a person."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class ServiceContentError(AlatauError):
    """A file of a service cannot be used. It names the file, the place in it and what to correct."""

    code = "services.content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return self.fill(_("The service file %(file)s cannot be used: %(problem)s."))


class NotForYouError(AlatauError):
    """The service may be asked by others: not by this actor, for nobody they act for."""

    code = "services.not_for_you"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("You cannot ask for this service. Its page says who may.")


class RequestSentError(AlatauError):
    """The request was sent already: its answers stay as they were."""

    code = "services.request_sent"

    def sentence(self) -> str:
        return _("You have sent this request already. What you wrote stays as it was.")


class RequestIncompleteError(AlatauError):
    """A question that must be answered is not. The facts name the page."""

    code = "services.request_incomplete"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("One question is still open: %(question)s. Answer it, then send the request."))


class ConditionNotMetError(AlatauError):
    """What the law asks of whoever asks does not hold, by what they said themselves."""

    code = "services.condition_not_met"

    def sentence(self) -> str:
        return self.fill("%(reason)s")


class RequestDecidedError(AlatauError):
    """The request cannot be taken back any more."""

    code = "services.request_decided"

    def sentence(self) -> str:
        return _("This request is decided, so it cannot be taken back. If you disagree, you can appeal.")


class FileNotTakenError(AlatauError):
    """The file is of another kind than its name says, or of none that is read here, or too large, or one too many."""

    code = "services.file_not_taken"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        sentences = {
            "kind": _("We cannot read this file. Send a PDF, a JPEG or a PNG."),
            "name": _("The name of this file does not fit what is in it. Save it anew and send that one."),
            "size": _("This file is too large. Send one of at most 8 megabytes."),
            "count": _("You have added as many files as fit here. Take one out first."),
        }
        return sentences[str(self.facts["why"])]


class ValueNotKnownError(AlatauError):
    """What a service needs in the end is not known: a register is silent, or an answer is empty."""

    code = "services.value_not_known"

    def sentence(self) -> str:
        return _("Something that this needs is not in the registers. An official will look at it.")
