"""A small register with the contract of the pictures, made once and copied for each test."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from areateam.catalogue.catalogue import Catalogue, load_catalogue
from areateam.contracts.contract_actions import add_contract, amend_contract
from areateam.contracts.contract_note_actions import add_note, add_tag
from areateam.core.fields import Value
from areateam.ledger.ledger import Write
from areateam.office import Office, new_office, open_office
from tests.people_entered import person_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

HOME = date(2012, 11, 1)
BEGAN = datetime.fromisoformat("2012-09-03T09:40")
NOW = datetime.fromisoformat("2012-11-01T10:00")
BRIGHT: dict[str, Value] = {
    "contract_type": "pds",
    "name": "Bright Smile Ltd",
    "contract_no": "700100",
    "pct_code": "5N6",
    "start_date": "2007-06-01",
    "end_date": "2013-05-31",
    "notice_months": 3,
    "annual_value": 45_510_000,
    "signed_copy": "unsigned",
    "uda_contracted": 18_500,
    "uda_value_gbp": 2_460,
    "uda_delivered_h1": 410_200,
}
OAK: dict[str, Value] = {"contract_type": "gds", "name": "Oak Dental", "contract_no": "700101"}


class Clock:
    """A clock that goes on by a day for each operation."""

    def __init__(self) -> None:
        self.moment = BEGAN

    def __call__(self) -> datetime:
        return self.moment

    def go_on(self) -> None:
        self.moment += timedelta(days=1)


def make_register(path: Path, catalogue: Catalogue) -> Path:
    """Write the register: two contracts, a manager, a note, a tag and some changes."""
    clock = Clock()
    office = new_office(path, area_team="Q55", user="R. Osei", now=clock, catalogue=catalogue)
    fields = catalogue.fields

    def assign(write: Write) -> None:
        amend_contract(write, fields["manager"], 1, person_named(write, "R. Patel"))

    steps: tuple[tuple[str, Callable[[Write], object]], ...] = (
        ("Add Bright Smile Ltd", lambda w: add_contract(w, catalogue, BRIGHT)),
        ("Add Oak Dental", lambda w: add_contract(w, catalogue, OAK)),
        ("Scan filed", lambda w: amend_contract(w, fields["signed_copy"], 1, "found")),
        ("H1 figures", lambda w: amend_contract(w, fields["uda_delivered_h1"], 1, 488_400)),
        ("Assign 1 contract", assign),
        ("Bright Smile Ltd: Note", lambda w: add_note(w, 1, "Rang about the lease.", HOME)),
        ("Bright Smile Ltd: Tag", lambda w: add_tag(w, 1, "Lease")),
    )
    for label, act in steps:
        clock.go_on()
        office.write(label, act)
    office.close()
    return path


@cache
def the_catalogue() -> Catalogue:
    """The shipped definitions, loaded once."""
    return load_catalogue()


_made: dict[str, Path] = {}


def copied_office(folder: Path, factory: pytest.TempPathFactory) -> Office:
    """The register in a folder of the test's own, standing at 1 November 2012."""
    if "register" not in _made:
        place = factory.mktemp("made") / "register.areateam"
        _made["register"] = make_register(place, the_catalogue())
    path = folder / "register.areateam"
    shutil.copyfile(_made["register"], path)
    return open_office(path, user="R. Osei", as_at=HOME, now=lambda: NOW, catalogue=the_catalogue())
