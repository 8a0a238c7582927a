"""Tables that show a window of a long list and nothing about what the list is of."""
