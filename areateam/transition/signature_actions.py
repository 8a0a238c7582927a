"""Takes in what the other side has signed, as it was shown before."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from areateam.catalogue.programme_definitions import Side
from areateam.ledger.ledger import Write
from areateam.transition.signature_file_views import Bundle, BundleSignature
from areateam.transition.signature_views import (
    Change,
    SignatureLine,
    SignaturePreview,
    preview_bundle,
)
from areateam.transition.task_actions import SIGNED_FIELDS, settle, unsign_task
from areateam.transition.transition_rows import (
    ContractStatement,
    TheirSignature,
    TransitionTask,
)


def take_signatures(
    write: Write, bundle: Bundle, today: date, *, replace: bool = False
) -> SignaturePreview:
    """Take a file in and return what it changed, as `preview_bundle` shows it.

    What contradicts what is here is left as it is unless `replace`. A task is done once nothing
    is missing, which needs the same contracts on both sides. Raises as `preview_bundle` does.
    """
    preview = preview_bundle(write.connection, bundle, today)
    taken = preview.taken(replace=replace)
    statement = _statement(write, bundle) if taken else 0
    for line in taken:
        _take(write, bundle, line, statement)
    return preview


def _statement(write: Write, bundle: Bundle) -> int:
    """Keep the list of their contracts once, and return its id."""
    row = write.execute(
        "SELECT id FROM contract_statement WHERE digest = ?", (bundle.contracts_digest,)
    ).fetchone()
    if row:
        return int(row[0])
    content = {"contracts": msgspec.to_builtins(bundle.contracts)}
    return write.insert(ContractStatement, digest=bundle.contracts_digest, content=content)


def _take(write: Write, bundle: Bundle, line: SignatureLine, statement: int) -> None:
    assert line.task is not None
    if line.signature is None:
        unsign_task(write, line.task, line.side)
        return
    if line.change is not Change.CLOSES:
        values = _their_values(bundle, line.signature, statement)
        if line.known is None:
            write.insert(TheirSignature, task=line.task, side=line.side.value, **values)
        else:
            write.amend(TheirSignature, line.known, **values)
        write.amend(TransitionTask, line.task, **_task_values(line.signature))
    settle(write, line.task)


def _their_values(bundle: Bundle, each: BundleSignature, statement: int) -> dict[str, Any]:
    return {
        "name": each.name,
        "signed_on": each.on,
        "evidence": {"documents": msgspec.to_builtins(each.evidence)},
        "contracts": statement,
        "register": bundle.register,
        "written_at": bundle.written_at,
        "written_by": bundle.written_by,
    }


def _task_values(each: BundleSignature) -> dict[str, Any]:
    """The signature itself; one of the receiver answers a query."""
    values: dict[str, Any] = dict(zip(SIGNED_FIELDS[each.side], (each.on, each.name), strict=True))
    if each.side is Side.RECEIVER:
        values |= {"queried_on": None, "query": None}
    if each.reason:
        values["unproven_reason"] = each.reason
    return values
