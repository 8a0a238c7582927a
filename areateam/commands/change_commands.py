"""Commands that change single records: add, amend, remove."""

from __future__ import annotations

from argparse import Namespace

from areateam.commands.any_record import contract_meant
from areateam.commands.output import give, say
from areateam.commands.people_named import person_or_none
from areateam.contracts.contract_actions import (
    add_contract,
    amend_contract,
    checked_value,
    remove_contract,
)
from areateam.contracts.contract_columns import ALIASES
from areateam.contracts.contract_views import contract_record, ref_of
from areateam.core.fields import Field, Kind, Value
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.people_views import Named
from areateam.organisations.person_actions import entered


def run_add(office: Office, options: Namespace) -> int:
    """Make a record of a kind."""
    if options.kind != "contract":
        raise UserProblem("unknown-kind", value=options.kind, known="contract")
    pairs = _pairs(office, options, "")

    def act(write: Write) -> int:
        stated = {field.key: _stored(write, value) for field, value in pairs}
        return add_contract(write, office.catalogue, stated)

    named = next((value for field, value in pairs if field.key == "name"), "a contract")
    written = office.write(f"Add {named}", act)
    return _tell(options, ref_of(written.result), written.operation, f"added, {named}")


def run_amend(office: Office, options: Namespace) -> int:
    """Set fields of one contract in one step."""
    connection = office.store.connection
    found = contract_meant(office, options.ref)
    record = contract_record(connection, office.catalogue, found, office.today())
    pairs = _pairs(office, options, record.type.group)

    def act(write: Write) -> None:
        for field, value in pairs:
            amend_contract(write, field, found, _stored(write, value))

    what = ", ".join(field.label for field, _ in pairs)
    written = office.write(f"{record.name}: {what}", act)
    return _tell(options, record.ref, written.operation, f"changed, {what}")


def run_remove(office: Office, options: Namespace) -> int:
    """Remove one contract; undo brings it back."""
    connection = office.store.connection
    found = contract_meant(office, options.ref)
    record = contract_record(connection, office.catalogue, found, office.today())
    written = office.write(f"Remove {record.name}", lambda write: remove_contract(write, found))
    done = f"removed, {record.name}; undo brings it back"
    return _tell(options, record.ref, written.operation, done)


def _pairs(office: Office, options: Namespace, group: str) -> list[tuple[Field, Value | Named]]:
    """The fields and values of FIELD=VALUE words, each checked before anything is written."""
    pairs: list[tuple[Field, Value | Named]] = []
    for word in options.values:
        key, found, text = word.partition("=")
        field = office.catalogue.fields.get(ALIASES.get(key, key))
        if not found or field is None:
            known = ", ".join(sorted(office.catalogue.fields))
            raise UserProblem("unknown-field", name=key, known=known)
        if field.kind is Kind.PERSON:
            pairs.append((field, person_or_none(office, options, text)))
        else:
            pairs.append((field, checked_value(office.catalogue, field, text, group)))
    if not pairs:
        raise UserProblem("nothing-given")
    return pairs


def _stored(write: Write, value: Value | Named) -> Value:
    return entered(write, value) if isinstance(value, Named) else value


def _tell(options: Namespace, ref: str, operation: int | None, done: str) -> int:
    say(options, f"{ref}: {done if operation else 'nothing to change'}")
    give(options, {"ref": ref, "operation": operation})
    return 0
