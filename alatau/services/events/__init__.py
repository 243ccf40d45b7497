"""Life events: what happened in somebody's life, read from rows of registers."""
