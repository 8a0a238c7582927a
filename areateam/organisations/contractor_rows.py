"""Who holds contracts, where they work, and the people around them."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.store.row_types import DateText, Record


class Contractor(Record):
    """Who: a person, partnership, company or NHS body that holds contracts."""

    code = TextField(null=True)
    name = TextField()
    company_no = TextField(null=True)
    phone = TextField(null=True)
    email = TextField(null=True)

    class Meta:
        """Found by code."""

        table_name = "contractor"


class Site(Record):
    """Where: premises at which services are given."""

    ods_code = TextField(null=True)
    practice_code = TextField(null=True)
    choices_id = TextField(null=True)
    name = TextField()
    site_kind = TextField(null=True)
    address_1 = TextField(null=True)
    address_2 = TextField(null=True)
    address_3 = TextField(null=True)
    address_4 = TextField(null=True)
    address_5 = TextField(null=True)
    postcode = TextField(null=True)
    phone = TextField(null=True)
    email = TextField(null=True)
    website = TextField(null=True)
    fax = TextField(null=True)
    latitude = IntegerField(null=True)
    longitude = IntegerField(null=True)
    open_from = DateText(null=True)
    open_to = DateText(null=True)

    class Meta:
        """Found by each of the codes it may be known by."""

        table_name = "site"
        indexes = ((("practice_code", "postcode"), False),)


class SiteService(Record):
    """A service that a directory says is offered at a site."""

    choices_id = TextField()
    service = TextField()

    class Meta:
        """Each service once at each place."""

        table_name = "site_service"
        indexes = ((("choices_id", "service"), True),)


class Person(Record):
    """A person: a contract manager of the area team, or somebody at a contractor."""

    name = TextField()
    job = TextField(null=True)
    team = TextField(null=True)
    email = TextField(null=True)
    phone = TextField(null=True)
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)

    class Meta:
        """Found by name."""

        table_name = "person"
        indexes = ((("name",), False),)


# Codes that few rows carry: a row without one costs the index nothing.
Contractor.add_index(Contractor.index(Contractor.code, where=Contractor.code.is_null(False)))
Site.add_index(Site.index(Site.ods_code, where=Site.ods_code.is_null(False)))
Site.add_index(Site.index(Site.choices_id, where=Site.choices_id.is_null(False)))


class Role(Record):
    """What a person is to a contractor, from when to when."""

    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    contractor = ForeignKeyField(Contractor, backref="+", on_delete="RESTRICT")
    role = TextField()
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)

    class Meta:
        """Found from the person and from the contractor through their own indexes."""

        table_name = "role"
