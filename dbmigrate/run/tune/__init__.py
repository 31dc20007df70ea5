"""Short measurements of both databases, and what they advise."""
