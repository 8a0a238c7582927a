"""Definitions from resources/, checked on load."""
