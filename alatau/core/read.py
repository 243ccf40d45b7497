"""Questions about the city itself that every room may ask."""

from __future__ import annotations

from django.conf import settings

from alatau.core.models import City


def is_sample_city() -> bool:
    """Tell whether invented people may exist here: the database was made as a sample, and the mode says so too."""
    return not settings.PRODUCTION and City.objects.filter(id=1, kind="sample").exists()
