"""Which tests share a worker, and which begin first.

pytest-xdist's own groups are names hung on a test's id, which pytest 9.2 no longer lets it change: without a word, each
worker started a city of its own. Here a test's file tells its group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

#: Files whose tests share something that is slow to make. The longest group comes first, so that none is left alone
#: with it at the end.
TOGETHER = {
    "a running city": (
        "tests/journeys/",
        "tests/cli/test_up.py",
        "tests/core/test_marks_live.py",
        "tests/client/test_live.py",
    ),
    "a production city": ("tests/cli/test_production.py",),
    "a backup": ("tests/core/backup/",),
    "the program's own files": ("tests/rules_about_code/",),
}
CITY = "a running city"


def group_of(nodeid: str) -> str:
    """Return the name of the group a test belongs to; a test without one stands for itself."""
    return next((name for name, files in TOGETHER.items() if nodeid.startswith(files)), nodeid)


def put_groups_first(items: list[pytest.Item]) -> None:
    """Order the tests in place: groups as listed, then all others as they were."""
    order = list(TOGETHER)
    items.sort(key=lambda item: order.index(group) if (group := group_of(item.nodeid)) in TOGETHER else len(order))


class CityScheduling(LoadScopeScheduling):
    """Hand out groups as a whole, and the other tests one by one, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        # Else the group with the most tests would come first, which is not the longest.
        config.option.loadscopereorder = False

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Note that a test is done, and forget what is done: xdist counts all of it anew after each of the tests."""
        super().mark_test_complete(node, item_index, duration)
        assigned = self.assigned_work[node]
        for scope in [scope for scope, tests in assigned.items() if all(tests.values())]:
            del assigned[scope]

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
