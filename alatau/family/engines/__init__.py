"""What computes a plan: DuckDB in the process itself, or Spark beside it. Files are laid out by DuckDB for both."""
