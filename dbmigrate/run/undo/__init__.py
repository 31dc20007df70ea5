"""An undo, from the choice of tables to the last batch."""
