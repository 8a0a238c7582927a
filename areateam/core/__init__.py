"""Pure rules about dates, money, codes and fields; the standard library only."""
