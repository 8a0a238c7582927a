"""Hand-overs as they are kept: the programme, a plan for each place, its tasks and signatures."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.contracts.contract_rows import Contract
from areateam.organisations.contractor_rows import Person
from areateam.store.row_types import DateText, Flag, JsonText, Record


class ProgrammeText(Record):
    """A programme as it stood when plans were started with it: they keep that version."""

    key = TextField()
    version = IntegerField()
    digest = TextField(unique=True)
    content = JsonText()

    class Meta:
        """Each text once."""

        table_name = "programme_text"


class Handover(Record):
    """The plan of one place in one programme: what its sender hands to its receiver."""

    programme = ForeignKeyField(ProgrammeText, backref="+", on_delete="RESTRICT")
    programme_key = TextField()
    place = TextField()
    place_name = TextField()
    sender = TextField()
    receiver = TextField()
    vesting = DateText()
    started_on = DateText()

    class Meta:
        """One plan of a programme for each place."""

        table_name = "handover"
        indexes = ((("programme_key", "place"), True),)


class TransitionTask(Record):
    """One task of a plan.

    Its facts are those of the programme, copied so that one plan may differ. `sent` is the
    signature of the sender, `accepted` that of the receiver; `done_on` is set once nothing is
    missing. Whether it is late is worked out and never kept; `override` puts another light in
    its place until `override_until`. A removed task stays, so that baselines can show it.
    """

    handover = ForeignKeyField(Handover, backref="+", on_delete="RESTRICT", index=False)
    key = TextField()
    position = IntegerField()
    workstream = TextField()
    title = TextField()
    role = TextField()
    owner = ForeignKeyField(Person, backref="+", on_delete="RESTRICT", null=True)
    due_on = DateText()
    length = IntegerField()
    spare = IntegerField()
    two_sided = Flag()
    evidence = TextField()
    accept = TextField()
    risk = TextField()
    basis = TextField()
    source = TextField(null=True)
    started_on = DateText(null=True)
    hand_on = DateText(null=True)
    hand_reason = TextField(null=True)
    sent_on = DateText(null=True)
    sent_by = TextField(null=True)
    accepted_on = DateText(null=True)
    accepted_by = TextField(null=True)
    queried_on = DateText(null=True)
    query = TextField(null=True)
    done_on = DateText(null=True)
    unproven_reason = TextField(null=True)
    override = TextField(null=True)
    override_reason = TextField(null=True)
    override_by = TextField(null=True)
    override_until = DateText(null=True)
    removed_on = DateText(null=True)
    removed_by = TextField(null=True)
    removed_reason = TextField(null=True)

    class Meta:
        """Each key once in a plan."""

        table_name = "transition_task"
        indexes = ((("handover", "key"), True),)


class TaskLink(Record):
    """What a task hangs on within its plan, and how; `lag` in working days."""

    task = ForeignKeyField(TransitionTask, backref="+", on_delete="RESTRICT", index=False)
    other = ForeignKeyField(TransitionTask, backref="+", on_delete="RESTRICT")
    link = TextField()
    lag = IntegerField()

    class Meta:
        """Each pair once."""

        table_name = "task_link"
        indexes = ((("task", "other"), True),)


class TaskEvidence(Record):
    """A document that shows that a task was done; its bytes lie with the other documents."""

    task = ForeignKeyField(TransitionTask, backref="+", on_delete="RESTRICT")
    sha256 = TextField(index=True)
    size = IntegerField()
    name = TextField()
    title = TextField()
    dated_on = DateText()
    filed_by = TextField()

    class Meta:
        """Found through the task's own index."""

        table_name = "task_evidence"


class ContractStatement(Record):
    """The contracts that another register says are handed over, as its file listed them."""

    digest = TextField(unique=True)
    content = JsonText()

    class Meta:
        """Each list once."""

        table_name = "contract_statement"


class TheirSignature(Record):
    """A signature that came in a file of another register, beside the task that bears it.

    `register` names that register, `evidence` the documents it holds, by their digests.
    """

    task = ForeignKeyField(TransitionTask, backref="+", on_delete="RESTRICT", index=False)
    side = TextField()
    name = TextField()
    signed_on = DateText()
    evidence = JsonText()
    contracts = ForeignKeyField(ContractStatement, backref="+", on_delete="RESTRICT")
    register = TextField()
    written_at = TextField()
    written_by = TextField()

    class Meta:
        """One for each side of a task."""

        table_name = "their_signature"
        indexes = ((("task", "side"), True),)


class Baseline(Record):
    """The plans of a programme as they stood on a day, under a name."""

    programme_key = TextField()
    name = TextField()
    taken_on = DateText()
    taken_by = TextField()

    class Meta:
        """Each name once in a programme."""

        table_name = "baseline"
        indexes = ((("programme_key", "name"), True),)


class BaselineLine(Record):
    """Where a task lay when a baseline was taken."""

    baseline = ForeignKeyField(Baseline, backref="+", on_delete="RESTRICT", index=False)
    task = ForeignKeyField(TransitionTask, backref="+", on_delete="RESTRICT")
    start_on = DateText()
    finish_on = DateText()
    due_on = DateText()
    done = Flag()

    class Meta:
        """Each task once in a baseline."""

        table_name = "baseline_line"
        indexes = ((("baseline", "task"), True),)


class StocktakeLine(Record):
    """What the stocktake found about a contract, beside what the register knows itself."""

    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT", unique=True)
    parties_right = Flag(null=True)
    spend_traced_pence = IntegerField(null=True)
    receiver = TextField(null=True)
    split_needed = Flag(null=True)
    third_parties = TextField(null=True)
    subcontracts = Flag(null=True)
    staff_transfer = Flag(null=True)
    premises_link = Flag(null=True)
    data_sharing = Flag(null=True)
    document_score = IntegerField(null=True)
    likelihood = IntegerField(null=True)
    impact = IntegerField(null=True)
    action = TextField(null=True)
    stage = TextField()

    class Meta:
        """One line for each contract."""

        table_name = "stocktake_line"


KINDS: tuple[type[Record], ...] = (
    ProgrammeText,
    Handover,
    TransitionTask,
    TaskLink,
    TaskEvidence,
    ContractStatement,
    TheirSignature,
    Baseline,
    BaselineLine,
    StocktakeLine,
)
"""The journalled kinds of hand-overs, parents before children."""
