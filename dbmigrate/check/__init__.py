"""Checks before a migration; none of them changes anything."""
