"""Procedures in progress: clocks that explain themselves, steps, decisions, documents."""
