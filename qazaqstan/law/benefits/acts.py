"""The acts that benefits rest on, who pays them, and how, in the words that a card shows."""

from __future__ import annotations

from typing import Any

SOCIAL_CODE = "Social Code of 20 April 2023 No. 224-VII"

#: Paid by the republican budget through the State Corporation "Government for Citizens".
REPUBLIC: dict[str, Any] = {"law": SOCIAL_CODE, "payer": "republican_budget"}
#: Paid by the State Social Insurance Fund to those for whom social contributions were paid.
FUND: dict[str, Any] = {"law": SOCIAL_CODE, "payer": "social_insurance_fund"}
#: Paid by the akimat.
LOCAL: dict[str, Any] = {"payer": "local_budget"}

#: The sums of 2025 and 2026 were published, and match the formula to the tenge.
PUBLISHED: dict[str, Any] = {"verification": "sourced"}
UNVERIFIED: dict[str, Any] = {
    "verification": "unverified",
    "note": "The formula is general knowledge and was not compared with the official text.",
}
