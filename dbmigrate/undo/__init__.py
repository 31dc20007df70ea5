"""Takes out of the target what one run has written, batch by batch, and nothing else."""
