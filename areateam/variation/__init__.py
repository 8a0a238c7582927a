"""Variation: indicators from the register, charts of them, and what is said of the outliers."""
