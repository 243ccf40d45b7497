"""The city on a phone without a connection: it says so, and tells nothing about whoever used it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.steps import Visit

READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const asked of await (await caches.open(name)).keys()) found.push(new URL(asked.url).pathname);
  return found;
}"""


def test_phone_without_a_connection_says_so_and_tells_nothing(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path]
) -> None:
    phone = visit(language="kk", state=signed_in("Болат"))
    phone.go("/")
    phone.page.wait_for_function(READY)
    for path in ("/services/", "/money/", "/me/"):
        phone.go(path)
    kept = phone.page.evaluate(KEPT)
    assert [path for path in kept if not path.startswith("/static/")] == ["/app/kk/offline/"]
    phone.context.set_offline(True)
    phone.page.goto("/services/requests/")
    assert phone.heading() == "Байланыс жоқ"
    assert "Болат" not in phone.page.content()
    phone.context.set_offline(False)
    phone.page.locator("main a").click()
    phone.page.wait_for_url("**/services/requests/")
    assert phone.heading() == "Өтініштерім"
    # What could not be fetched on the way is no fault of a page.
    phone.complaints = [each for each in phone.complaints if "ERR_INTERNET_DISCONNECTED" not in each]
