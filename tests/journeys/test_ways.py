"""Other ways through the city: without scripts, by keyboard alone, in the dark, acting for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.steps import sign_in_resident

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.steps import Visit

GULNARA = "Гүлнара"


def test_resident_signs_in_and_chooses_a_language_without_scripts(visit: Callable[..., Visit]) -> None:
    emma = visit(scripts=False, language="en")
    sign_in_resident(emma, "Emma")
    assert "Emma" in emma.heading()
    emma.page.locator("details.menu summary").first.click()
    emma.page.locator("button[name=language][value=ru]").click()
    assert emma.page.locator("html").get_attribute("lang") == "ru"
    emma.go("/me/consents/")
    emma.send("/give/")
    assert emma.page.locator("form[action$='/withdraw/']").count() >= 1


def test_keyboard_alone_reaches_the_content_and_the_door(visit: Callable[..., Visit]) -> None:
    reader = visit(language="en", desk=True)
    reader.go("/")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.className") == "skip"
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "main"
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/sign-in/")


def test_official_walks_the_desk_by_keys(visit: Callable[..., Visit], signed_in: Callable[[str], Path]) -> None:
    official = visit(desk=True, state=signed_in("dana"))
    official.go("/desk/queue/")
    official.page.keyboard.press("g")
    official.page.keyboard.press("m")
    official.page.wait_for_url("**/desk/mine/")
    official.page.keyboard.press("Shift+?")
    assert official.page.locator("#shortcuts").is_visible()


def test_page_follows_the_device_into_the_dark(visit: Callable[..., Visit]) -> None:
    reader = visit(look="device")
    reader.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    reader.go("/")
    assert reader.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 19, 24)"


def test_representative_sees_on_every_page_for_whom_they_act(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path]
) -> None:
    aigerim = visit(state=signed_in("Айгерім"))
    aigerim.go("/me/representations/")
    card = aigerim.page.locator("main article", has_text=GULNARA)
    with aigerim.page.expect_navigation():
        card.locator("form[action$='/switch/'] button").click()
    for path in ("/", "/messages/", "/services/"):
        aigerim.go(path)
        assert GULNARA in aigerim.page.locator(".acting").inner_text()
    with aigerim.page.expect_navigation():
        aigerim.page.locator(".acting button").click()
    assert aigerim.page.locator(".acting").count() == 0
