"""The functions that move value, and who may call them."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

FUNCTIONS = "\n".join(
    (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    for name in ("spending", "accounts", "account_functions", "marks", "post", "rights")
)
FORGET = """
ALTER TABLE money_account DROP CONSTRAINT account_follows_its_holder;
DROP FUNCTION money_post, money_check_marks, money_change_holder, money_lock_account, money_change_account,
    money_open_account, money_spent_before, money_spent_days;
"""


class Migration(migrations.Migration):
    """Adds the functions of the ledger."""

    dependencies = [("money", "0001_first_tables")]

    operations = [migrations.RunSQL(FUNCTIONS, FORGET)]
