"""An admitted ministry with a programme, money and payees, for tests of other standards' doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.compat.ministry import Ministry


@pytest.fixture
def ministry(db: None) -> Ministry:
    # Models cannot be imported before the apps are loaded, and this file is read earlier.
    from tests.compat.ministry import open_ministry
    from tests.people import load_people

    load_people()
    return open_ministry()
