"""Cards that follow single rows: who is touched, what is measured anew, and what became of it."""
