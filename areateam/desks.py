"""The desk of somebody who leaves: all that is on it, packs against today, and handing it over.

The areas do not know each other; they are joined here, as for orphans.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from areateam.calloffs.sponsor_views import call_offs_of
from areateam.cases.case_rules import Rulebook
from areateam.catalogue.promise_phrases import read_promises
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.duties.desk_actions import make_pack, set_receiver
from areateam.duties.desk_pages import DeskPaper, PaperLine
from areateam.duties.desk_rules import DeskItem, DeskKind, Standing, new_since, standing_of
from areateam.duties.desk_views import (
    PackHead,
    PackLine,
    desk_items,
    pack_head,
    pack_heads,
    pack_lines,
)
from areateam.duties.orphan_views import Orphan
from areateam.duties.portfolio_actions import pass_portfolio
from areateam.duties.team_views import TeamStanding, team_standing
from areateam.ledger.ledger import Write
from areateam.orphans import PART_KINDS, give
from areateam.plans.plan_owner_views import parts_of
from areateam.transition.task_owner_views import open_task_counts, open_tasks_of

GIVEN = (
    DeskKind.CASE,
    DeskKind.STEP,
    DeskKind.TASK,
    DeskKind.CALL_OFF,
    DeskKind.AIM,
    DeskKind.MEASURE,
    DeskKind.CONTRACT,
)
"""What goes to the receiver when a desk is handed over, beside the portfolios."""


def desk_of(connection: sqlite3.Connection, book: Rulebook, person: int) -> list[DeskItem]:
    """Everything on a person's desk on the book's day; see `desk_items`."""
    phrases = read_promises(book.catalogue.folder / "promises")
    return desk_items(connection, book, person, phrases, (_tasks, _call_offs, _parts))


def _tasks(connection: sqlite3.Connection, _: Rulebook, person: int) -> Iterator[DeskItem]:
    for task in open_tasks_of(connection, person):
        yield DeskItem(f"task {task.id}", DeskKind.TASK, task.ref, task.title, task.where, task.due)


def _call_offs(connection: sqlite3.Connection, _: Rulebook, person: int) -> Iterator[DeskItem]:
    for each in call_offs_of(connection, person):
        key = f"calloff {each.id}"
        yield DeskItem(key, DeskKind.CALL_OFF, each.number, each.title, each.need, each.needed_by)


def _parts(connection: sqlite3.Connection, _: Rulebook, person: int) -> Iterator[DeskItem]:
    for each in parts_of(connection, person):
        kind = DeskKind(PART_KINDS[each.kind])
        yield DeskItem(f"{kind.value} {each.id}", kind, each.ref, each.name, each.where)


class TeamDesks(msgspec.Struct, frozen=True):
    """The team on a day, and every pack of a desk, the newest first."""

    standing: TeamStanding
    packs: tuple[PackHead, ...]


def team_desks(connection: sqlite3.Connection, day: date) -> TeamDesks:
    """The team on a day, with what each has to do, and the desks that move."""
    standing = team_standing(connection, day, open_task_counts(connection))
    return TeamDesks(standing, tuple(pack_heads(connection)))


def keep_desk(write: Write, book: Rulebook, person: int, receiver: int | None) -> int:
    """Keep what is on a desk on the book's day as a pack; raises as `make_pack` does."""
    items = desk_of(write.connection, book, person)
    return make_pack(write, person, receiver, items, book.today)


class LineNow(msgspec.Struct, frozen=True):
    """A line of a pack, how it stands today, and in words what changed since."""

    line: PackLine
    standing: Standing
    words: str


class PackNow(msgspec.Struct, frozen=True):
    """A pack against today: its lines, and what came onto the desk since."""

    head: PackHead
    lines: tuple[LineNow, ...]
    added: tuple[DeskItem, ...]

    def to_give(self) -> list[DeskItem]:
        """What is still with the leaver and goes over in one step."""
        now = [
            each.line.item
            for each in self.lines
            if each.standing is not Standing.GONE and each.line.item.kind in GIVEN
        ]
        return [*now, *(item for item in self.added if item.kind in GIVEN)]

    def portfolios(self) -> list[int]:
        """The portfolios that the leaver still has."""
        items = [line.line.item for line in self.lines if line.standing is not Standing.GONE]
        keys = [item.key.split() for item in (*items, *self.added)]
        return [int(number) for kind, number, *_ in keys if kind == "portfolio"]


def pack_now(connection: sqlite3.Connection, book: Rulebook, pack: int) -> PackNow:
    """A pack held against today; UserProblem("unknown-record")."""
    head = pack_head(connection, pack)
    now = {item.key: item for item in desk_of(connection, book, head.person_id)}
    lines = pack_lines(connection, pack)
    found = [
        LineNow(line, standing, _since_words(connection, line.item, standing, now))
        for line in lines
        for standing in [standing_of(line.item, now.get(line.item.key))]
    ]
    added = new_since((line.item.key for line in lines), now.values())
    return PackNow(head, tuple(found), tuple(added))


def _since_words(
    connection: sqlite3.Connection, item: DeskItem, standing: Standing, now: dict[str, DeskItem]
) -> str:
    if standing is Standing.SAME:
        return ""
    if standing is Standing.CHANGED:
        there = now[item.key]
        if there.due != item.due:
            return f"now due {format_date(there.due)}" if there.due else "no longer due"
        return f"now {there.title}, {there.detail}" if there.title != item.title else there.detail
    return _gone_words(connection, item)


_WITH = {
    DeskKind.CASE: "SELECT c.closed_on, p.name FROM case_file c"
    " LEFT JOIN person p ON p.id = c.manager_id WHERE c.id = ?",
    DeskKind.TASK: "SELECT t.done_on, p.name FROM transition_task t"
    " LEFT JOIN person p ON p.id = t.owner_id WHERE t.id = ?",
    DeskKind.STEP: "SELECT coalesce(s.done_on, s.skipped_on, c.closed_on), p.name FROM case_step s"
    " JOIN case_file c ON c.id = s.case_id LEFT JOIN person p ON p.id = s.person_id WHERE s.id = ?",
    DeskKind.CALL_OFF: "SELECT ended_on, sponsor FROM call_off WHERE id = ?",
    DeskKind.AIM: "SELECT a.dropped_on, p.name FROM plan_aim a"
    " LEFT JOIN person p ON p.id = a.owner_id WHERE a.id = ?",
    DeskKind.MEASURE: "SELECT a.dropped_on, p.name FROM plan_measure m JOIN plan_aim a"
    " ON a.id = m.aim_id LEFT JOIN person p ON p.id = m.owner_id WHERE m.id = ?",
    DeskKind.CONTRACT: "SELECT k.terminated_on, p.name FROM contract k"
    " LEFT JOIN person p ON p.id = k.manager_id WHERE k.id = ?",
}


def _gone_words(connection: sqlite3.Connection, item: DeskItem) -> str:
    """What became of a thing that is no longer on the desk."""
    if item.kind not in _WITH:
        return "no longer there"
    row = connection.execute(_WITH[item.kind], (int(item.key.split()[1]),)).fetchone()
    if row is None:
        return "no longer there"
    ended, name = row
    if ended:
        return f"ended {format_date(ended)}"
    return f"now with {name}" if name else "now with nobody"


def paper_of(now: PackNow) -> DeskPaper:
    """A pack as it goes on paper, with what was ticked and what changed since."""
    lines = (
        PaperLine(
            each.line.item,
            f"{each.line.ticked_by}, {each.line.ticked_on}" if each.line.ticked_on else "",
            each.words,
        )
        for each in now.lines
    )
    head = now.head
    return DeskPaper(head.person, head.receiver, head.as_at, tuple(lines), head.ref, now.added)


def first_after(head: PackHead, today: date) -> date:
    """From when the receiver has the portfolios: the day after the leaver's last, else today."""
    if not head.left_on:
        return today
    return max(today, date.fromisoformat(head.left_on) + timedelta(days=1))


def hand_over(
    write: Write, book: Rulebook, pack: int, receiver: int, portfolios_from: date | None = None
) -> tuple[int, int]:
    """Give the receiver all that is still with the leaver; how many things, how many portfolios.

    With a day the portfolios go too: the leaver has them to the day before. UserProblem:
    unknown-record, desk-to-self, desk-nothing-left.
    """
    set_receiver(write, pack, receiver)
    now = pack_now(write.connection, book, pack)
    things = [_as_orphan(item) for item in now.to_give()]
    held = now.portfolios() if portfolios_from else []
    if not things and not held:
        raise UserProblem("desk-nothing-left")
    give(write, things, receiver)
    for portfolio in held:
        assert portfolios_from is not None
        pass_portfolio(write, portfolio, receiver, portfolios_from)
    return len(things), len(held)


def _as_orphan(item: DeskItem) -> Orphan:
    return Orphan(item.kind.value, int(item.key.split()[1]), item.ref, item.title, "", "")
