"""The agreements themselves, with what hangs on one."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.organisations.contractor_rows import Contractor, Person, Site
from areateam.store.row_types import DateText, Flag, JsonText, Record


class Contract(Record):
    """One agreement; what only its type has lives in `terms`."""

    group_key = TextField()
    contract_type = TextField()
    party_type = TextField(null=True)
    contract_no = TextField(null=True)
    ods_code = TextField(null=True)
    name = TextField()
    contractor = ForeignKeyField(Contractor, backref="+", on_delete="RESTRICT")
    site = ForeignKeyField(Site, backref="+", null=True, on_delete="RESTRICT")
    pct_code = TextField(null=True)
    area_team_code = TextField(null=True)
    ccg_code = TextField(null=True)
    hwb_code = TextField(null=True)
    manager = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT", index=False)
    start_date = DateText(null=True)
    end_date = DateText(null=True)
    review_date = DateText(null=True)
    decision = TextField(null=True)
    decision_date = DateText(null=True)
    notice_months = IntegerField(null=True)
    notice_given_on = DateText(null=True)
    notice_by = TextField(null=True)
    terminated_on = DateText(null=True)
    suspended_from = DateText(null=True)
    suspended_to = DateText(null=True)
    signed_copy = TextField(null=True)
    signed_on = DateText(null=True)
    annual_value_pence = IntegerField(null=True)
    recurrent = Flag(null=True)
    nhs_contract_status = Flag(null=True)
    cqc_no = TextField(null=True)
    cqc_status = TextField(null=True)
    insurance_expiry = DateText(null=True)
    declaration_due = DateText(null=True)
    declaration_received = DateText(null=True)
    last_visit = DateText(null=True)
    next_visit = DateText(null=True)
    risk_score = IntegerField(null=True)
    conformance = TextField(null=True)
    restricted = Flag(null=True)
    terms = JsonText()

    class Meta:
        """Indexes for keys, for the usual orders, and one that covers the facets."""

        table_name = "contract"
        indexes = (
            (("ods_code",), False),
            (("contract_no",), False),
            (("name",), False),
            (("end_date",), False),
            (("group_key", "contract_type", "pct_code"), False),
        )


Contract.add_index(Contract.index(Contract.manager, where=Contract.manager.is_null(False)))


class ContractSite(Record):
    """A further site of a contract, beside its main one."""

    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT")
    site = ForeignKeyField(Site, backref="+", on_delete="RESTRICT")

    class Meta:
        """Each site once in a contract."""

        table_name = "contract_site"
        indexes = ((("contract", "site"), True),)


class Note(Record):
    """Something a person wrote about a contract, on a day."""

    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT")
    written_on = DateText()
    author = TextField()
    text = TextField()

    class Meta:
        """Found through the contract's own index."""

        table_name = "note"


class Tag(Record):
    """A word that people put on contracts."""

    name = TextField(unique=True)

    class Meta:
        """Each word once."""

        table_name = "tag"


class Tagging(Record):
    """One word on one contract."""

    tag = ForeignKeyField(Tag, backref="+", on_delete="RESTRICT")
    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT")

    class Meta:
        """Each word once on a contract."""

        table_name = "tagging"
        indexes = ((("tag", "contract"), True),)


class SavedView(Record):
    """A filter, columns and an order that people keep by name."""

    page = TextField()
    name = TextField()
    content = JsonText()

    class Meta:
        """Each name once on a page."""

        table_name = "saved_view"
        indexes = ((("page", "name"), True),)
