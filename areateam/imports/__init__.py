"""Files from others: read, checked, matched, proposed, applied."""
