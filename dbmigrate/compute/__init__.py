"""What several stages compute with: a sealed DuckDB, canonical values, row digests."""
