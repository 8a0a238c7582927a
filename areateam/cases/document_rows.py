"""Documents as they are kept: the bytes once, and each place where they belong."""

from __future__ import annotations

from peewee import SQL, BlobField, ForeignKeyField, IntegerField, TextField

from areateam.cases.case_rows import CaseFile, CaseStep
from areateam.contracts.contract_rows import Contract
from areateam.store.row_types import DateText, Flag, JsonText, Record, Row


class DocumentContent(Row):
    """The bytes of a document, once however often it was filed; they are never removed.

    The seal covers `sha256`, and `sha256` covers the bytes, which JSON cannot hold.
    """

    sha256 = TextField(unique=True)
    size = IntegerField()
    content = BlobField()

    class Meta:
        """Found by its digest."""

        table_name = "document_content"

    @classmethod
    def sealed_columns(cls) -> list[str]:
        """What the seal covers: everything but the bytes."""
        return [name for name in cls.columns() if name != "content"]


class LetterTemplate(Record):
    """A Word template that was brought for a letter, in place of the one that comes.

    `pct` is the PCT whose cases it is for, "" for those of all. Versions count up from 1, and at
    most one is `in_use`; the others stay, because letters were written on them.
    """

    letter = TextField()
    # The defaults are for what was removed before there were versions, and comes back by undo.
    pct = TextField(constraints=[SQL("DEFAULT ''")])
    version = IntegerField(constraints=[SQL("DEFAULT 1")])
    in_use = Flag(constraints=[SQL("DEFAULT 1")])
    sha256 = TextField()
    size = IntegerField()
    name = TextField()

    class Meta:
        """Found by the letter and whose it is."""

        table_name = "letter_template"
        indexes = ((("letter", "pct", "version"), True),)


class Document(Record):
    """A document filed at a contract or a case, on the day that it bears.

    At the case of an applicant it has no contract until there is one.

    `state` is received, draft or sent; a letter's `letter` names what it was written from, and
    `follows` the version before it. `letter_version` is that of the letter's own words, null where
    it was not noted; `template` what it was written on, null for the template that comes.
    """

    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT", null=True)
    case = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT", null=True)
    step = ForeignKeyField(CaseStep, backref="+", on_delete="RESTRICT", null=True)
    sha256 = TextField(index=True)
    size = IntegerField()
    name = TextField()
    title = TextField()
    dated_on = DateText()
    state = TextField()
    letter = TextField(null=True)
    follows = ForeignKeyField("self", backref="+", on_delete="RESTRICT", null=True)
    letter_version = IntegerField(null=True)
    template = ForeignKeyField(LetterTemplate, backref="+", on_delete="RESTRICT", null=True)

    class Meta:
        """Found through the indexes of contract, case and step."""

        table_name = "document"


class LetterAnswers(Record):
    """What a person filled in for the letter of a step, by its asks, kept from draft to draft."""

    step = ForeignKeyField(CaseStep, backref="+", on_delete="RESTRICT", unique=True)
    stated = JsonText()

    class Meta:
        """One for each step."""

        table_name = "letter_answers"
