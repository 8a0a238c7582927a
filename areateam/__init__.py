"""Area Team: the register of primary care contracts, without a screen."""

__version__ = "0.1.0"
