"""What is asked and refused before any row is moved."""
