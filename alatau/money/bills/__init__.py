"""Bills: what is owed, by whom, to whom, until when. What is paid of one follows from the ledger's transfers alone."""
