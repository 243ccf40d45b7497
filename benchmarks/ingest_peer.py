"""Let DuckDB read every column of a file, and do nothing with it: what any reader has to spend."""

from __future__ import annotations

import json
import sys
import time

import duckdb

from benchmarks.ingest import spent

began = time.monotonic()
source = sys.argv[1]
reader = f"read_csv('{source}', all_varchar = true)" if source.endswith(".csv") else f"read_parquet('{source}')"
engine = duckdb.connect(config={"threads": 2, "memory_limit": "1800MB"})
columns = [row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()]
engine.execute(f"SELECT {', '.join(f'max({column})' for column in columns)} FROM {reader}").fetchall()
sys.stdout.write(json.dumps(spent(began)) + "\n")
