"""Changes contracts: one field of one, one field of many, new ones, removed ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_rows import Contract
from areateam.contracts.contract_verb_views import attached_to
from areateam.contracts.contract_views import ref_of
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind, Value
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.core.values import format_value, parse_value
from areateam.ledger.ledger import Write
from areateam.organisations.contractor_rows import Contractor

_ROWS_SHOWN = 200


def checked_value(catalogue: Catalogue, field: Field, text: str, group: str = "") -> Value:
    """What a person typed for a field of a contract of a group, as it is stored.

    Raises UserProblem with the code of the fault, the field's label, the text and the detail.
    """
    if not field.editable or field.key in catalogue.computed:
        raise UserProblem("field-worked-out", field=field.label)
    value = parse_value(field, text)
    if isinstance(value, Fault):
        raise UserProblem(value.code, label=field.label, value=text, detail=value.detail)
    if value is None and field.required:
        raise UserProblem("value-needed", field=field.label)
    if field.key == "contract_type" and group and catalogue.types[str(value)].group != group:
        raise UserProblem("type-of-another-group", value=catalogue.types[str(value)].label)
    return value


def amend_contract(write: Write, field: Field, contract_id: int, value: Value) -> None:
    """Set one field of one contract; the database refuses what the field's check lets by."""
    amend_contracts(write, field, [contract_id], value)


def amend_contracts(write: Write, field: Field, ids: Sequence[int], value: Value) -> int:
    """Set one field of many contracts to one value and return how many there were.

    Raises UserProblem("end-before-start") where a date would part the two.
    """
    write.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
    write.execute("DELETE FROM temp.chosen")
    write.connection.executemany(
        "INSERT OR IGNORE INTO temp.chosen VALUES (?)", [(record,) for record in ids]
    )
    if field.column:
        sql, values = f'"{field.column}" = ?', [value]
    elif value is None:
        sql, values = "terms = json_remove(terms, ?)", [f'$."{field.key}"']
    else:
        sql, values = "terms = json_set(terms, ?, ?)", [f'$."{field.key}"', value]
    found = write.execute(
        f"UPDATE contract SET {sql} WHERE id IN (SELECT id FROM temp.chosen)", values
    ).rowcount
    _refuse_end_before_start(write, field)
    return found


def _refuse_end_before_start(write: Write, field: Field) -> None:
    if field.column not in ("start_date", "end_date"):
        return
    row = write.execute(
        "SELECT end_date, start_date, name FROM contract WHERE end_date < start_date"
        " AND id IN (SELECT id FROM temp.chosen) LIMIT 1"
    ).fetchone()
    if row:
        end, start = format_date(row[0]), format_date(row[1])
        raise UserProblem("end-before-start", value=end, detail=start, name=row[2])


def add_contract(
    write: Write,
    catalogue: Catalogue,
    stated: Mapping[str, Value],
    *,
    contractor: int | None = None,
    site: int | None = None,
) -> int:
    """Make a contract, with a contractor of its own where none is given, and return its id.

    `stated` is by field key and must name the type. Raises UserProblem("type-missing"),
    ("name-missing") or ("contract-exists") with the record that has the number.
    """
    kind = catalogue.types.get(str(stated.get("contract_type") or ""))
    if kind is None:
        raise UserProblem("type-missing")
    name = str(stated.get("name") or "")
    if not name:
        raise UserProblem("name-missing")
    number = stated.get("contract_no")
    if number:
        row = write.execute(
            "SELECT id, name FROM contract WHERE contract_no = ? AND group_key = ?",
            (number, kind.group),
        ).fetchone()
        if row:
            raise UserProblem("contract-exists", number=number, name=row[1], ref=ref_of(row[0]))
    holder = contractor or write.insert(Contractor, name=name)
    record = int(
        write.execute(
            "INSERT INTO contract (made, group_key, contract_type, name, contractor_id, site_id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (write.operation, kind.group, kind.key, name, holder, site),
        ).lastrowid
        or 0
    )
    for key, value in stated.items():
        if key not in ("contract_type", "name") and value is not None:
            amend_contract(write, catalogue.fields[key], record, value)
    return record


def remove_contract(write: Write, contract_id: int) -> None:
    """Remove a contract with its notes, tags and further sites; undo brings all of it back.

    Raises UserProblem: unknown-record, contract-has-cases.
    """
    if count := attached_to(write.connection, contract_id):
        raise UserProblem("contract-has-cases", count=count)
    for table in ("contract_site", "note", "tagging"):
        write.execute(f'DELETE FROM "{table}" WHERE contract_id = ?', (contract_id,))
    if not write.remove(Contract, contract_id):
        raise UserProblem("unknown-record", ref=ref_of(contract_id))


class PlannedChange(msgspec.Struct, frozen=True):
    """One contract in a bulk change, before it is made: what it has now."""

    id: int
    contract_no: str
    name: str
    now: Value


class BulkPlan(msgspec.Struct, frozen=True):
    """What a bulk change would do: the first contracts that change, and the counts."""

    changes: tuple[PlannedChange, ...]
    changing: int
    staying: int


def plan_change(
    values_of: Mapping[int, Mapping[str, Value]], field: Field, value: Value
) -> BulkPlan:
    """What setting a field to a value would change among contracts, by id and their values."""
    changing = [
        PlannedChange(
            record,
            str(values.get("contract_no") or values.get("ods_code") or ""),
            str(values["name"]),
            values.get(field.column or field.key),
        )
        for record, values in values_of.items()
        if values.get(field.column or field.key) != value
    ]
    return BulkPlan(tuple(changing[:_ROWS_SHOWN]), len(changing), len(values_of) - len(changing))


def words_for(field: Field, value: Value, people: Mapping[int, str]) -> str:
    """A value as people say it: a person's name, a date, an amount; "none" for nothing."""
    if field.kind is Kind.PERSON:
        return people.get(value, "none") if isinstance(value, int) else "none"
    return format_value(field, value) or "none"
