"""A small register with one case, CA1, for commands about cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.cases.case_actions import NewCase, open_case
from areateam.cases.rulebook_views import rulebook
from areateam.office import open_office
from tests.contracts.small_register import DAY, make_register

if TYPE_CHECKING:
    from pathlib import Path


def make_case_register(path: Path) -> Path:
    """Two contracts, and a mid-year review at the first."""
    make_register(path, 2)
    office = open_office(path, as_at=DAY)
    book = rulebook(office.store.connection, office.catalogue, DAY)
    new = NewCase("dental-mid-year", DAY, dates={"half-year-end": "2012-09-30"})
    office.write("Open", lambda write: open_case(write, book, 1, new))
    office.close()
    return path
