"""The window: it shows frozen views and calls actions."""
