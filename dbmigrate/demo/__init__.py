"""Synthetic sources: a package's recipe run in DuckDB, and a database filled with the result."""
