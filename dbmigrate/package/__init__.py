"""A first migration package for any database, drafted from its catalogue and its values."""
