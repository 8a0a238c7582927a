"""Opens the dental cases that are proposed, in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from areateam.cases.case_actions import NewCase, open_cases
from areateam.cases.case_rules import Rulebook
from areateam.cases.dental_case_views import MID_YEAR, YEAR_END, DentalProposal
from areateam.contracts.dental_rules import half_year_on
from areateam.ledger.ledger import Write


def open_mid_year_cases(
    write: Write, book: Rulebook, proposals: Sequence[DentalProposal]
) -> list[int]:
    """Open a mid-year review for each proposal without an open one, and return their ids.

    Each goes to the contract's manager, with the most that may be withheld as its value.
    """
    _, last = half_year_on(book.today)
    return _open(write, book, proposals, MID_YEAR, {"half-year-end": last.isoformat()})


def open_year_end_cases(
    write: Write, book: Rulebook, proposals: Sequence[DentalProposal]
) -> list[int]:
    """Open a year-end case for each proposal without an open one, and return their ids.

    Each goes to the contract's manager, with the sum to be repaid as its value.
    """
    return _open(write, book, proposals, YEAR_END, {})


def _open(
    write: Write,
    book: Rulebook,
    proposals: Sequence[DentalProposal],
    proposal: str,
    dates: dict[str, str],
) -> list[int]:
    wanted = [proposal for proposal in proposals if proposal.case is None]
    if not wanted:
        return []
    procedure = book.catalogue.procedures.proposed_by(proposal)
    known = {spec.key for spec in procedure.date}
    new = NewCase(
        procedure.key, book.today, origin="Proposed from the contract's activity",
        dates={key: day for key, day in dates.items() if key in known},
    )  # fmt: skip
    cases = open_cases(write, book, [proposal.contract for proposal in wanted], new)
    write.connection.executemany(
        "UPDATE case_file SET manager_id = ?, value_pence = ? WHERE id = ?",
        [(p.manager, p.value_pence, case) for p, case in zip(wanted, cases, strict=True)],
    )
    write.connection.executemany(
        "INSERT INTO case_entry (made, case_id, happened_on, category, text, author)"
        " VALUES (?, ?, ?, 'note', ?, ?)",
        [
            (write.operation, case, date.isoformat(book.today), p.sentence + ".", write.user)
            for p, case in zip(wanted, cases, strict=True)
        ],
    )
    return cases
