"""Opens cases for those who have no contract yet, and the contract once that is granted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from areateam.cases.applicant_views import ApplicantView, applicant_view
from areateam.cases.case_actions import NewCase, insert_cases
from areateam.cases.case_rows import Applicant, CaseFile
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import CaseFacts
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.procedure_definitions import Procedure, Subject
from areateam.contracts.contract_actions import add_contract, checked_value
from areateam.core.fields import Field, Value
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.core.values import parse_value
from areateam.ledger.ledger import Write
from areateam.organisations.contractor_rows import Contractor, Site

SITE_FIELDS = ("address_1", "address_2", "address_3", "postcode")
"""What is asked of the premises applied for."""


class NewApplicant(msgspec.Struct, frozen=True):
    """What is said of an applicant, as it was typed.

    `contract_type` is the key of the type applied for; `contractor` is one that the register has
    already. `site` are texts by the keys of `SITE_FIELDS`. Of a person only name and group count.
    """

    name: str
    group: str
    contract_type: str = ""
    contractor: int | None = None
    site: Mapping[str, str] | None = None
    pct: str = ""


def open_for_applicant(
    write: Write, book: Rulebook, subject: Subject, applicant: NewApplicant, new: NewCase
) -> int:
    """Open a case for an applicant or a person and return its id.

    Raises UserProblem: procedure-unknown, procedure-not-of-applicants, what the applicant's
    fields refuse, received-later.
    """
    procedure = book.catalogue.procedures.named(new.procedure)
    if subject is Subject.CONTRACT or subject not in procedure.subjects:
        raise UserProblem("procedure-not-of-applicants", procedure=procedure.label)
    made = add_applicant(write, book.catalogue, procedure, subject, applicant)
    return insert_cases(write, book, procedure, new, [(None, made, new.manager)])[0]


def add_applicant(
    write: Write,
    catalogue: Catalogue,
    procedure: Procedure,
    subject: Subject,
    new: NewApplicant,
) -> int:
    """Enter an applicant, with its contractor and the premises where they are new.

    Raises UserProblem: applicant-unnamed, procedure-of-another-group, type-of-another-group,
    and what a field of the premises refuses.
    """
    name = new.name.strip()
    if not name:
        raise UserProblem("applicant-unnamed")
    if new.group not in procedure.groups:
        raise UserProblem("procedure-of-another-group", procedure=procedure.label, name=name)
    if subject is Subject.PERSON:
        return write.insert(Applicant, name=name, group_key=new.group)
    kind = new.contract_type
    if kind not in {each.key for each in catalogue.types_of(new.group)}:
        label = catalogue.types[kind].label if kind in catalogue.types else kind
        raise UserProblem("type-of-another-group", value=label or "no type")
    pct = checked_value(catalogue, catalogue.fields["pct_code"], new.pct) if new.pct else None
    return write.insert(
        Applicant,
        name=name,
        group_key=new.group,
        contract_type=kind,
        contractor=new.contractor or write.insert(Contractor, name=name),
        site=_add_site(write, catalogue, name, new.site or {}),
        pct_code=pct,
    )


def _add_site(
    write: Write, catalogue: Catalogue, name: str, texts: Mapping[str, str]
) -> int | None:
    stated = {
        key: _checked(catalogue.site_fields[key], text)
        for key, text in texts.items()
        if text.strip()
    }
    values: dict[str, Any] = dict(stated)
    return write.insert(Site, name=name, **values) if stated else None


def _checked(field: Field, text: str) -> Value:
    value = parse_value(field, text)
    if isinstance(value, Fault):
        raise UserProblem(value.code, label=field.label, value=text, detail=value.detail)
    return value


def open_contract(write: Write, book: Rulebook, facts: CaseFacts) -> int:
    """Open the contract that an applicant was granted and return its id.

    The case, and what was filed in it, belongs to that contract from then on. Raises UserProblem
    as `contract_actions.add_contract` does.
    """
    view: ApplicantView = applicant_view(write.connection, facts.id)
    stated: dict[str, Value] = {
        "contract_type": view.contract_type,
        "name": view.name,
        "pct_code": view.pct or None,
    }
    contract = add_contract(
        write, book.catalogue, stated, contractor=view.contractor, site=view.site
    )
    (manager,) = write.execute(
        "SELECT manager_id FROM case_file WHERE id = ?", (facts.id,)
    ).fetchone()
    write.execute("UPDATE contract SET manager_id = ? WHERE id = ?", (manager, contract))
    write.amend(CaseFile, facts.id, contract=contract)
    write.execute("UPDATE document SET contract_id = ? WHERE case_id = ?", (contract, facts.id))
    return contract
