"""Bank money: top up a wallet from a bank, withdraw to one, and hold the bank's book against ours. By ISO 20022."""
