"""Opens the cases that are proposed, with the first letter of each where wanted, in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from areateam.cases.case_actions import NewCase, Owners, open_cases
from areateam.cases.case_rules import Rulebook
from areateam.cases.letter_actions import file_letter, make_file
from areateam.cases.letter_views import letter_text
from areateam.cases.proposal_views import MID_YEAR, YEAR_END, Proposal
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.letter_definitions import LetterSpec
from areateam.catalogue.procedure_definitions import StepSpec
from areateam.contracts.dental_rules import half_year_on
from areateam.ledger.ledger import Write


def first_letter(catalogue: Catalogue, kind: str) -> tuple[StepSpec, LetterSpec] | None:
    """The letter with which the cases of a proposal begin, and its step; None without one."""
    for step in catalogue.procedures.proposed_by(kind).step:
        if step.letter and not step.optional:
            return step, catalogue.letters.named(step.letter)
    return None


def open_proposed(
    write: Write,
    book: Rulebook,
    found: Sequence[Proposal],
    kind: str,
    asked: Mapping[str, str] | None = None,
    *,
    owners: Owners,
) -> list[int]:
    """Open a case for each proposal without an open one, and return their ids.

    Each goes to whom `owners` finds, with the proposed sum as its value and the reason as a
    note. With `asked`, what the first letter asks for by its keys, that letter is drafted in each
    case. Raises UserProblem("letter-unfilled") where a field of one stays blank; then nothing is
    opened.
    """
    wanted = [proposal for proposal in found if proposal.case is None]
    if not wanted:
        return []
    procedure = book.catalogue.procedures.proposed_by(kind)
    known = {spec.key for spec in procedure.date}
    new = NewCase(
        procedure.key, book.today, origin="Proposed from the contract's figures",
        dates={key: day for key, day in _days(book, kind).items() if key in known},
        owners=owners,
    )  # fmt: skip
    cases = open_cases(write, book, [proposal.contract for proposal in wanted], new)
    write.connection.executemany(
        "UPDATE case_file SET value_pence = ? WHERE id = ?",
        [(p.value_pence, case) for p, case in zip(wanted, cases, strict=True)],
    )
    write.connection.executemany(
        "INSERT INTO case_entry (made, case_id, happened_on, category, text, author)"
        " VALUES (?, ?, ?, 'note', ?, ?)",
        [
            (write.operation, case, book.today.isoformat(), p.sentence + ".", write.user)
            for p, case in zip(wanted, cases, strict=True)
        ],
    )
    if asked is not None:
        _draft(write, book, cases, kind, asked)
    return cases


def _days(book: Rulebook, kind: str) -> dict[str, str]:
    """The days of the case that follow from the year it is about."""
    _, half = half_year_on(book.today)
    if kind == MID_YEAR:
        return {"half-year-end": half.isoformat()}
    if kind == YEAR_END:
        year = book.today.year - ((book.today.month, book.today.day) < (3, 31))
        return {"year-end": f"{year}-03-31"}
    return {}


def _draft(
    write: Write, book: Rulebook, cases: Sequence[int], kind: str, asked: Mapping[str, str]
) -> None:
    letter = first_letter(book.catalogue, kind)
    if letter is None:
        return
    for case in cases:
        text = letter_text(
            write.connection, book, case, letter[0].key, asked, dated=book.today, user=write.user
        )
        file_letter(write, text, make_file(write.connection, book, text))
