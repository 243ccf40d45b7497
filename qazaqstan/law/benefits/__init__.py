"""What the law gives: one rule for each benefit, with the act, the payer, the rhythm and who receives it."""
