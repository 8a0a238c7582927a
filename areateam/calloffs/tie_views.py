"""Which call-offs a task of a hand-over or a contract belongs to: the chain seen from its ends."""

from __future__ import annotations

import sqlite3

import msgspec


class TiedCallOff(msgspec.Struct, frozen=True):
    """A call-off as others speak of it."""

    id: int
    number: str
    title: str


def call_offs_serving(connection: sqlite3.Connection, task_uid: str) -> list[TiedCallOff]:
    """The call-offs that serve the task of a lasting name, by number."""
    return _tied(connection, "task_uid = ?", task_uid)


def call_offs_led_to(connection: sqlite3.Connection, contract: int) -> list[TiedCallOff]:
    """The call-offs that led to a contract, by number."""
    return _tied(connection, "contract_id = ?", contract)


def _tied(connection: sqlite3.Connection, where: str, value: object) -> list[TiedCallOff]:
    rows = connection.execute(
        f"SELECT id, number, title FROM call_off WHERE {where} ORDER BY number", (value,)
    )
    return [TiedCallOff(*row) for row in rows]
