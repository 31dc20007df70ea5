"""The SQL scripts of a package: list, split and run them."""
