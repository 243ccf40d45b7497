"""A transfer and both of its entries in one row, and posting that writes them so."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
BOOKS = (SQL / "books.sql").read_text(encoding="utf-8")
#: The functions as they are now; a new database has them already.
FUNCTIONS = (
    "DROP FUNCTION money_post, money_check_marks, money_change_holder, money_lock_account, money_change_account,"
    " money_open_account;\n"
) + "\n".join(
    (SQL / f"{name}.sql").read_text(encoding="utf-8") for name in ("account_functions", "marks", "post", "rights")
)

ENTRY = migrations.CreateModel(
    name="Entry",
    fields=[
        (
            "pk",
            models.CompositePrimaryKey(
                "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
            ),
        ),
        ("account_id", models.UUIDField()),
        ("number", models.BigIntegerField()),
        ("transfer_id", models.UUIDField()),
        ("amount", models.BigIntegerField()),
        ("balance", models.BigIntegerField()),
        ("previous_id", models.UUIDField(null=True)),
        ("city_at", models.DateTimeField()),
        ("wall_at", models.DateTimeField()),
    ],
    options={"managed": False, "db_table": "money_entry"},
)
SIDES = [
    migrations.AddField("transfer", f"{side}_{column}", kind(null=True))
    for side in ("debit", "credit")
    for column, kind in (
        ("number", models.BigIntegerField),
        ("balance", models.BigIntegerField),
        ("previous_id", models.UUIDField),
    )
]


class Migration(migrations.Migration):
    """Joins the tables of transfers and entries. What it joins it does not part again."""

    dependencies = [("money", "0009_invoices")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(BOOKS), migrations.RunSQL(FUNCTIONS)],
            state_operations=[
                migrations.DeleteModel("Entry"),
                ENTRY,
                *SIDES,
                migrations.AddField("account", "group_size", models.IntegerField(db_default=1)),
                migrations.AddField("account", "last_transfer_id", models.UUIDField(null=True)),
            ],
        ),
    ]
