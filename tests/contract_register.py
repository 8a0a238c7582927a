"""A small register with the contract of the pictures, made once and copied for each test."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

from areateam.catalogue.catalogue import Catalogue, load_catalogue
from areateam.contracts.contract_actions import add_contract, amend_contract, person_named
from areateam.contracts.contract_note_actions import add_note, add_tag
from areateam.ledger.ledger import Write
from areateam.office import Office, new_office, open_office

HOME = date(2012, 11, 1)
BEGAN = datetime(2012, 9, 3, 9, 40)
BRIGHT = {
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


def stepping_clock() -> datetime:
    """A clock that begins on 3 September 2012 and goes on by a day each time it is asked."""
    return BEGAN + timedelta(days=next(_days))


_days = count()


def make_register(path: Path, catalogue: Catalogue) -> Path:
    """Write the register: two contracts, a manager, a note, a tag and some changes."""
    global _days
    _days = count()
    office = new_office(
        path, area_team="Q55", user="R. Osei", now=stepping_clock, catalogue=catalogue
    )

    def add(write: Write) -> int:
        return add_contract(write, catalogue, BRIGHT)

    first = office.write("Add Bright Smile Ltd", add).result
    office.write(
        "Add Oak Dental",
        lambda w: add_contract(
            w,
            catalogue,
            {"contract_type": "gds", "name": "Oak Dental", "contract_no": "700101"},
        ),
    )
    for label, key, value in (
        ("Scan filed", "signed_copy", "found"),
        ("H1 figures", "uda_delivered_h1", 488_400),
    ):
        office.write(
            label,
            lambda w, key=key, value=value: amend_contract(
                w, catalogue.fields[key], first, value
            ),
        )

    def assign(write: Write) -> None:
        amend_contract(write, catalogue.fields["manager"], first, person_named(write, "R. Patel"))

    office.write("Assign 1 contract", assign)
    office.write("Note", lambda w: add_note(w, first, "Rang about the lease.", HOME))
    office.write("Tag", lambda w: add_tag(w, first, "Lease"))
    office.close()
    return path


def copied_office(made: Path, folder: Path, catalogue: Catalogue | None = None) -> Office:
    """The register in a folder of the test's own, standing at 1 November 2012."""
    path = folder / "register.areateam"
    shutil.copyfile(made, path)
    return open_office(
        path,
        user="R. Osei",
        as_at=HOME,
        now=lambda: datetime(2012, 11, 1, 10, 0),
        catalogue=catalogue or load_catalogue(),
    )
