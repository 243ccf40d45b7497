"""`alatau up` as a newcomer meets it: the running city, a second start, a taken port, a stop."""

from __future__ import annotations

import httpx


def test_the_table_names_the_address_and_how_to_sign_in(live_city):
    assert f"The city is open: {live_city.url}" in live_city.said
    assert "Aigerim" in live_city.said
    assert "Dana" in live_city.said


def test_the_running_city_says_that_it_is_ready(live_city):
    answer = httpx.get(f"{live_city.url}/health/ready", trust_env=False)
    assert (answer.status_code, answer.json()) == (200, {"database": True, "tables": True})


def test_a_second_start_in_the_same_home_names_the_running_city(live_city):
    second = live_city.run("up")
    assert second.returncode == 1
    assert live_city.url in second.stderr
    assert "Traceback" not in second.stderr
