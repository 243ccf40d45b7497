"""Standing orders: payments that are made again and again, each period once."""
