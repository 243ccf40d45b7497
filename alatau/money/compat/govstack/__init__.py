"""GovStack's payments building block: the synchronous generation (1.0) and the one with callbacks, over one ledger."""
