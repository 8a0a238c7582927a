"""Enters what the stocktake found, for one contract or for many alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from areateam.core.fields import Value
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.transition.stocktake_rules import BY_KEY, StocktakeStage
from areateam.transition.transition_rows import StocktakeLine


def set_stocktake(write: Write, contracts: Sequence[int], values: Mapping[str, Value]) -> int:
    """Set fields of the stocktake, by key, in the profiles of contracts; returns how many changed.

    A contract without a profile gets one, in the first stage. UserProblem("unknown-field").
    """
    for key in values:
        if key not in BY_KEY:
            raise UserProblem("unknown-field", name=key, known=", ".join(BY_KEY))
    columns = {BY_KEY[key].column: value for key, value in values.items()}
    known = {
        row[0]: row[1:]
        for row in write.execute(
            f"SELECT contract_id, id, {', '.join(columns)} FROM stocktake_line"
        )
    }
    changed = 0
    for contract in contracts:
        if (line := known.get(contract)) is None:
            stated = {"stage": StocktakeStage.STOCKTAKE.value} | columns
            write.insert(StocktakeLine, contract=contract, **stated)
        elif line[1:] == tuple(columns.values()):
            continue
        else:
            write.amend(StocktakeLine, line[0], **columns)
        changed += 1
    return changed
