"""How what was granted is paid: plans, their periods, the account that a person chose, and what stops them."""
