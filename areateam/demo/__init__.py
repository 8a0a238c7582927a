"""A register of invented contractors, to try things on."""
