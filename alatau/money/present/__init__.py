"""How money's pages say what the wallet knows."""
