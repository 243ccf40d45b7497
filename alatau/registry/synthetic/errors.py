"""What stops the building of an invented nation."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class CitySizeError(AlatauError):
    """The nation would be too small to hold every register, or larger than its space of numbers."""

    code = "registry.city_size"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return self.fill(_("A city has %(smallest)s to %(largest)s people. Choose a number between them."))


class CityOtherPlanError(AlatauError):
    """The folder holds the files of another plan."""

    code = "registry.city_other_plan"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return self.fill(
            _(
                "The folder %(folder)s holds another city, of %(people)s people from seed %(seed)s. "
                "Choose another folder, or delete this one."
            )
        )


class CityFolderError(AlatauError):
    """The folder cannot be written to."""

    code = "registry.city_folder"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return self.fill(_("The folder %(folder)s cannot be written to. Choose another one, or change its rights."))


class CityNotBuiltError(AlatauError):
    """There are no files of a city, or not all of them."""

    code = "registry.city_not_built"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return self.fill(_("The folder %(folder)s holds no finished city. Build one with `alatau city build`."))
