"""Payouts: money for many people at once, each line with an outcome. Built on the ledger's own door, `post`."""
