"""The command line.  Importing it imports no driver, no Arrow and no DuckDB; commands import what they use."""
