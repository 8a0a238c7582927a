"""Bodies, contractors, sites and people, with dated codes."""
