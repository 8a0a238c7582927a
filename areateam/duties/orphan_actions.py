"""Gives what a leaver had to another person, in one step."""

from __future__ import annotations

from collections.abc import Sequence

from areateam.cases.case_actions import assign_cases, assign_steps
from areateam.duties.orphan_views import Orphan
from areateam.ledger.ledger import Write


def reassignable(orphans: Sequence[Orphan]) -> list[Orphan]:
    """Those that a person had and another can take: contracts, cases and steps.

    A document goes with its contract or case; a function is put right in the matrix.
    """
    return [each for each in orphans if each.person and each.kind in ("contract", "case", "step")]


def reassign(write: Write, orphans: Sequence[Orphan], person: int) -> None:
    """Make a person the manager of contracts and cases, and give them steps by name."""
    contracts = [each.id for each in orphans if each.kind == "contract"]
    cases = [each.id for each in orphans if each.kind == "case"]
    write.connection.executemany(
        "UPDATE contract SET manager_id = ? WHERE id = ?",
        [(person, contract) for contract in contracts],
    )
    if cases:
        assign_cases(write, cases, person)
    assign_steps(write, [each.id for each in orphans if each.kind == "step"], person)
