"""What an import leaves of where values are from: what each line stated, what did not stand."""

from __future__ import annotations

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.imports.apply import NewIds
from areateam.imports.candidates import MOST_COLUMNS, PARTS, WORKED_OUT_FIELDS
from areateam.imports.mapping import Layover
from areateam.imports.units import Unit, units_of
from areateam.ledger.ledger import Write


class LineNotes(msgspec.Struct, frozen=True):
    """SQL for what is noted of a staged line beside its record; see `SourceLine`."""

    stated: str
    parts: frozenset[str]

    def part(self, kind: str, part: str) -> str:
        """SQL for the site or contractor that a line told of where it is not its contract's."""
        if kind != "contract" or part not in self.parts:
            return "NULL"
        own = f"(SELECT c.{part}_id FROM contract AS c WHERE c.id = line.contract_id)"
        return f"iif(line.contract_id IS NULL, NULL, nullif(line.{part}_id, {own}))"


def notes_of(layover: Layover, ids: NewIds) -> LineNotes:
    """What to note of each line of a file.

    Of a record that its line made, the register holds all that it stated: nothing is noted, so
    that a first import is as short as without. That does not hold where the line shares a record
    with others, or where a blank was worked out.
    """
    parts = frozenset(part for part in PARTS if layover.part(part))
    made = ["line.outcome = 'new'"]
    made += [f"line.{part}_id IS NULL" for part in sorted(parts)]
    made += [
        f"NOT EXISTS (SELECT 1 FROM temp.same_{kind} AS s WHERE s.line = line.line)"
        for kind in sorted(ids.doubled)
    ]
    made += [
        f"line.{target.slot} IS NOT NULL"
        for name in WORKED_OUT_FIELDS
        if (target := layover.target(name))
    ]
    bits = " | ".join(
        f"((line.{feed.slot} IS NOT NULL) << {bit})"
        for bit, feed in enumerate(layover.feeds[:MOST_COLUMNS])
    )
    return LineNotes(f"iif({' AND '.join(made)}, NULL, {bits or '0'})", parts)


def keep_claims(
    write: Write, catalogue: Catalogue, batch: int, layover: Layover, ids: NewIds
) -> None:
    """Keep each value that a line stated of a record and that is not the record's.

    `stage` is attached, and the import otherwise done. Of several lines about one site or
    contractor the first counts, as in `proposals`.
    """
    for part in layover.profile.parts:
        if not ids.last[part.kind] or not _note_told(write, layover, part.kind):
            continue
        for unit, targets in units_of(catalogue, layover.targets_of(part.kind)).items():
            value, stated = unit.told_by(targets)
            write.execute(
                "INSERT INTO claim (batch_id, line, kind, record, field, value)"
                f" SELECT ?, line.line, ?, t.id, ?, {value} FROM temp.told AS told"
                " CROSS JOIN stage.line AS line ON line.line = told.line"
                f' CROSS JOIN "{part.kind}" AS t ON t.id = told.record'
                f" WHERE {stated} AND {unit.now('t')} IS NOT {value}{_is_stated(unit, value)}",
                (batch, part.kind, unit.key),
            )


def _note_told(write: Write, layover: Layover, kind: str) -> int:
    """Fill temp.told with the lines about records of a kind that were there before."""
    write.execute("DROP TABLE IF EXISTS temp.told")
    write.execute("CREATE TEMP TABLE told (line INTEGER PRIMARY KEY, record INTEGER)")
    return write.execute(
        f"INSERT INTO temp.told {told_lines(layover, kind, 'stage')}",
        {"kind": kind},
    ).rowcount


def told_lines(layover: Layover, kind: str, schema: str) -> str:
    """SQL for the lines about known records of a kind, (line, record), the first for each; :kind.

    Lines that wait or were left out are not among them.
    """
    first = "TRUE"
    if kind != layover.profile.parts[0].kind:
        first = (
            f"line.kind = :kind OR line.line IN (SELECT min(line) FROM {schema}.line"
            f" WHERE {kind}_id IS NOT NULL AND kind <> :kind GROUP BY {kind}_id)"
        )
    return (
        f"SELECT line.line, line.{kind}_id FROM {schema}.line AS line"
        f" WHERE line.{kind}_id IS NOT NULL AND line.outcome IN ('new', 'changed', 'same')"
        f" AND ({first})"
    )


def _is_stated(unit: Unit, value: str) -> str:
    if not unit.is_type:
        return ""
    return f" AND {value} NOT IN (SELECT contract_type FROM temp.type_group WHERE unstated)"
