"""The only way to change a row: write, journal, undo, history."""
