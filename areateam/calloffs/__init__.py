"""Procurement of external support: stages, two routes, governance in proportion."""
