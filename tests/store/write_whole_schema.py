"""Writes the schema that all steps together make: `python -m tests.store.write_whole_schema`."""

from __future__ import annotations

from areateam.office import SCHEMA
from areateam.store.schema import WHOLE, whole_script

if __name__ == "__main__":
    WHOLE.write_text(whole_script(SCHEMA), encoding="utf-8")
