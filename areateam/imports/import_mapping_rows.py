"""The mappings that people have given a name."""

from __future__ import annotations

from peewee import TextField

from areateam.store.row_types import JsonText, Record


class ImportMapping(Record):
    """What the columns of a list mean, kept by name; `content` is a `ListMapping`."""

    name = TextField(unique=True)
    content = JsonText()

    class Meta:
        """Each name once."""

        table_name = "import_mapping"
