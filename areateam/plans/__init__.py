"""Plans of three to five years: aims, what they are measured by, and the money behind them."""
