"""Values of a record, shown as plain text and edited in place."""
