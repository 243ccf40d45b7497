"""What is written for people leads somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.rules_about_code.sources import CLONE, MACHINERY, list_rooms, name

if TYPE_CHECKING:
    from pathlib import Path

LINK = re.compile(r"\[[^\]]*\]\(([^)#:\s]+)(?:#[^)]*)?\)")
PAGES = sorted({
    *CLONE.glob("*.md"),
    *(path for path in (CLONE / "docs").rglob("*.md") if "_build" not in path.parts),
    *MACHINERY.glob("*/README.md"),
})  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_front_page_names_every_room() -> None:
    front = (CLONE / "README.md").read_text(encoding="utf-8")
    assert [room.name for room in list_rooms() if f"`{room.name}`" not in front] == []


def test_decisions_are_numbered_once_and_have_the_three_parts() -> None:
    pages = sorted((CLONE / "docs" / "decisions").glob("0*.md"))
    numbers = [page.name[:4] for page in pages]
    assert len(numbers) == len(set(numbers))
    parts = ("## Context", "## Decision", "## Consequences")
    assert [name(page) for page in pages if any(part not in page.read_text(encoding="utf-8") for part in parts)] == []


def test_the_glossary_says_every_word_in_three_languages() -> None:
    rows = re.findall(r"^\| (.+) \|$", (CLONE / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    cells = [[cell.strip() for cell in row.split("|")] for row in rows[2:]]
    assert [row[0] for row in cells if len(row) < 4 or not all(row[:4])] == []
    words = [row[0] for row in cells]
    assert len(words) == len(set(words))
