"""What people do in a browser, named as they would say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from playwright.sync_api import Browser, ConsoleMessage, Response

CHROMIUM = "/usr/bin/chromium"
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
    ) -> None:
        self.address = address
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        self.context = browser.new_context(
            viewport=DESK if desk else PHONE, java_script_enabled=scripts, accept_downloads=True, base_url=address
        )
        self.context.add_cookies(
            [
                {"name": "alatau_language", "value": language, "url": address},
                {"name": "alatau_look", "value": look, "url": address},
            ]
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._watch)

    def go(self, path: str) -> None:
        """Open a page and see that it stands within the screen."""
        self.page.goto(path)
        self.look_round()

    def look_round(self) -> None:
        """See that the page at hand does not slide sideways."""
        sideways = self.page.evaluate(SIDEWAYS)
        if sideways > 0:
            self.complaints.append(f"{self.page.url} slides sideways by {sideways} px")

    def text(self) -> str:
        """Return what the reader sees of the main part."""
        return self.page.locator("main").inner_text()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button or link with this name."""
        wanted = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        wanted.first.click()

    def close(self) -> None:
        """End the visit."""
        self.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _watch(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.url} answered {response.status}")
        if not response.url.startswith((self.address, "data:")):
            self.complaints.append(f"{response.url} lies outside the city")
