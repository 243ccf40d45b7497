"""Wallets: what people, firms and public bodies do with their money. Built on the ledger's own door, `post`."""
