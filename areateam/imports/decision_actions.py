"""What was decided about a file before it went in goes into its batch, with the import."""

from __future__ import annotations

import json
from collections.abc import Sequence

from areateam.imports.apply import NewIds
from areateam.ledger.ledger import Write


def keep_fixes(write: Write, batch: int, header: Sequence[str], ids: NewIds) -> None:
    """Note in a batch what a person corrected in its file; `stage` is attached."""
    headings = json.dumps([name.strip() for name in header])
    brought = "".join(f" WHEN '{kind}' THEN {ids.of_line(kind)}" for kind in ids.last)
    write.execute(
        "INSERT INTO batch_fix (batch_id, line, mark, place, heading, before, after, kind, record)"
        " SELECT :batch, f.line, o.mark, f.place,"
        " coalesce(:headings ->> f.place, ''), f.before, f.after,"
        f" line.kind, iif(line.outcome = 'new', CASE line.kind{brought} END, line.record)"
        " FROM stage.fix AS f JOIN stage.original AS o ON o.line = f.line"
        " JOIN stage.line AS line ON line.line = f.line ORDER BY f.line, f.place",
        {"batch": batch, "headings": headings},
    )
