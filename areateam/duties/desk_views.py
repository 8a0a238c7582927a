"""Reads what a person has on a day, and the packs that were made of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import msgspec

from areateam.cases.case_due_views import cases_due
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import NAME, PCT, SUBJECT, case_ref
from areateam.contracts.contract_views import due_dates, ref_of
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.duties.desk_rules import DeskItem, DeskKind, promises_in
from areateam.duties.portfolio_views import PortfolioView, portfolio_ref, team_of

WITHIN = 60
"""How many days ahead the dates of a desk are listed."""

DeskFinder = Callable[[sqlite3.Connection, Rulebook, int], Iterator[DeskItem]]
"""Gives what another area has on a person's desk: how its work joins the list."""

_LIVE = "coalesce(k.terminated_on, :day) >= :day AND coalesce(k.end_date, :day) >= :day"
_MARK = "DP"
_ACTS = {"decide_by": "Decide what follows", "serve_notice_by": "Serve notice"}


def pack_ref(pack: int) -> str:
    """The short name that commands take: "DP3"."""
    return f"{_MARK}{pack}"


def pack_id_of(ref: str) -> int:
    """The pack that a reference names; UserProblem("unknown-record") for another form."""
    number = ref.strip().upper().removeprefix(_MARK)
    if not number.isdecimal():
        raise UserProblem("unknown-record", ref=ref)
    return int(number)


def desk_items(
    connection: sqlite3.Connection,
    book: Rulebook,
    person: int,
    phrases: Sequence[str],
    others: Sequence[DeskFinder] = (),
) -> list[DeskItem]:
    """What a person has on the book's day, by kind and then by day.

    Cases, steps, what `others` add, contracts, duties, promises by `phrases`, the dates of the
    next sixty days, and whom they deal with.
    """
    found = [
        *_cases(connection, person),
        *_steps(connection, person),
        *_contracts(connection, book, person),
        *_duties(connection, book, person),
        *_promises(connection, person, phrases),
        *_dates(connection, book, person),
        *_contacts(connection, book, person),
    ]
    for finder in others:
        found += finder(connection, book, person)
    order = list(DeskKind)
    return sorted(found, key=lambda item: (order.index(item.kind), item.due or "9999"))


def _cases(connection: sqlite3.Connection, person: int) -> Iterator[DeskItem]:
    """Open cases, each with the step that is due next."""
    rows = connection.execute(
        f"SELECT c.id, c.title, {NAME}, {PCT},"
        " (SELECT s.working || ' ' || s.label FROM case_step s WHERE s.case_id = c.id"
        "  AND s.working IS NOT NULL AND s.done_on IS NULL AND s.skipped_on IS NULL"
        "  ORDER BY s.working, s.position LIMIT 1)"
        f" FROM case_file c {SUBJECT} WHERE c.manager_id = ? AND c.closed_on IS NULL ORDER BY c.id",
        (person,),
    )
    for number, title, name, pct, following in rows:
        due, _, label = (following or "").partition(" ")
        where = f"{name}, {pct}" if pct else name
        next_words = f"next: {label}" if label else "nothing is due"
        yield DeskItem(
            f"case {number}", DeskKind.CASE, case_ref(number), title, f"{where}; {next_words}", due
        )


def _steps(connection: sqlite3.Connection, person: int) -> Iterator[DeskItem]:
    """Open steps given to the person by name: giving the case to another does not move them."""
    rows = connection.execute(
        f"SELECT s.id, c.id, s.label, c.title, {NAME}, coalesce(s.working, '') FROM case_step s"
        f" JOIN case_file c ON c.id = s.case_id {SUBJECT}"
        " WHERE s.person_id = ? AND s.done_on IS NULL AND s.skipped_on IS NULL"
        " AND c.closed_on IS NULL ORDER BY s.id",
        (person,),
    )
    for number, case, label, title, name, due in rows:
        yield DeskItem(
            f"step {number}", DeskKind.STEP, case_ref(case), label, f"{title}, {name}", due
        )


def _contracts(connection: sqlite3.Connection, book: Rulebook, person: int) -> Iterator[DeskItem]:
    rows = connection.execute(
        "SELECT k.id, k.name, k.contract_type, coalesce(k.contract_no, k.ods_code, ''),"
        " coalesce(k.pct_code, ''), coalesce(k.end_date, '') FROM contract k"
        f" WHERE k.manager_id = :person AND {_LIVE} ORDER BY k.name, k.id",
        {"person": person, "day": book.today.isoformat()},
    )
    for number, name, kind, code, pct, end in rows:
        short = book.catalogue.types[kind].short
        ends = f"ends {format_date(end)}" if end else "no end"
        detail = ", ".join(part for part in (f"{short} {code}".strip(), pct, ends) if part)
        yield DeskItem(f"contract {number}", DeskKind.CONTRACT, ref_of(number), name, detail)


def _duties(connection: sqlite3.Connection, book: Rulebook, person: int) -> Iterator[DeskItem]:
    """Portfolios, functions for which the person is rung, and colleagues they cover for."""
    today = book.today.isoformat()
    team = team_of(connection)
    for each in team.portfolios:
        last = each.held.held.last
        if each.person.id == person and (last is None or last >= book.today):
            yield DeskItem(
                f"portfolio {each.id}", DeskKind.DUTY, portfolio_ref(each.id),
                f"Looks after {patch_words(each, book)}", "deputy" if each.held.deputy else "",
            )  # fmt: skip
    rows = connection.execute(
        "SELECT c.id, coalesce(f.code, b.code), coalesce(f.code || ' ' || f.name, 'everything'),"
        " b.name, c.person_id = :person FROM duty_contact c JOIN duty_body b ON b.id = c.body_id"
        " LEFT JOIN duty_function f ON f.id = c.function_id"
        " WHERE :person IN (c.person_id, c.deputy_id)"
        " AND coalesce(c.valid_to, :day) >= :day ORDER BY c.id",
        {"person": person, "day": today},
    )
    for number, ref, function, body, leads in rows:
        who = "" if leads else "as deputy, "
        yield DeskItem(
            f"duty-contact {number}", DeskKind.DUTY, ref, f"Is rung about {function}",
            f"{who}at {body}",
        )  # fmt: skip
    for absence in team.absences:
        days = absence.away.days
        if absence.away.cover == person and days.last is not None and days.last >= book.today:
            yield DeskItem(
                f"absence {absence.id}", DeskKind.DUTY, "", f"Covers for {absence.person.name}",
                absence.reason, days.first.isoformat() if days.first else "",
            )  # fmt: skip


def patch_words(each: PortfolioView, book: Rulebook) -> str:
    """What a portfolio is of: "Dental in 5N6"; "everything" for one that is not narrowed."""
    groups = book.catalogue.groups
    group = groups[each.group].label if each.group in groups else each.group
    words = ", ".join(part for part in (each.function, group) if part) or "everything"
    return f"{words} in {each.pct}" if each.pct else words


_TEXTS = (
    "SELECT 'note ' || n.id, 'C' || k.id, n.text, n.written_on, n.author, k.name FROM note n"
    " JOIN contract k ON k.id = n.contract_id"
    " WHERE k.manager_id = :person OR n.author = :name OR k.id IN"
    "  (SELECT contract_id FROM case_file WHERE manager_id = :person AND closed_on IS NULL)"
    " UNION ALL SELECT 'entry ' || e.id, 'CA' || c.id, e.text, e.happened_on, e.author,"
    f" {NAME} FROM case_entry e JOIN case_file c ON c.id = e.case_id {SUBJECT}"
    " WHERE c.closed_on IS NULL AND (c.manager_id = :person OR e.author = :name)"
    " UNION ALL SELECT 'step-note ' || s.id, 'CA' || c.id, s.note, coalesce(s.done_on,"
    f" c.received_on), '', {NAME} FROM case_step s JOIN case_file c ON c.id = s.case_id {SUBJECT}"
    " WHERE c.closed_on IS NULL AND c.manager_id = :person AND s.note IS NOT NULL"
    " ORDER BY 4, 1"
)


def _promises(
    connection: sqlite3.Connection, person: int, phrases: Sequence[str]
) -> Iterator[DeskItem]:
    """What notes, timelines and steps promise, with the sentence and where it stands."""
    (name,) = connection.execute("SELECT name FROM person WHERE id = ?", (person,)).fetchone()
    rows = connection.execute(_TEXTS, {"person": person, "name": name})
    for thing, ref, text, on, author, where in rows:
        for place, promise in enumerate(promises_in(text, phrases)):
            said = f"{author or 'said'}, {format_date(on)}, at {where}"
            key = f"{thing} {place}" if place else thing
            yield DeskItem(key, DeskKind.PROMISE, ref, promise, said)


def _dates(connection: sqlite3.Connection, book: Rulebook, person: int) -> Iterator[DeskItem]:
    """Dates of the next sixty days, late ones too: steps of their cases, ends of contracts."""
    theirs = {
        number
        for (number,) in connection.execute(
            "SELECT id FROM case_file WHERE manager_id = ? AND closed_on IS NULL", (person,)
        )
    }
    for due in cases_due(connection, book, WITHIN, limit=100_000) if theirs else ():
        if due.case in theirs:
            yield DeskItem(
                f"date case {due.case} {due.step}", DeskKind.DATE, case_ref(due.case), due.label,
                f"{due.title}, {due.name}", due.working,
            )  # fmt: skip
    managed = {
        number
        for (number,) in connection.execute(
            "SELECT id FROM contract WHERE manager_id = ?", (person,)
        )
    }
    for end in due_dates(connection, book.catalogue, book.today, WITHIN) if managed else ():
        if end.contract_id in managed:
            yield DeskItem(
                f"date contract {end.contract_id} {end.derived.key}", DeskKind.DATE,
                ref_of(end.contract_id), _ACTS[end.derived.key], end.name, end.derived.value,
            )  # fmt: skip
    last = (book.today + timedelta(days=WITHIN)).isoformat()
    rows = connection.execute(
        "SELECT id, name, end_date FROM contract WHERE manager_id = ? AND end_date BETWEEN ? AND ?"
        " AND terminated_on IS NULL ORDER BY end_date",
        (person, book.today.isoformat(), last),
    )
    for number, name, end_date in rows:
        yield DeskItem(
            f"date contract {number} end", DeskKind.DATE, ref_of(number), "Contract ends", name,
            end_date,
        )  # fmt: skip


_PEOPLE = (
    "SELECT p.id, p.name, coalesce(p.phone, ''), r.role, 'CA' || c.id,"
    f" {NAME} FROM case_role r JOIN person p ON p.id = r.person_id"
    f" JOIN case_file c ON c.id = r.case_id {SUBJECT}"
    " WHERE c.manager_id = :person AND c.closed_on IS NULL AND coalesce(r.valid_to, :day) >= :day"
    " UNION ALL SELECT p.id, p.name, coalesce(p.phone, ''), r.role, 'C' || k.id, k.name FROM role r"
    " JOIN person p ON p.id = r.person_id JOIN contract k ON k.contractor_id = r.contractor_id"
    " WHERE coalesce(r.valid_to, :day) >= :day AND k.id IN"
    "  (SELECT contract_id FROM case_file WHERE manager_id = :person AND closed_on IS NULL)"
    " ORDER BY 2, 1, 5"
)
_SITES = (
    "SELECT k.id, k.name, coalesce(s.phone, ''), count(*) FROM case_file c"
    " JOIN contract k ON k.id = c.contract_id LEFT JOIN site s ON s.id = k.site_id"
    " WHERE c.manager_id = :person AND c.closed_on IS NULL GROUP BY k.id ORDER BY k.name, k.id"
)
_BODIES = (
    "SELECT b.code, b.name, count(*) FROM case_file c JOIN contract k ON k.id = c.contract_id"
    " JOIN body b ON b.code = k.pct_code AND b.kind_of = 'pct'"
    " WHERE c.manager_id = :person AND c.closed_on IS NULL GROUP BY b.code, b.name ORDER BY b.name"
)


def _contacts(connection: sqlite3.Connection, book: Rulebook, person: int) -> Iterator[DeskItem]:
    """The people and bodies of their open cases."""
    at = {"person": person, "day": book.today.isoformat()}
    seen: set[int] = set()
    for number, name, phone, role, ref, where in connection.execute(_PEOPLE, at):
        if number not in seen and number != person:
            seen.add(number)
            detail = ", ".join(part for part in (role, where, phone) if part)
            yield DeskItem(f"contact person {number}", DeskKind.CONTACT, ref, name, detail)
    for number, name, phone, cases in connection.execute(_SITES, at):
        detail = ", ".join(part for part in (_cases_words(cases), phone) if part)
        yield DeskItem(f"contact site {number}", DeskKind.CONTACT, ref_of(number), name, detail)
    for code, name, cases in connection.execute(_BODIES, at):
        yield DeskItem(f"contact body {code}", DeskKind.CONTACT, code, name, _cases_words(cases))


def _cases_words(count: int) -> str:
    return counted(count, "open case")


class PackHead(msgspec.Struct, frozen=True):
    """A pack with how much of it is ticked off; `receiver` is None until one is named."""

    id: int
    person_id: int
    person: str
    left_on: str
    receiver_id: int | None
    receiver: str
    as_at: str
    made_by: str
    lines: int
    ticked: int

    @property
    def finished(self) -> bool:
        """Whether the receiver has taken over everything."""
        return self.ticked == self.lines

    @property
    def ref(self) -> str:
        """The short name that commands take."""
        return pack_ref(self.id)


class PackLine(msgspec.Struct, frozen=True):
    """A line of a pack as it was listed, and who took it over when."""

    id: int
    item: DeskItem
    ticked_on: str
    ticked_by: str


_HEADS = (
    "SELECT d.id, d.person_id, p.name, coalesce(p.valid_to, ''), d.receiver_id,"
    " coalesce(r.name, ''), d.as_at, d.made_by,"
    " (SELECT count(*) FROM desk_line l WHERE l.pack_id = d.id),"
    " (SELECT count(*) FROM desk_line l WHERE l.pack_id = d.id AND l.ticked_on IS NOT NULL)"
    " FROM desk_pack d JOIN person p ON p.id = d.person_id"
    " LEFT JOIN person r ON r.id = d.receiver_id"
)


def pack_heads(connection: sqlite3.Connection) -> list[PackHead]:
    """Every pack, the newest first."""
    return [PackHead(*row) for row in connection.execute(f"{_HEADS} ORDER BY d.id DESC")]


def pack_head(connection: sqlite3.Connection, pack: int) -> PackHead:
    """One pack; UserProblem("unknown-record")."""
    row = connection.execute(f"{_HEADS} WHERE d.id = ?", (pack,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=pack_ref(pack))
    return PackHead(*row)


def pack_lines(connection: sqlite3.Connection, pack: int) -> list[PackLine]:
    """The lines of a pack as they were listed."""
    rows = connection.execute(
        "SELECT id, thing, kind_of, ref, title, detail, coalesce(due_on, ''),"
        " coalesce(ticked_on, ''), coalesce(ticked_by, '') FROM desk_line WHERE pack_id = ?"
        " ORDER BY position, id",
        (pack,),
    )
    return [
        PackLine(number, DeskItem(thing, DeskKind(kind), ref, title, detail, due), on, who)
        for number, thing, kind, ref, title, detail, due, on, who in rows
    ]
