"""A batch of payouts keeps how its lines stand, how far it was paid, and what its last comparison found."""

from __future__ import annotations

from django.db import migrations, models

# Safe to run again: counts follow from the lines.
FILL = """
UPDATE money_payoutbatch AS batch SET counts = found.counts
  FROM (SELECT batch_id, jsonb_object_agg(outcome::text, jsonb_build_array(lines, units)) AS counts
          FROM (SELECT batch_id, outcome, count(*) AS lines, sum(amount)::bigint AS units
                  FROM money_payoutline GROUP BY batch_id, outcome) AS counted
         GROUP BY batch_id) AS found
 WHERE found.batch_id = batch.id
"""


class Migration(migrations.Migration):
    """Adds the columns and fills the counts of what is there."""

    dependencies = [("money", "0017_payouts_have_a_history")]

    operations = [
        migrations.AddField(model_name="payoutbatch", name="counts", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="payoutbatch", name="paid_through", field=models.IntegerField(default=0)),
        migrations.AddField(model_name="payoutbatch", name="agrees", field=models.BooleanField(null=True)),
        migrations.AddField(model_name="payoutbatch", name="compared_city_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
