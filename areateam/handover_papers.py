"""The certificate of a place with what imports read of it that never became a contract.

Hand-overs and imports do not know each other; they are joined here.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from areateam.cases.case_rules import Rulebook
from areateam.imports.import_views import field_labels
from areateam.imports.waiting_filter import HELD_WORDS, WaitingFilter
from areateam.imports.waiting_views import waiting_lines
from areateam.transition.certificate_views import Certificate, UnreadLine, certificate


def whole_certificate(
    connection: sqlite3.Connection, book: Rulebook, place: str, programme: str = ""
) -> Certificate:
    """The certificate of a place today, its waiting lines among what is missing.

    UserProblem("place-without-plan") where it has no plan.
    """
    found = certificate(connection, book, place, programme)
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
    return replace(found, unread=lines)
