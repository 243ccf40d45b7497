"""G2P Connect: disbursement and account mapper, asked and answered at once or with a result told back."""
