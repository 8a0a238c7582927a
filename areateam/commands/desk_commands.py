"""Commands about the desk of somebody who leaves: its pack, ticking it off, handing it over."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from areateam.cases.case_rules import Rulebook
from areateam.cases.rulebook_views import rulebook
from areateam.commands.output import give, say
from areateam.commands.people_named import person_asked, person_or_none
from areateam.core.count_words import counted
from areateam.core.problems import UserProblem
from areateam.desks import (
    PackNow,
    desk_of,
    first_after,
    hand_over,
    keep_desk,
    pack_now,
    paper_of,
)
from areateam.duties.desk_actions import drop_pack, tick_lines, untick_lines
from areateam.duties.desk_pages import DeskPaper, PaperLine, desk_page, desk_title, kinds_words
from areateam.duties.desk_rules import DeskItem
from areateam.duties.desk_views import PackHead, pack_head, pack_heads, pack_id_of
from areateam.exports.export_file import export_file
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.people_views import known_person
from areateam.organisations.person_actions import entered


def run_desk(office: Office, options: Namespace) -> int:
    """List what is on a desk, on paper too; with --to it is kept as a pack for the receiver."""
    connection, day = office.store.connection, options.on or office.today()
    book = rulebook(connection, office.catalogue, day)
    if options.person.upper().startswith("DP") and options.person[2:].isdecimal():
        return _paper_of_pack(office, options, book)
    person, name = known_person(connection, options.person)
    items = desk_of(connection, book, person)
    ref, operation = "", None
    to = person_or_none(office, options, options.to)
    if to:

        def act(write: Write) -> int:
            return keep_desk(write, book, person, entered(write, to))

        written = office.write(f"Desk of {name} for {to.name}", act)
        ref, operation = f"DP{written.result}", written.operation
    paper = DeskPaper(
        name, to.name if to else "", day.isoformat(), tuple(map(PaperLine, items)), ref
    )
    _write_paper(options, paper)
    for item in [] if options.out else items:
        due = f"  {item.due}" if item.due else ""
        say(options, f"{item.kind.value:<9} {item.ref:<6} {item.title} ({item.detail}){due}")
    kept = f", kept as {ref}" if ref else ""
    say(options, f"{name}: {kinds_words(item.kind for item in items)}{kept}")
    rows = [_item_row(item) for item in items]
    file = str(options.out) if options.out else None
    document = {"ref": ref or None, "person": name, "rows": rows, "total": len(rows)}
    give(options, document | {"file": file, "operation": operation})
    return 0


def _paper_of_pack(office: Office, options: Namespace, book: Rulebook) -> int:
    """What a pack lists, against today; exit 1 while it is not taken over."""
    now = pack_now(office.store.connection, book, pack_id_of(options.person))
    _write_paper(options, paper_of(now))
    for number, each in enumerate(now.lines, 1):
        item, mark = each.line.item, "x" if each.line.ticked_on else " "
        since = f" [{each.words}]" if each.words else ""
        say(options, f"{number:>3} [{mark}] {item.ref:<6} {item.title}{since}")
    for item in now.added:
        say(options, f"new       {item.ref:<6} {item.title}")
    say(options, _head_words(now.head))
    give(options, _head_row(now.head) | {
        "rows": [_item_row(n.line.item) | {"ticked_on": n.line.ticked_on or None,
                 "ticked_by": n.line.ticked_by or None, "now": n.standing.value,
                 "since": n.words or None} for n in now.lines],
        "added": [_item_row(item) for item in now.added],
        "file": str(options.out) if options.out else None,
    })  # fmt: skip
    return 0 if now.head.finished else 1


def _write_paper(options: Namespace, paper: DeskPaper) -> None:
    path: Path | None = options.out
    if path is None:
        return
    html = desk_page(paper)
    with export_file(path) as temporary:
        if path.suffix.lower() == ".pdf":
            options.printer(html, temporary, title=desk_title(paper))
        else:
            temporary.write_bytes(html.encode("utf-8", "replace"))
    say(options, f"{path}: {counted(len(paper.lines), 'line')}")


def run_tick(office: Office, options: Namespace) -> int:
    """Tick off lines of a pack by their numbers, or all of them; --back takes that back."""
    connection, pack = office.store.connection, pack_id_of(options.ref)
    now = pack_now(connection, rulebook(connection, office.catalogue, office.today()), pack)
    chosen = _chosen(now, options.lines)
    who = options.by or now.head.receiver or office.user
    ids = [now.lines[number - 1].line.id for number in chosen]
    if options.back:
        label = f"Not taken over: {len(ids)} of {now.head.ref}"
        written = office.write(label, lambda write: untick_lines(write, ids))
    else:
        label = f"Take over {len(ids)} of {now.head.ref}"
        written = office.write(label, lambda write: tick_lines(write, ids, office.today(), who))
    head = pack_head(connection, pack)
    say(options, _head_words(head))
    give(options, _head_row(head) | {"changed": written.result, "operation": written.operation})
    return 0


def _chosen(now: PackNow, numbers: list[int]) -> list[int]:
    every = range(1, len(now.lines) + 1)
    for number in numbers:
        if number not in every:
            raise UserProblem("unknown-record", ref=f"{now.head.ref} line {number}")
    return numbers or list(every)


def run_handover(office: Office, options: Namespace) -> int:
    """Give the receiver what the leaver still has: cases, contracts, tasks and portfolios."""
    connection, pack = office.store.connection, pack_id_of(options.ref)
    head = pack_head(connection, pack)
    name = options.to or head.receiver
    if not name:
        raise UserProblem("desk-receiver-needed", ref=head.ref)
    to = person_asked(office, options, name)
    book = rulebook(connection, office.catalogue, office.today())
    first = options.on or first_after(head, office.today())

    def act(write: Write) -> tuple[int, int]:
        return hand_over(write, book, pack, entered(write, to), first)

    written = office.write(f"Hand the desk of {head.person} over to {to.name}", act)
    things, held = written.result
    say(
        options,
        f"{counted(things, 'case, contract or task', 'cases, contracts and tasks')} and"
        f" {counted(held, 'portfolio')} to {to.name}",
    )
    give(options, {"ref": head.ref, "to": to.name, "given": things, "portfolios": held,
                   "operation": written.operation})  # fmt: skip
    return 0


def run_drop(office: Office, options: Namespace) -> int:
    """Take a pack away; what it lists stays as it is."""
    pack = pack_id_of(options.ref)
    head = pack_head(office.store.connection, pack)
    written = office.write(f"Take away {head.ref}", lambda write: drop_pack(write, pack))
    say(options, f"{head.ref} is taken away")
    give(options, {"ref": head.ref, "operation": written.operation})
    return 0


def desk_rows(office: Office) -> list[dict[str, Any]]:
    """Every pack for `list desks`."""
    return [_head_row(head) for head in pack_heads(office.store.connection)]


def _head_words(head: PackHead) -> str:
    to = f" to {head.receiver}" if head.receiver else ""
    return f"{head.ref}, {head.person}{to}: {head.ticked:,} of {head.lines:,} taken over"


def _head_row(head: PackHead) -> dict[str, Any]:
    return {
        "ref": head.ref,
        "person": head.person,
        "receiver": head.receiver or None,
        "as_at": head.as_at,
        "made_by": head.made_by,
        "lines": head.lines,
        "ticked": head.ticked,
        "finished": head.finished,
    }


def _item_row(item: DeskItem) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "ref": item.ref,
        "title": item.title,
        "detail": item.detail,
        "due": item.due or None,
    }
