"""Dialects of other standards: GovStack payments and G2P Connect. Tolerant of what comes, strict in answers."""
