"""Makes the records that the tests of the ledger and of the store try things on."""

from __future__ import annotations

from typing import Any

from areateam.contracts.contract_rows import (
    Contract,
    ContractSite,
    Note,
    SavedView,
    Tag,
    Tagging,
)
from areateam.imports.batch_rows import ControlTotal, WaitingLine
from areateam.imports.claim_rows import Precedence
from areateam.imports.import_mapping_rows import ImportMapping
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.body_rows import Membership
from areateam.organisations.contractor_rows import Contractor, Person, Role, Site, SiteService
from areateam.organisations.duplicate_rows import Alias, NotSame

_BATCH = (
    "INSERT INTO batch (operation, profile, subject, file, sha256, size, encoding, delimiter,"
    ' "lines", new, changed, same, doubtful, rejected, absent)'
    " VALUES (?, 'p', 's', 'f.csv', 'x', 1, 'utf-8', ',', 1, 1, 0, 0, 0, 0, 0)"
)


def insert_contract(write: Write, **values: Any) -> int:
    """Insert a contract with a contractor of its own."""
    contractor = write.insert(Contractor, name="Holder")
    stated = {"group_key": "medical", "contract_type": "gms", "name": "A practice", **values}
    return write.insert(Contract, contractor=contractor, **stated)


def add_contract(office: Office, **values: Any) -> int:
    """Add a contract in an operation of its own."""
    return office.write("Add a contract", lambda write: insert_contract(write, **values)).result


def change_lines(office: Office, operation: int) -> list[tuple[str, int, str, Any, Any]]:
    """The journal's lines of one operation, in order."""
    return office.store.connection.execute(
        "SELECT kind, record, field, before, after FROM change WHERE operation = ? ORDER BY id",
        (operation,),
    ).fetchall()


def one_of_each(office: Office) -> None:
    """Add a record of every kind, and of what an import leaves beside them."""

    def act(write: Write) -> None:
        contract = insert_contract(write, terms={"list_size": 4100})
        contractor = write.insert(Contractor, name="Dr A")
        person = write.insert(Person, name="Jo")
        site = write.insert(Site, name="Health centre")
        tag = write.insert(Tag, name="red")
        write.insert(Membership, member_code="C81001", body_code="5N7", valid_from="2006-10-01")
        write.insert(SiteService, choices_id="1", service="Flu")
        write.insert(Role, person=person, contractor=contractor, role="Partner")
        write.insert(ContractSite, contract=contract, site=site)
        write.insert(Note, contract=contract, written_on="2012-11-01", author="A", text="T")
        write.insert(Tagging, tag=tag, contract=contract)
        write.insert(SavedView, page="contracts", name="Mine", content={"order": ["name"]})
        write.insert(ImportMapping, name="Mine", content={"name": "Mine"})
        write.insert(Alias, kind_of="site", record=site, was=9, field="name", value="Surgery")
        two = {"one": 8, "other": 9, "one_known": "A", "other_known": "B"}
        write.insert(NotSame, kind_of="site", **two)
        write.insert(Precedence, field="site.phone", sources='["ODS", "person"]')
        batch = write.execute(_BATCH, (write.operation,)).lastrowid
        write.execute(
            "INSERT INTO source_line (batch_id, line, fingerprint, kind, record)"
            " VALUES (?, 2, 77, 'contract', ?)",
            (batch, contract),
        )
        write.execute(
            "INSERT INTO held_line (batch_id, line, outcome, cells) VALUES (?, 3, 'doubtful', 'c')",
            (batch,),
        )
        write.insert(WaitingLine, held=1, manager=person, note="Ask")
        write.insert(ControlTotal, batch=batch, measure="rows", amount=412)
        write.execute(
            "INSERT INTO batch_finding (batch_id, line, column_key, code, value, detail, weight)"
            " VALUES (?, 3, 'k', 'c', 'v', 'd', 'w')",
            (batch,),
        )
        write.execute(
            "INSERT INTO claim (batch_id, line, kind, record, field, value)"
            " VALUES (?, 2, 'contract', ?, 'name', 'Other')",
            (batch, contract),
        )
        write.execute(
            "INSERT INTO derivation (operation, field) VALUES (?, 'site.phone')",
            (write.operation,),
        )

    office.write("One of each", act)
