"""Makes the records that the tests of the ledger and of the store try things on."""

from __future__ import annotations

import hashlib
from typing import Any

from peewee import BlobField, ForeignKeyField, IntegerField

from areateam.contracts.contract_rows import Contract
from areateam.ledger.ledger import Write
from areateam.office import BESIDE, KINDS, Office
from areateam.organisations.body_rows import Body, BodyLink
from areateam.organisations.contractor_rows import Contractor
from areateam.store.row_types import DateText, JsonText, Record, Row


def insert_contract(write: Write, **values: Any) -> int:
    """Insert a contract with a contractor of its own."""
    contractor = write.insert(Contractor, name="Holder")
    stated = {"group_key": "medical", "contract_type": "gms", "name": "A practice", **values}
    return write.insert(Contract, contractor=contractor, **stated)


def add_contract(office: Office, **values: Any) -> int:
    """Add a contract in an operation of its own."""
    return office.write("Add a contract", lambda write: insert_contract(write, **values)).result


def change_lines(office: Office, operation: int) -> list[tuple[str, int, str, Any, Any]]:
    """The journal's lines of one operation, in order."""
    return office.store.connection.execute(
        "SELECT kind, record, field, before, after FROM change WHERE operation = ? ORDER BY id",
        (operation,),
    ).fetchall()


def one_of_each(office: Office) -> None:
    """Add a record of every kind, and of what is kept beside them; a new table needs no word here.

    Each value follows from its field: a link leads to the newest record of its kind.
    """
    shipped = (Body, BodyLink)

    def act(write: Write) -> None:
        insert_contract(write, terms={"list_size": 4100})
        for row in (*KINDS, *BESIDE):
            if row not in shipped:
                _insert_sample(write, row)

    office.write("One of each", act)


def _insert_sample(write: Write, row: type[Row]) -> None:
    stated = {
        field.column_name: sample_value(write, field)
        for field in row.meta().sorted_fields
        if field.column_name not in ("id", "uid")
    }
    stated = {name: value for name, value in stated.items() if value is not None}
    if issubclass(row, Record):
        stated["made"] = write.operation
    if "operation" in stated:
        stated["operation"] = write.operation
    names, marks = ", ".join(f'"{name}"' for name in stated), ", ".join("?" * len(stated))
    write.execute(f'INSERT INTO "{row.table()}" ({names}) VALUES ({marks})', tuple(stated.values()))


def sample_value(write: Write, field: Any) -> object:
    """A value that a field takes; None for a link that may be left out."""
    if isinstance(field, ForeignKeyField):
        if field.null:
            return None
        (newest,) = write.execute(f'SELECT max(id) FROM "{field.rel_model.table()}"').fetchone()
        return newest
    if field.column_name == "sha256":
        return hashlib.sha256(b"bytes").hexdigest()
    if isinstance(field, DateText):
        return "2012-11-01"
    if isinstance(field, JsonText):
        return '{"key": 1}'
    if isinstance(field, BlobField):
        return b"bytes"
    if isinstance(field, IntegerField):
        return 1
    return "sample"
