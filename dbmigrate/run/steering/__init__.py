"""How a run is paused, stopped and held back."""
