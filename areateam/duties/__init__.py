"""Responsibilities: functions, bodies, and who answers for what from when to when."""
