"""A register of 40 practices in two PCTs, whose payments differ as a test needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from areateam.calloffs.call_off_rows import CallOff
from areateam.contracts.contract_actions import add_contract, amend_contract
from areateam.office import Office, new_office
from tests.contract_register import NOW, Clock

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.catalogue.catalogue import Catalogue
    from areateam.core.fields import Value
    from areateam.ledger.ledger import Write

TODAY = date(2012, 11, 1)
MADE_DEAR = date(2012, 10, 15)
DEAR, WITHOUT, SUSPENDED, ENDED, UNSPLIT = range(36, 41)
"""The numbers of the practices that are not as the rest."""


def practice(number: int) -> dict[str, Value]:
    """One practice: about £90 for each of 3,000 to 9,000 patients, a little more or less."""
    patients = 3_000 + 150 * number
    pounds = 90 * patients + (-1) ** number * 9 * patients * (number % 5) // 5
    return {
        "contract_type": "pms" if number % 4 == 0 else "gms",
        "name": f"Practice {number}",
        "ods_code": f"C99{number:03d}",
        "pct_code": "5N6" if number % 2 else "5EM",
        "start_date": "2004-04-01",
        "annual_value": pounds * 100,
        "list_raw": patients,
        "list_weighted": patients * 100,
        "list_status": "closed" if number % 8 == 0 else "open",
    }


def odd_ones() -> dict[int, dict[str, Value]]:
    """What is different about the five that are not as the rest."""
    return {
        DEAR: {"annual_value": 2 * 90 * 100 * (3_000 + 150 * DEAR)},
        WITHOUT: {"list_weighted": None},
        SUSPENDED: {"suspended_from": "2012-10-01"},
        ENDED: {"end_date": "2012-03-31"},
        UNSPLIT: {"pct_code": None, "area_team_code": "Q55"},
    }


def make_practices(path: Path, catalogue: Catalogue) -> Office:
    """The register, open; the caller closes it."""
    office = new_office(path, area_team="Q55", user="R. Osei", now=lambda: NOW, catalogue=catalogue)

    office.write("Add 40 practices", lambda write: add_practices(write, catalogue))
    return office


def make_dear_later(path: Path, catalogue: Catalogue) -> None:
    """The same, but until `MADE_DEAR` the dear practice is as the rest."""
    clock = Clock()
    office = new_office(path, area_team="Q55", user="R. Osei", now=clock, catalogue=catalogue)
    value, dear = catalogue.fields["annual_value"], odd_ones()[DEAR]["annual_value"]

    def as_the_rest(write: Write) -> None:
        add_practices(write, catalogue)
        amend_contract(write, value, DEAR, practice(DEAR)["annual_value"])

    office.write("Add 40 practices", as_the_rest)
    clock.moment = datetime.combine(MADE_DEAR, clock.moment.time())
    office.write("Pay one more", lambda write: amend_contract(write, value, DEAR, dear))
    office.close()


def add_practices(write: Write, catalogue: Catalogue) -> None:
    """Add the practices to a register."""
    for number in range(1, 41):
        values = {**practice(number), **odd_ones().get(number, {})}
        stated = {key: value for key, value in values.items() if value is not None}
        add_contract(write, catalogue, stated)


def add_call_off(write: Write, number: str, started: str, ended: str | None, outcome: str) -> int:
    """A call-off, whatever its stages: what indicators read of one."""
    return write.insert(
        CallOff,
        number=number,
        framework="fesc",
        title="Support",
        need="Need",
        sponsor="R. Osei",
        area="data",
        lot="micro",
        value_pence=100,
        risk_answers={},
        route="fast",
        path="competition",
        standstill=0,
        tier=1,
        ruled_tier=1,
        started_on=started,
        ended_on=ended,
        outcome=outcome,
    )
