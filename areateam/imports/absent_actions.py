"""What a person decides about records that a file does not name; carried out with the import."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.problems import UserProblem
from areateam.imports.restaging import changed_review

Choice = Literal["leave", "query", "end"]

LONGEST_REASON = 250


class AbsentDecision(msgspec.Struct, frozen=True):
    """What is to become of an absent record: `ends` is its last day where it is to end."""

    choice: Choice
    ends: date | None = None
    reason: str = ""


def decide_absent(
    register: Path,
    path: Path,
    catalogue: Catalogue,
    decision: AbsentDecision,
    ids: Sequence[int] | None = None,
) -> int:
    """Decide about absent records by their ids in the review, or about all of them.

    Only contracts can be ended; among all, others are left. Returns how many were decided.
    Raises UserProblem: value-needed without a last day, too-long for the reason, absent-no-end
    for a record that has none, end-before-start.
    """
    if decision.choice == "end" and decision.ends is None:
        raise UserProblem("value-needed", field="Last day")
    if len(decision.reason) > LONGEST_REASON:
        raise UserProblem("too-long", label="Reason", detail=str(LONGEST_REASON))
    ends = decision.ends.isoformat() if decision.ends and decision.choice == "end" else None
    with changed_review(register, path, catalogue) as review:
        connection = review.connection
        wanted = "TRUE" if ids is None else "a.id IN (SELECT value FROM json_each(:ids))"
        values = {"ids": json.dumps(list(ids or ())), "ends": ends}
        if ends:
            early = connection.execute(
                "SELECT c.name, c.start_date FROM stage.absent AS a JOIN contract AS c"
                " ON c.id = a.record WHERE a.kind = 'contract' AND c.start_date > :ends"
                f" AND {wanted}",
                values,
            ).fetchone()
            if early:
                name, start = early
                raise UserProblem("absent-end-early", name=name, value=ends, detail=start)
            if ids is None:
                wanted = "a.kind = 'contract'"
            elif connection.execute(
                f"SELECT 1 FROM stage.absent AS a WHERE a.kind <> 'contract' AND {wanted}", values
            ).fetchone():
                raise UserProblem("absent-no-end")
        return connection.execute(
            "UPDATE stage.absent AS a SET decision = :choice, ends = :ends, reason = :reason"
            f" WHERE {wanted}",
            {**values, "choice": decision.choice, "reason": decision.reason.strip()},
        ).rowcount
