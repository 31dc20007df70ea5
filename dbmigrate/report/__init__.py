"""What a migration looks like: on the terminal, as JSON documents, and as a page to file."""
