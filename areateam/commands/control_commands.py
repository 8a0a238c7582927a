"""The command that reconciles an import with its PCT's control totals."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from areateam.commands.output import give, say
from areateam.core.problems import UserProblem
from areateam.imports.control_actions import set_controls
from areateam.imports.control_rules import (
    WHY_WORDS,
    Reconciliation,
    parse_controls,
    told_of,
)
from areateam.imports.control_views import measures_of, reconciliations
from areateam.office import Office

_LISTED = 50


def run_reconcile(office: Office, options: Namespace) -> int:
    """Keep control totals of an import and explain each difference; 1 where one is left over."""
    batch = _batch_of(options.batch)
    known = measures_of(office.store.connection, batch)
    operation = None
    if options.totals:
        operation = keep_controls(office, batch, parse_controls(options.totals))
    found = reconciliations(office.store.connection, batch)
    if not found:
        raise UserProblem("no-control-totals", ref=f"B{batch}", known=", ".join(known))
    _say_all(options, found)
    documents = [as_document(each) for each in found]
    give(options, {"batch": f"B{batch}", "operation": operation, "totals": documents})
    return int(any(each.unexplained for each in found))


def tell_controls(office: Office, batch: int, options: Namespace) -> list[dict[str, Any]]:
    """Keep the totals given with --control, say how they stand, and give the documents."""
    keep_controls(office, batch, parse_controls(options.control))
    found = reconciliations(office.store.connection, batch)
    _say_all(options, found)
    return [as_document(each) for each in found]


def _say_all(options: Namespace, found: list[Reconciliation]) -> None:
    for each in found:
        say(options, told_of(each))
        for line in each.lines[:_LISTED]:
            amount = each.measure.show(line.amount) if line.readable else "cannot be read"
            named = " ".join(part for part in (line.code, line.name) if part)
            say(options, f"  line {line.line}: {amount}, {WHY_WORDS[line.why]}  {named}".rstrip())


def keep_controls(office: Office, batch: int, totals: Mapping[str, int | None]) -> int | None:
    """Keep control totals of an import as one step; None where they were so already."""
    written = office.write(
        f"Control totals of import B{batch}", lambda write: set_controls(write, batch, totals)
    )
    return written.operation


def as_document(found: Reconciliation) -> dict[str, Any]:
    """A reconciliation for JSON; amounts in pence, patients or units."""
    return {
        "measure": found.measure.key,
        "control": found.control,
        "landed": found.landed,
        "difference": found.difference,
        "unexplained": found.unexplained,
        "reasons": [
            {"why": why, "lines": lines, "amount": amount}
            for why, lines, amount in found.by_reason()
        ],
        "lines": [
            {"line": each.line, "why": each.why, "amount": each.amount, "readable": each.readable}
            for each in found.lines
        ],
    }


def _batch_of(ref: str) -> int:
    number = ref[1:] if ref[:1] in "Bb" else ref
    if not (number.isascii() and number.isdigit()):
        raise UserProblem("no-such-import", ref=ref)
    return int(number)
