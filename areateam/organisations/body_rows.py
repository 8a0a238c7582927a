"""Bodies of the NHS with dated codes, and what they belong to."""

from __future__ import annotations

from peewee import TextField

from areateam.store.row_types import DateText, Record


class Body(Record):
    """A PCT, area team, SHA, region, CCG or other organisation for the time its code is valid."""

    code = TextField()
    kind_of = TextField()
    name = TextField()
    ons_code = TextField(null=True)
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)
    evidence = TextField(null=True)

    class Meta:
        """One row for each code of a kind."""

        table_name = "body"
        indexes = ((("code", "kind_of"), True),)


class BodyLink(Record):
    """What one body is to another, and from when to when: its area team, its successor."""

    code = TextField()
    link = TextField()
    other = TextField()
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)
    evidence = TextField(null=True)

    class Meta:
        """Found from either end."""

        table_name = "body_link"
        indexes = ((("code", "link", "other"), False), (("other", "link"), False))


class BodyAddress(Record):
    """Where a body is written to and rung, and its name as letters give it; ours alone for now."""

    code = TextField()
    name = TextField(null=True)
    address_1 = TextField()
    address_2 = TextField(null=True)
    address_3 = TextField(null=True)
    address_4 = TextField(null=True)
    postcode = TextField(null=True)
    phone = TextField(null=True)

    class Meta:
        """One for each body."""

        table_name = "body_address"
        indexes = ((("code",), True),)


class Membership(Record):
    """A practice's PCT or CCG from when to when, by code."""

    member_code = TextField()
    body_code = TextField()
    valid_from = DateText()
    valid_to = DateText(null=True)

    class Meta:
        """One row for each joining."""

        table_name = "membership"
        indexes = ((("member_code", "body_code", "valid_from"), True), (("body_code",), False))
