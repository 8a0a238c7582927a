"""What a bulk change would do, worked out by the register for any number of contracts at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from areateam.contracts.contract_actions import BulkPlan, PlannedChange
from areateam.core.fields import Field, Value

_SHOWN = 200


def planned_change(
    connection: sqlite3.Connection,
    chosen: Sequence[int],
    field: Field,
    value: Value,
    shown: int = _SHOWN,
) -> BulkPlan:
    """What setting a field of the chosen contracts to a value would change.

    The plan names the first `shown` that change, by name; its counts are of all of them.
    """
    now = f'c."{field.column}"' if field.column else f"c.terms ->> '$.{field.key}'"
    among = "c.id IN (SELECT value FROM json_each(?))"
    ids = json.dumps(list(chosen), separators=(",", ":"))
    rows = connection.execute(
        f"SELECT c.id, coalesce(c.contract_no, c.ods_code, ''), c.name, {now} FROM contract c"
        f" WHERE {among} AND {now} IS NOT ? ORDER BY c.name, c.id LIMIT ?",
        (ids, value, shown),
    ).fetchall()
    changing, total = connection.execute(
        f"SELECT count(CASE WHEN {now} IS NOT ? THEN 1 END), count(*) FROM contract c"
        f" WHERE {among}",
        (value, ids),
    ).fetchone()
    return BulkPlan(tuple(PlannedChange(*row) for row in rows), changing, total - changing)
