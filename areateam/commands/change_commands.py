"""Commands that change single records: add, amend, remove."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from areateam.commands.output import give, say
from areateam.contracts.contract_actions import (
    add_contract,
    amend_contract,
    checked_value,
    person_named,
    remove_contract,
)
from areateam.contracts.contract_columns import ALIASES
from areateam.contracts.contract_views import contract_id_of, contract_record, ref_of
from areateam.core.fields import Field, Kind, Value
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.office import Office


def run_add(office: Office, options: Namespace) -> int:
    """Make a record of a kind."""
    if options.kind != "contract":
        raise UserProblem("unknown-kind", value=options.kind, known="contract")
    pairs = _pairs(office, options.values, "")

    def act(write: Write) -> int:
        stated = {field.key: _stored(office, write, field, text) for field, text in pairs}
        return add_contract(write, office.catalogue, stated)

    named = next((text for field, text in pairs if field.key == "name"), "a contract")
    written = office.write(f"Add {named}", act)
    return _tell(options, ref_of(written.result), written.operation)


def run_amend(office: Office, options: Namespace) -> int:
    """Set fields of one contract in one step."""
    connection = office.store.connection
    found = contract_id_of(connection, options.ref)
    record = contract_record(connection, office.catalogue, found, office.today())
    pairs = _pairs(office, options.values, record.type.group)

    def act(write: Write) -> None:
        for field, text in pairs:
            amend_contract(write, field, found, _stored(office, write, field, text))

    what = ", ".join(field.label for field, _ in pairs)
    written = office.write(f"{record.name}: {what}", act)
    return _tell(options, record.ref, written.operation)


def run_remove(office: Office, options: Namespace) -> int:
    """Remove one contract; undo brings it back."""
    connection = office.store.connection
    found = contract_id_of(connection, options.ref)
    record = contract_record(connection, office.catalogue, found, office.today())
    written = office.write(f"Remove {record.name}", lambda write: remove_contract(write, found))
    return _tell(options, record.ref, written.operation)


def _pairs(office: Office, words: Sequence[str], group: str) -> list[tuple[Field, str]]:
    """The fields and texts of FIELD=VALUE words, each text checked before anything is written."""
    pairs = []
    for word in words:
        key, found, text = word.partition("=")
        field = office.catalogue.fields.get(ALIASES.get(key, key))
        if not found or field is None:
            known = ", ".join(sorted(office.catalogue.fields))
            raise UserProblem("unknown-field", name=key, known=known)
        if field.kind is not Kind.PERSON:
            checked_value(office.catalogue, field, text, group)
        pairs.append((field, text))
    if not pairs:
        raise UserProblem("nothing-given")
    return pairs


def _stored(office: Office, write: Write, field: Field, text: str) -> Value:
    if field.kind is Kind.PERSON:
        return person_named(write, text.strip()) if text.strip() else None
    return checked_value(office.catalogue, field, text)


def _tell(options: Namespace, ref: str, operation: int | None) -> int:
    say(options, ref if operation else f"{ref}: nothing to change")
    give(options, {"ref": ref, "operation": operation})
    return 0
