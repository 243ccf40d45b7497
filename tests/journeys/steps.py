"""What people do in a browser, named as they would say it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Response

#: Debian's Chromium without windows takes a third of the processor time; the whole one where that is not installed.
SHELL = Path("/usr/bin/chromium-headless-shell")
CHROMIUM = str(SHELL if SHELL.exists() else "/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CODE = re.compile(r"\b\d{6}\b")


class Visit:
    """One browser with its own cookies, and what it complained about on the way."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        language: str = "kk",
        look: str = "light",
        desk: bool = False,
        scripts: bool = True,
        state: Path | None = None,
    ) -> None:
        self.address = address
        self.complaints: list[str] = []
        #: Statuses from 400 on that this visit means to meet.
        self.expected: set[int] = set()
        self.context: BrowserContext = browser.new_context(
            viewport=DESK if desk else PHONE,
            java_script_enabled=scripts,
            accept_downloads=True,
            base_url=address,
            # Colours change at once: a picture half way between two would fail on its contrast.
            reduced_motion="reduce",
            storage_state=state,
        )
        self.speak(language)
        self.wear(look)
        self.page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._watch)

    def speak(self, language: str) -> None:
        """Read the city in this language from the next page on."""
        self.context.add_cookies([{"name": "alatau_language", "value": language, "url": self.address}])

    def wear(self, look: str) -> None:
        """Read the city in light or dark from the next page on."""
        self.context.add_cookies([{"name": "alatau_look", "value": look, "url": self.address}])

    def go(self, path: str) -> None:
        """Open a page and see that it stands within the screen."""
        self.page.goto(path)
        self.look_round()

    def look_round(self) -> None:
        """Note it when the page at hand slides sideways."""
        sideways = self.page.evaluate(SIDEWAYS)
        if sideways > 0:
            self.complaints.append(f"{self.page.url} slides sideways by {sideways} px")

    def text(self) -> str:
        """Return what the reader sees of the main part."""
        return self.page.locator("main").inner_text()

    def heading(self) -> str:
        """Return what the page is about."""
        return self.page.locator("h1").first.inner_text()

    def send(self, action: str) -> None:
        """Send the form whose address ends in these words, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.locator(f'form[action$="{action}"] button:visible').first.click()
        self.look_round()

    def send_main(self) -> None:
        """Press the page's main button, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.locator("main form .button-main:visible").first.click()
        self.look_round()

    def close(self) -> None:
        """End the visit."""
        self.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _watch(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.url} answered {response.status}")
        if not response.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"{response.url} lies outside the city")


def sign_in_resident(visit: Visit, name: str) -> None:
    """Sign in as a sample resident by number and the code that comes to the phone."""
    visit.go("/sample/sign-in/")
    card = visit.page.locator("main article", has_text=name).first
    number, phone = (card.locator("dd").nth(place).inner_text().strip() for place in (0, 1))
    visit.go("/sign-in/")
    visit.page.fill("input[name=number]", number)
    visit.send("/sign-in/")
    visit.page.fill("input[name=code]", read_code(visit, phone))
    visit.send_main()


def read_code(visit: Visit, phone: str) -> str:
    """Return the newest code on a sample phone, as its owner reads it."""
    other = visit.context.new_page()
    open_phone(other, phone)
    for _patience in range(60):
        codes = CODE.findall(other.locator(".phone").inner_text())
        if codes:
            other.close()
            return codes[-1]
        other.wait_for_timeout(200)
        other.reload()
    message = f"no code came to {phone}"
    raise AssertionError(message)


def open_phone(page: object, phone: str) -> None:
    """Open a sample phone by its number, however it is spaced."""
    page.goto("/sample/phone/")
    digits = r"\D*".join(re.sub(r"\D", "", phone))
    page.locator("main a", has_text=re.compile(digits)).first.click()
    page.wait_for_url("**/sample/phone/*-*/")


def sign_in_staff(visit: Visit, login: str) -> None:
    """Sign in as sample staff by password and the code of this half minute."""
    visit.go("/sample/sign-in/")
    card = visit.page.locator("main article", has=visit.page.locator(f"[data-login={login}]"))
    password = card.locator("code").inner_text().strip()
    visit.go("/sign-in/staff/")
    visit.page.fill("input[name=login]", login)
    visit.page.fill("input[name=password]", password)
    visit.send("/sign-in/staff/")
    visit.page.fill("input[name=code]", read_factor(visit, login))
    visit.send_main()
    # A code works once: whoever signs in twice within half a minute is refused, and belongs into `signed_in`.
    assert "/sign-in/" not in visit.page.url, visit.text()


def read_factor(visit: Visit, login: str) -> str:
    """Return the code that the second factor of sample staff shows now."""
    other = visit.context.new_page()
    other.goto("/sample/sign-in/")
    code = other.locator(f"[data-login={login}]").inner_text().strip()
    other.close()
    return code
