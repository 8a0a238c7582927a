"""Definitions, organisations and help, as data."""
