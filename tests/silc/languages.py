"""The languages of the survey's content."""

from __future__ import annotations

from tests.tinyland.languages import LANGUAGES

__all__ = ["LANGUAGES"]
