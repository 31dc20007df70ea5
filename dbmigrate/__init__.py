"""A database migration assistant."""

__version__ = "0.1.0"
