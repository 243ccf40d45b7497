"""Statements: what came and went on a holder's accounts in a period, as a page, a table, a signed letter, camt.053."""
