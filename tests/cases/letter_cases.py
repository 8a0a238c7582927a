"""A small register with a contract of each group, and cases ready to send any letter."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from areateam.cases.case_actions import NewCase, open_case
from areateam.cases.case_rows import CaseStep
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue, load_catalogue
from areateam.catalogue.letter_definitions import AskKind, LetterSpec
from areateam.catalogue.procedure_definitions import Procedure, StepKind
from areateam.ledger.ledger import Write
from areateam.office import Office, open_office
from tests.fresh_register import copy_of, fresh_register

DAY = date(2012, 11, 1)
RECEIVED = date(2012, 10, 15)
TYPES = {"gp": "gms", "dental": "gds", "pharmacy": "pharmacy", "optometry": "gos-mandatory"}
CONTRACTS = {group: number for number, group in enumerate(TYPES, 1)}
_TERMS = (
    '{"uda_contracted": 10000, "uda_value_gbp": 2460, "uda_delivered_h1": 240000,'
    ' "uda_delivered_year": 912500}'
)


@cache
def the_catalogue() -> Catalogue:
    """The shipped definitions, loaded once."""
    return load_catalogue()


def make_office(path: Path) -> Office:
    """A register of Q55: contract 1 GP, 2 dental, 3 pharmacy, 4 optometry, all of Brook & Sons.

    The dental contract owes 10,000 units at £24.60, delivered 2,400 by 30 September and 9,125 in
    the year, and is worth £246,000.00.
    """
    return _open(copy_of("letters", path, _make))


def _make(path: Path) -> None:
    office = _open(fresh_register(path))
    office.write("Fill", _fill)
    office.close()


def _open(path: Path) -> Office:
    return open_office(path, user="R. Osei", as_at=DAY, catalogue=the_catalogue())


def _fill(write: Write) -> None:
    op = write.operation
    write.execute(
        "INSERT INTO person (made, name, job, team) VALUES (?, 'J. Patel', 'contract manager',"
        " 'area team')",
        (op,),
    )
    write.execute("INSERT INTO contractor (made, name) VALUES (?, 'Brook & Sons')", (op,))
    write.execute(
        "INSERT INTO site (made, name, address_1, postcode)"
        " VALUES (?, 'The surgery', '4 High Street', 'DE56 1AA')",
        (op,),
    )
    for group, kind in TYPES.items():
        write.execute(
            "INSERT INTO contract (made, group_key, contract_type, contract_no, name,"
            " contractor_id, site_id, pct_code, manager_id, start_date, annual_value_pence, terms)"
            " VALUES (?, ?, ?, ?, ?, 1, 1, '5N6', 1, '2007-04-01', 24600000, ?)",
            (op, group, kind, f"70{CONTRACTS[group]:04}", f"Brook <{group}> Lane", _TERMS),
        )


def open_with_letter(office: Office, key: str) -> tuple[int, str]:
    """Open a case of the first procedure that sends the letter; returns the case and the step.

    Every decision of it is taken, "Approved as asked", on 29 October.
    """
    procedure = next(
        p
        for p in the_catalogue().procedures.known.values()
        if any(step.letter == key for step in p.step)
    )
    return open_of(office, procedure), next(s.key for s in procedure.step if s.letter == key)


def open_of(office: Office, procedure: Procedure) -> int:
    """Open a case of a procedure with all its days, its decisions taken."""
    book = rulebook(office.store.connection, office.catalogue, DAY)
    dates = {d.key: f"2012-12-{n + 3:02}" for n, d in enumerate(procedure.date)}
    new = NewCase(
        procedure.key, RECEIVED, manager=1, value_pence=123_456, dates=dates | half_year(procedure)
    )

    def act(write: Write) -> int:
        case = open_case(write, book, CONTRACTS[procedure.groups[0]], new)
        for step, kind in write.execute(
            "SELECT id, step_kind FROM case_step WHERE case_id = ?", (case,)
        ).fetchall():
            if kind == StepKind.DECISION:
                write.amend(
                    CaseStep, step, done_on="2012-10-29", decision="Approved as asked",
                    decided_role="director",
                )  # fmt: skip
        return case

    return office.write("Open", act).result


def half_year(procedure: Procedure) -> dict[str, str]:
    """The half-year's end, where the procedure asks for it."""
    asked = {d.key for d in procedure.date}
    return {"half-year-end": "2012-09-30"} if "half-year-end" in asked else {}


def all_asked(spec: LetterSpec) -> dict[str, str]:
    """Something for everything that the letter asks for; a different one for each."""
    kinds = {AskKind.DATE: "3/12/2012", AskKind.MONEY: "1234.5"}
    return {
        ask.key: kinds.get(ask.kind, f"Stated {ask.label}" + "\nand more" * (ask.kind == "text"))
        for ask in spec.ask
    }
