"""Bodies of the digital money: issuer, operator, participants, treasury, revenue. Each is a holder of the ledger."""
