"""Every error of the room, in the order an author of rules would meet them."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError, NotFoundError


class Refusal(Exception):  # noqa: N818 - no error yet: whoever builds the rule adds file, line and name
    """An operation does not fit; the words say what to write instead."""


class RuleContentError(AlatauError):
    """A rule cannot be used. File, line, rule and parameter are in the facts, and what to correct in `problem`."""

    code = "rules.rule_content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return _("The rules of the law cannot be read now. The city's staff have been told. Please try again later.")

    def __str__(self) -> str:
        place = ", ".join(
            f"{word} {self.facts[key]}"
            for key, word in (("file", "file"), ("line", "line"), ("rule", "rule"), ("parameter", "parameter"))
            if self.facts.get(key)
        )
        return f"{place}: {self.facts['problem']}" if place else str(self.facts["problem"])


class GoldenCaseError(AlatauError):
    """A golden case cannot be run. File and case are in the facts, and what to correct in `problem`."""

    code = "rules.golden_case"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return _("A worked example of the law cannot be read. Correct it, then run the examples again.")

    def __str__(self) -> str:
        return f"{self.facts['file']}: {self.facts['case']}: {self.facts['problem']}"


class RuleNotFoundError(NotFoundError):
    """The content declares no rule of that name."""

    code = "rules.rule_not_found"

    def sentence(self) -> str:
        return _("There is no rule of that name. `alatau rules list` shows them all.")


class RuleNotInForceError(AlatauError):
    """The rule has no version on that day, or something it needs has none."""

    code = "rules.rule_not_in_force"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("The rule %(rule)s is not in force on %(day)s. Choose another day."))


class PublishedRuleChangedError(AlatauError):
    """A published version or value was changed. Results of the past would not come out again."""

    code = "rules.published_changed"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return self.fill(
            _(
                "%(name)s was published and has changed since. "
                "Put it back, and write a new version with its own dates beside it."
            )
        )


class ReformError(AlatauError):
    """A reform cannot be computed. `problem` says what to correct, in the analyst's own terms."""

    code = "rules.reform"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("This reform cannot be computed: %(problem)s. Correct it and start again."))
