"""Keeps what a leaver has as a pack, and ticks off what the receiver took over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from areateam.core.problems import UserProblem
from areateam.duties.desk_rows import DeskLine, DeskPack
from areateam.duties.desk_rules import DeskItem
from areateam.duties.desk_views import pack_ref
from areateam.ledger.ledger import Write


def make_pack(
    write: Write, person: int, receiver: int | None, items: Sequence[DeskItem], as_at: date
) -> int:
    """Keep what a person has on a day, for a receiver where one is named; returns its id.

    UserProblem: desk-empty, desk-to-self, desk-unfinished where an earlier pack of the person
    still waits.
    """
    if person == receiver:
        raise UserProblem("desk-to-self")
    if not items:
        raise UserProblem("desk-empty")
    waiting = write.execute(
        "SELECT p.id FROM desk_pack p JOIN desk_line l ON l.pack_id = p.id"
        " WHERE p.person_id = ? AND l.ticked_on IS NULL LIMIT 1",
        (person,),
    ).fetchone()
    if waiting:
        raise UserProblem("desk-unfinished", ref=pack_ref(waiting[0]))
    pack = write.insert(
        DeskPack, person=person, receiver=receiver, as_at=as_at.isoformat(), made_by=write.user
    )
    write.connection.executemany(
        "INSERT INTO desk_line (made, pack_id, thing, position, kind_of, ref, title, detail,"
        " due_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                write.operation, pack, item.key, place, item.kind.value, item.ref, item.title,
                item.detail, item.due or None,
            )
            for place, item in enumerate(items)
        ],
    )  # fmt: skip
    return pack


def set_receiver(write: Write, pack: int, receiver: int | None) -> None:
    """Name who takes a desk over; UserProblem: unknown-record, desk-to-self."""
    row = write.execute("SELECT person_id FROM desk_pack WHERE id = ?", (pack,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=pack_ref(pack))
    if row[0] == receiver:
        raise UserProblem("desk-to-self")
    write.amend(DeskPack, pack, receiver=receiver)


def tick_lines(write: Write, lines: Sequence[int], on: date, who: str) -> int:
    """Note that things were taken over, by whom and when; how many were not yet.

    UserProblem("desk-ticker-needed") where nobody is named.
    """
    if not who.strip():
        raise UserProblem("desk-ticker-needed")
    return _set(write, lines, on.isoformat(), who.strip(), "ticked_on IS NULL")


def untick_lines(write: Write, lines: Sequence[int]) -> int:
    """Take back that things were taken over; how many were."""
    return _set(write, lines, None, None, "ticked_on IS NOT NULL")


def _set(write: Write, lines: Sequence[int], on: str | None, who: str | None, where: str) -> int:
    changed = 0
    for line in lines:
        if write.execute(f"SELECT 1 FROM desk_line WHERE id = ? AND {where}", (line,)).fetchone():
            write.amend(DeskLine, line, ticked_on=on, ticked_by=who)
            changed += 1
    return changed


def drop_pack(write: Write, pack: int) -> None:
    """Take a pack away with its lines; what it lists stays. UserProblem: unknown-record."""
    lines = write.execute("SELECT id FROM desk_line WHERE pack_id = ?", (pack,)).fetchall()
    if not lines:
        raise UserProblem("unknown-record", ref=pack_ref(pack))
    for (line,) in lines:
        write.remove(DeskLine, line)
    write.remove(DeskPack, pack)
