"""What was decided about a file before it went in goes into its batch, with the import."""

from __future__ import annotations

import json
from collections.abc import Sequence

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_actions import amend_contracts
from areateam.contracts.contract_note_actions import add_note
from areateam.core.dates import format_date
from areateam.imports.apply import NewIds
from areateam.imports.stage_names import NameBook
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


def covered_lists(write: Write) -> dict[str, list[list[str | None]]]:
    """The lists that a file covers, as its batch keeps them; `stage` is attached."""
    rows = write.execute("SELECT pct_code, group_key FROM stage.covered ORDER BY 1, 2")
    return {"covered": [list(row) for row in rows]}


def carry_out_absent(write: Write, batch: int, catalogue: Catalogue) -> None:
    """Do what was decided about records that the file does not name; `stage` is attached.

    A contract ends on its last day, with a note that says why. A query waits among the lines
    that wait. Raises UserProblem("end-before-start").
    """
    write.execute(
        "INSERT INTO batch_absent (batch_id, kind, record, decision, ends, reason)"
        " SELECT ?, kind, record, decision, ends, reason FROM stage.absent ORDER BY id",
        (batch,),
    )
    (file,) = write.execute("SELECT file FROM batch WHERE id = ?", (batch,)).fetchone()
    ending = write.execute(
        "SELECT ends, reason, json_group_array(record) FROM stage.absent"
        " WHERE decision = 'end' AND kind = 'contract' GROUP BY 1, 2"
    ).fetchall()
    for ends, reason, records in ending:
        contracts = json.loads(records)
        amend_contracts(write, catalogue.fields["end_date"], contracts, ends)
        words = f"Ended on {format_date(ends)}: not in {file}."
        for contract in contracts:
            add_note(write, contract, f"{words} {reason}".strip(), write.at.date())
    _keep_queries(write, batch)


def _keep_queries(write: Write, batch: int) -> None:
    """Queries wait like lines; their numbers, below nought, are those of no line."""
    rows = write.execute(
        "SELECT a.kind, a.record, a.reason, c.pct_code FROM stage.absent AS a"
        " LEFT JOIN contract AS c ON a.kind = 'contract' AND c.id = a.record"
        " WHERE a.decision = 'query' ORDER BY a.id"
    ).fetchall()
    names = NameBook(write.connection).names_of({(row[0], row[1]) for row in rows})
    for number, (kind, record, reason, pct) in enumerate(rows, start=1):
        code, name = names.get((kind, record), ("", ""))
        write.execute(
            "INSERT INTO held_line (batch_id, line, outcome, cells, record, pct_code, code, name)"
            " VALUES (?, ?, 'doubtful', '[]', ?, ?, ?, ?)",
            (batch, -number, record, pct, code, name),
        )
        write.execute(
            "INSERT INTO batch_finding (batch_id, line, column_key, code, value, detail, weight)"
            " VALUES (?, ?, '', 'absent-queried', ?, ?, 'doubtful')",
            (batch, -number, name or code, reason),
        )
