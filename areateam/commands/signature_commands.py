"""Commands that exchange signatures between the two sides of a hand-over."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import Any

from areateam.commands.output import give, say
from areateam.exports.transition_export_actions import write_signatures
from areateam.office import Office
from areateam.transition.signature_actions import take_signatures
from areateam.transition.signature_file_views import read_bundle
from areateam.transition.signature_views import (
    CONTRADICTS,
    Change,
    SignaturePreview,
    import_label,
    preview_bundle,
    signed_bundle,
)


def run_export(office: Office, options: Namespace) -> int:
    """Write what is signed here of a place, for the other side."""
    at = datetime.combine(office.today(), office.now().time())
    bundle = signed_bundle(
        office.store.connection, options.pct.upper(), at, office.user, options.programme
    )
    write_signatures(options.out, bundle)
    signed, contracts = len(bundle.signatures), len(bundle.contracts)
    many = f"{_many(signed, 'signature')} for {_many(contracts, 'contract')}"
    say(options, f"{options.out}: {many}")
    give(
        options,
        {
            "file": str(options.out),
            "signatures": signed,
            "contracts": contracts,
            "contracts_digest": bundle.contracts_digest,
        },
    )
    return 0


def run_import(office: Office, options: Namespace) -> int:
    """Take in what the other side has signed, or only say what that would change."""
    bundle = read_bundle(options.file)
    today = office.today()
    if options.dry_run:
        _tell(options, preview_bundle(office.store.connection, bundle, today), None)
        return 0
    written = office.write(
        import_label(bundle),
        lambda write: take_signatures(write, bundle, today, replace=options.replace),
    )
    _tell(options, written.result, written.operation)
    return 0


def _tell(options: Namespace, preview: SignaturePreview, operation: int | None) -> None:
    replace = options.replace
    for line in preview.lines:
        if line.change is not Change.SAME:
            say(options, f"{line.change}: {line.key} {line.title}, {line.words}")
    for difference in preview.differences:
        say(options, f"not agreed: {difference.words}")
    taken = len(preview.taken(replace=replace))
    left = 0 if replace else sum(preview.count(change) for change in CONTRADICTS)
    did = "would change" if options.dry_run else "changed"
    words = f"{_many(taken, 'signature')} {did}, {preview.count(Change.SAME):,} the same"
    words += f", {left:,} contradict and were left; --replace takes them over" if left else ""
    many = len(preview.differences)
    words += f"; {_many(many, 'contract')} not agreed, so nothing closes" if many else ""
    say(options, words)
    give(options, _document(preview, taken, left) | {"operation": operation})


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _document(preview: SignaturePreview, taken: int, left: int) -> dict[str, Any]:
    return {
        "place": preview.head.place,
        "written_at": preview.bundle.written_at,
        "written_by": preview.bundle.written_by,
        "taken": taken,
        "left": left,
        "lines": [
            {
                "change": line.change.value,
                "task": line.key,
                "side": line.side.value,
                "before": line.before,
                "after": line.after,
            }
            for line in preview.lines
        ],
        "not_agreed": [difference.words for difference in preview.differences],
    }
