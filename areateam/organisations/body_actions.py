"""Writes bodies and what they belong to."""

from __future__ import annotations

from areateam.catalogue.catalogue import Catalogue
from areateam.ledger.ledger import Write


def add_shipped_bodies(write: Write, catalogue: Catalogue, area_team: str = "") -> None:
    """Fill an empty register with the organisations of the catalogue.

    `area_team` becomes the register's own: a body link "own" from nothing, read by the views.
    """
    write.connection.executemany(
        "INSERT INTO body (made, code, kind_of, name, ons_code, valid_from, valid_to, evidence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                write.operation,
                b.code,
                b.kind,
                b.name,
                b.ons_code or None,
                b.valid_from,
                b.valid_to,
                b.evidence,
            )
            for b in catalogue.bodies
        ],
    )
    write.connection.executemany(
        "INSERT INTO body_link (made, code, link, other, valid_from, valid_to, evidence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (write.operation, k.code, k.link, k.other, k.valid_from, k.valid_to, k.evidence)
            for k in catalogue.directory.links
        ],
    )
    if area_team:
        write.execute(
            "INSERT INTO body_link (made, code, link, other) VALUES (?, '', 'own', ?)",
            (write.operation, area_team),
        )
