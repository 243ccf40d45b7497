"""What production refuses to start with."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from alatau.core.checks import StartRefusedError, WrongCityError, check_city, check_settings, find_problems
from alatau.core.models import City

GOOD = {
    "DEBUG": False,
    "SECRET_KEY": "Vd0mJ8yQe2xWb7rTz4uNcA6hKf9sLg1pXo3iYt5q",
    "SECRET_IS_SET": True,
    "ALATAU_PUBLIC_URL": "https://city.example",
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "ALLOWED_HOSTS": ["city.example"],
    "ALATAU_DURABLE": True,
    "ALATAU_FAULT": "",
}


def test_production_starts_with_good_settings():
    assert list(find_problems(SimpleNamespace(**GOOD))) == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"DEBUG": True}, "ALATAU_DEBUG"),
        ({"SECRET_IS_SET": False}, "ALATAU_SECRET_KEY_FILE"),
        ({"SECRET_KEY": "short"}, "ALATAU_SECRET_KEY_FILE"),
        ({"SECRET_KEY": "a" * 80}, "ALATAU_SECRET_KEY_FILE"),
        ({"SECRET_KEY": "change-me-" + "0123456789" * 5}, "ALATAU_SECRET_KEY_FILE"),
        ({"ALATAU_PUBLIC_URL": "http://city.example"}, "ALATAU_PUBLIC_URL"),
        ({"SECURE_HSTS_SECONDS": 0}, "ALATAU_HSTS_SECONDS"),
        ({"SESSION_COOKIE_SECURE": False}, "Cookies"),
        ({"ALLOWED_HOSTS": ["localhost"]}, "ALATAU_HOSTS"),
        ({"ALLOWED_HOSTS": ["city.example", "*"]}, "ALATAU_HOSTS"),
        ({"ALATAU_DURABLE": False}, "ALATAU_DURABLE"),
        ({"ALATAU_FAULT": "core.journal.appended"}, "ALATAU_FAULT"),
    ],
)
def test_production_refuses_one_bad_setting_with_one_sentence(changed, named):
    [problem] = find_problems(SimpleNamespace(**GOOD | changed))
    assert named in problem


def test_all_problems_are_told_at_once(settings):
    settings.PRODUCTION, settings.DEBUG, settings.ALATAU_DURABLE = True, True, False
    with pytest.raises(StartRefusedError) as refused:
        check_settings()
    assert len(refused.value.sentence().splitlines()) > 2


@pytest.mark.django_db
def test_a_sample_database_is_refused_in_production(settings):
    City.objects.update(kind="sample")
    settings.ALATAU_MODE = "production"
    with pytest.raises(WrongCityError):
        check_city()


@pytest.mark.django_db
def test_a_database_of_its_own_mode_is_accepted():
    City.objects.update(kind="sample", pace=1)
    check_city()
