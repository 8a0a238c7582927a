"""Cases as they are kept: the case, its steps with their clocks, pauses, entries, roles, links."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.contracts.contract_rows import Contract
from areateam.organisations.contractor_rows import Contractor, Person, Site
from areateam.store.row_types import DateText, Flag, JsonText, Record


class ProcedureText(Record):
    """A procedure as it stood when a case was opened with it: the case keeps that version."""

    key = TextField()
    version = IntegerField()
    digest = TextField(unique=True)
    content = JsonText()

    class Meta:
        """Each text once."""

        table_name = "procedure_text"


class Applicant(Record):
    """Who asks for something before there is a contract: a contractor for premises, or a person.

    A person who applies has no `contractor`. `contract_type` is what is applied for.
    """

    name = TextField()
    group_key = TextField()
    contract_type = TextField(null=True)
    contractor = ForeignKeyField(Contractor, backref="+", on_delete="RESTRICT", null=True)
    site = ForeignKeyField(Site, backref="+", on_delete="RESTRICT", null=True)
    pct_code = TextField(null=True)

    class Meta:
        """Found from its case."""

        table_name = "applicant"


class CaseFile(Record):
    """One procedure in progress at one contract, or for an applicant who has none yet.

    A case of an applicant gets its `contract` when that is granted, and keeps the applicant.

    `dates` has the days that the procedure asks for, by key. `origin` says what it was opened
    from, in words. `stage`, `next_step` and `next_due` follow from the steps and from no date of
    today; they are kept with every change of the steps, so that lists of many cases need not
    look through all steps.
    """

    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT", null=True)
    procedure = ForeignKeyField(ProcedureText, backref="+", on_delete="RESTRICT")
    procedure_key = TextField()
    title = TextField()
    received_on = DateText()
    opened_on = DateText()
    manager = ForeignKeyField(Person, backref="+", on_delete="RESTRICT", null=True)
    risk = TextField()
    value_pence = IntegerField(null=True)
    origin = TextField(null=True)
    dates = JsonText()
    closed_on = DateText(null=True)
    outcome = TextField(null=True)
    outcome_reason = TextField(null=True)
    outcome_note = TextField(null=True)
    stage = TextField(null=True)
    next_step = TextField(null=True)
    next_due = DateText(null=True)
    applicant = ForeignKeyField(Applicant, backref="+", on_delete="RESTRICT", null=True)

    class Meta:
        """Found by what is still open and due, and through the indexes of contract and manager."""

        table_name = "case_file"
        indexes = ((("closed_on", "next_due"), False),)


class CaseStep(Record):
    """One step of a case, with the day its clock leads to.

    `legal` and `working` are what `cases.clock_rules` gives for `rule` (or for our own `days`)
    from `start_on`, worked out anew with every change of the case; `hand_on` takes their place
    where a person set the day. `paused_from` is set while the clock stands still.
    """

    # The index of the case and the key serves the case alone too.
    case = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT", index=False)
    key = TextField()
    position = IntegerField()
    label = TextField()
    stage = TextField()
    step_kind = TextField()
    role = TextField()
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT", null=True)
    rule = TextField(null=True)
    days = IntegerField(null=True)
    target = IntegerField(null=True)
    start = TextField(null=True)
    start_on = DateText(null=True)
    legal = DateText(null=True)
    working = DateText(null=True)
    gives_first_day = Flag()
    paused_from = DateText(null=True)
    agreed_on = DateText(null=True)
    agreed_evidence = TextField(null=True)
    hand_on = DateText(null=True)
    hand_reason = TextField(null=True)
    letter = TextField(null=True)
    optional = Flag()
    added = Flag()
    done_on = DateText(null=True)
    decision = TextField(null=True)
    decided_role = TextField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT", null=True)
    skipped_on = DateText(null=True)
    skipped_reason = TextField(null=True)
    note = TextField(null=True)

    class Meta:
        """Each key once in a case; what is due is found by its day alone."""

        table_name = "case_step"
        indexes = ((("case", "key"), True),)


CaseStep.add_index(
    CaseStep.index(
        CaseStep.working,
        where=(
            CaseStep.working.is_null(False)
            & CaseStep.done_on.is_null()
            & CaseStep.skipped_on.is_null()
        ),
    )
)


class CasePause(Record):
    """Days on which the clock of a step stands still, with the reason and the evidence."""

    step = ForeignKeyField(CaseStep, backref="+", on_delete="RESTRICT")
    first_on = DateText()
    last_on = DateText(null=True)
    reason = TextField()
    evidence = TextField()
    author = TextField()
    entered_on = DateText()

    class Meta:
        """Found through the step's own index."""

        table_name = "case_pause"


class CaseEntry(Record):
    """Something that happened, on a day: a milestone, a letter or call, a decision, a file."""

    case = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT")
    happened_on = DateText()
    category = TextField()
    text = TextField()
    author = TextField()

    class Meta:
        """Found through the case's own index."""

        table_name = "case_entry"


class CaseRole(Record):
    """What a person is to a case, from when to when; a closed case keeps its people."""

    case = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    role = TextField()
    valid_from = DateText()
    valid_to = DateText(null=True)

    class Meta:
        """Found through the case's own index."""

        table_name = "case_role"


class CaseLink(Record):
    """Two cases that belong together, with the reason."""

    case = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT")
    other = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT")
    reason = TextField()

    class Meta:
        """Each pair once."""

        table_name = "case_link"
        indexes = ((("case", "other"), True),)


class CaseAppeal(Record):
    """The right of appeal that a closed case gave: against its outcome, to whom, until when.

    Where no rule sets the time there is no day. `answered_by` is the case of an appeal received.
    """

    case = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT", unique=True)
    outcome = TextField()
    rule = TextField(null=True)
    to_whom = TextField()
    start_on = DateText(null=True)
    legal = DateText(null=True)
    working = DateText(null=True)
    received_on = DateText(null=True)
    answered_by = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT", null=True)

    class Meta:
        """One of each case; those that run are found by their day."""

        table_name = "case_appeal"


CaseAppeal.add_index(
    CaseAppeal.index(
        CaseAppeal.legal,
        where=CaseAppeal.legal.is_null(False) & CaseAppeal.received_on.is_null(),
    )
)


class OwnDay(Record):
    """A day on which this office does not work, beside the bank holidays."""

    day = DateText(unique=True)
    name = TextField()

    class Meta:
        """Each day once."""

        table_name = "own_day"


class OwnRule(Record):
    """A figure that this office set for a rule, or confirmed, for cases received from a day on.

    `number` is "" where the shipped figure was confirmed; `unit` "" where the rule keeps its own.
    """

    rule = TextField()
    first_on = DateText()
    number = TextField()
    unit = TextField()
    source = TextField()
    author = TextField()
    set_on = DateText()

    class Meta:
        """Each rule once from a day."""

        table_name = "own_rule"
        indexes = ((("rule", "first_on"), True),)


KINDS: tuple[type[Record], ...] = (
    ProcedureText,
    Applicant,
    CaseFile,
    CaseStep,
    CasePause,
    CaseEntry,
    CaseRole,
    CaseLink,
    CaseAppeal,
    OwnDay,
    OwnRule,
)
"""The journalled kinds of cases, parents before children."""
