"""Every refusal of this room, in the order a reader meets them."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class SignInRefusedError(AlatauError):
    """The number and code, or the name and password, do not open the city. Never says which part was wrong."""

    code = "access.sign_in_refused"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("We could not sign you in with this. Check what you entered and try again.")


class CodeRefusedError(SignInRefusedError):
    """The one-time code is wrong, used, or too old."""

    code = "access.code_refused"

    def sentence(self) -> str:
        return _("This code does not match or is too old. Check the last message, or ask for a new code.")


class FactorRefusedError(SignInRefusedError):
    """The second factor is wrong, or its code was used already. Never says which of the two."""

    code = "access.factor_refused"

    def sentence(self) -> str:
        return _(
            "This code does not match or was used already. Wait half a minute at most for the next, and try again."
        )


class TooManyTriesError(AlatauError):
    """Too many attempts within a window. Retrying succeeds after `retry_after_seconds`."""

    code = "access.too_many_tries"
    http_status = HTTPStatus.TOO_MANY_REQUESTS

    def sentence(self) -> str:
        return _("There were too many attempts. Please wait %(minutes)s min and try again.") % {"minutes": self.minutes}

    @property
    def minutes(self) -> int:
        """Whole minutes to wait, at least one."""
        seconds = self.facts.get("retry_after_seconds", 60)
        assert isinstance(seconds, int)
        return max(1, -(-seconds // 60))


class SecondFactorNeededError(AlatauError):
    """A sensitive act asks for a fresh proof."""

    code = "access.proof_needed"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("This step needs a fresh proof that it is you. Please confirm and go on.")


class PersonNumberTakenError(AlatauError):
    """The number has another holder on these dates, or the person has another number."""

    code = "access.number_taken"

    def sentence(self) -> str:
        return _("This number belongs to somebody on these dates. Check the number and the dates.")


class PersonsCannotMergeError(AlatauError):
    """The two records cannot become one: they are the same record, or one was merged before."""

    code = "access.persons_cannot_merge"

    def sentence(self) -> str:
        return _("These two records cannot become one. Check that both are open and are not the same record.")


class PurposeUnknownError(AlatauError):
    """No purpose with this key; nobody reads a person's data without a lawful one."""

    code = "access.purpose_unknown"

    def sentence(self) -> str:
        return _("The city knows no such purpose. Choose one of the listed purposes.")


class RoleUnknownError(AlatauError):
    """No role with this key."""

    code = "access.role_unknown"

    def sentence(self) -> str:
        return _("The city knows no such role. Choose one of the listed roles.")


class StaffUnknownError(AlatauError):
    """No active member of staff under this name."""

    code = "access.staff_unknown"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("We found no active colleague under this name. Check the spelling.")


class LoginTakenError(AlatauError):
    """Another member of staff signs in under this name."""

    code = "access.login_taken"

    def sentence(self) -> str:
        return _("Another colleague signs in under this name. Choose another one.")


class OwnRoleError(AlatauError):
    """Nobody gives or takes a role of their own."""

    code = "access.own_role"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("You cannot change your own roles. Ask another administrator to do it.")


class SecondAdministratorError(AlatauError):
    """Whoever gave a powerful role cannot confirm it as well."""

    code = "access.second_administrator"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("You gave this role yourself. Another administrator has to confirm it.")


class RoleHeldError(AlatauError):
    """The role is held already for this region."""

    code = "access.role_held"

    def sentence(self) -> str:
        return _("This colleague holds the role already. End the old one first if its dates should change.")


class KindUnknownError(AlatauError):
    """No kind of representation with this key, or not one that is given this way."""

    code = "access.kind_unknown"

    def sentence(self) -> str:
        return _("The city knows no such kind of representation. Choose one from the list.")


class RepresentationDatesError(AlatauError):
    """The dates leave no day on which it would stand: it ends before it starts, or the law has ended it by age."""

    code = "access.representation_dates"

    def sentence(self) -> str:
        return _("With these dates it would never be in force. Choose an end that lies after the start.")


class RepresentationSelfError(AlatauError):
    """Nobody represents themselves."""

    code = "access.representation_self"

    def sentence(self) -> str:
        return _("You need no representation for yourself. Enter the number of the other person.")


class RepresentationOpenError(AlatauError):
    """The same representation is open already."""

    code = "access.representation_open"

    def sentence(self) -> str:
        return _("This representation is open already. End it first if something in it should change.")


class DeskVisitOpenError(AlatauError):
    """The member of staff serves somebody else at this moment."""

    code = "access.desk_visit_open"

    def sentence(self) -> str:
        return _("You are serving another person now. Close that visit first.")


class ConsentTextUnknownError(AlatauError):
    """No consent with this key is in use."""

    code = "access.consent_unknown"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("The city does not ask for such a consent. Choose one from the list.")


class PasswordWeakError(AlatauError):
    """The new password is too short, too common or only digits."""

    code = "access.password_weak"

    def sentence(self) -> str:
        return _("This password is too easy to guess. Use at least twelve characters that are not a common word.")


class RecordLinkedError(AlatauError):
    """The record belongs to another sign-in of staff already: one human has one."""

    code = "access.record_linked"

    def sentence(self) -> str:
        return _("This record belongs to another colleague's sign-in. Check the number, or close that sign-in first.")


class OwnAffairsError(AlatauError):
    """Staff do not serve themselves or those close to them."""

    code = "access.own_affairs"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("This is your own affair or that of somebody close to you. Please ask a colleague to take it.")


class LastFactorError(AlatauError):
    """Staff keep at least one second factor."""

    code = "access.last_factor"

    def sentence(self) -> str:
        return _("Without it you could not sign in again. Add a passkey or an app first.")


class SampleOnlyError(AlatauError):
    """Invented people exist only in a sample database."""

    code = "access.sample_only"

    def sentence(self) -> str:
        return _("Sample people exist only in a sample city. This one is real, so nothing was loaded.")
