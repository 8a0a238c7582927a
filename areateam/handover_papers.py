"""The certificate of a place with lines that never became a contract, and its call-offs.

Hand-overs, imports and call-offs do not know each other; they are joined here.
"""

from __future__ import annotations

import sqlite3

from areateam.calloffs.call_off_views import call_off, call_off_book
from areateam.calloffs.ending_views import ending_line
from areateam.cases.case_rules import Rulebook
from areateam.core.copies import replaced
from areateam.imports.import_views import field_labels
from areateam.imports.waiting_filter import HELD_WORDS, WaitingFilter
from areateam.imports.waiting_views import waiting_lines
from areateam.transition.certificate_views import (
    Certificate,
    CertifiedCallOff,
    UnreadLine,
    certificate,
)


def whole_certificate(
    connection: sqlite3.Connection, book: Rulebook, place: str, programme: str = ""
) -> Certificate:
    """The certificate of a place today, with its waiting lines and the call-offs of its tasks.

    UserProblem("place-without-plan") where it has no plan.
    """
    found = certificate(connection, book, place, programme)
    found = replaced(found, called_off=_called_off(connection, book, found.head.id))
    spec = book.catalogue.programmes.named(found.head.programme_key)
    if spec.contracts_by != "pct_code":  # Lines that wait name no other place.
        return found
    labels = field_labels(book.catalogue)
    lines = tuple(
        UnreadLine(
            line.file,
            line.line,
            line.code,
            line.name,
            " ".join(line.reasons(labels)) or HELD_WORDS[line.outcome],
        )
        for line in waiting_lines(connection, WaitingFilter({"pct": (place,)}))
    )
    return replaced(found, unread=lines)


def _called_off(
    connection: sqlite3.Connection, book: Rulebook, handover: int
) -> tuple[CertifiedCallOff, ...]:
    """The call-offs that serve tasks of a hand-over, by number; not those that were stopped."""
    rows = connection.execute(
        "SELECT c.id, t.key FROM call_off c JOIN transition_task t ON t.uid = c.task_uid"
        " WHERE t.handover_id = ? AND t.removed_on IS NULL AND coalesce(c.outcome, '') <> 'stopped'"
        " ORDER BY c.number",
        (handover,),
    ).fetchall()
    if not rows:
        return ()
    known = call_off_book(connection, book.catalogue, book.today)
    views = [(call_off(connection, known, record), task) for record, task in rows]
    found = []
    for view, task in views:
        line = ending_line(view, known.framework)
        stands = known.framework.state_of(view.state).label
        found.append(
            CertifiedCallOff(view.number, view.title, task, stands, line.words, line.is_gap)
        )
    return tuple(found)
