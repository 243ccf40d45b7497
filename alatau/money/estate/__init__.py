"""What somebody leaves: a death freezes the wallet, officials say to whom it goes, and it is divided."""
