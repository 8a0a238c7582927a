"""Call-offs as they are kept: stages, pauses, lost time, gates, bidders, papers, savings."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.contracts.contract_rows import Contract
from areateam.store.row_types import DateText, Flag, JsonText, Record


class CallOff(Record):
    """One procurement of external support.

    `number` is what people call it, such as "12/03". `risk_answers` are 0 to 3 by question.
    `tier` is the tier of governance in force, `ruled_tier` the one that value and risk gave.
    `task_uid` is the lasting name of the task of a hand-over that it serves. `notified_on` is the
    day on which bidders were told of the award: a standstill is counted from it. `path` is that
    of its framework, `bids_due_on` the last day for bids. `term_ends_on` is the last day of the
    contract, `after` what becomes of it when the commissioner ends, `after_body` who has it then;
    `early_exit` says whether it may be ended early, null where nobody has said.
    """

    number = TextField(unique=True)
    framework = TextField()
    title = TextField()
    need = TextField()
    sponsor = TextField()
    area = TextField()
    lot = TextField()
    value_pence = IntegerField()
    risk_answers = JsonText()
    route = TextField()
    standstill = Flag()
    tier = IntegerField()
    ruled_tier = IntegerField()
    started_on = DateText()
    needed_by = DateText(null=True)
    notified_on = DateText(null=True)
    ended_on = DateText(null=True)
    outcome = TextField(null=True)
    outcome_reason = TextField(null=True)
    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT", null=True)
    task_uid = TextField(null=True)
    path = TextField()
    path_reason = TextField(null=True)
    bids_due_on = DateText(null=True)
    term_ends_on = DateText(null=True)
    early_exit = Flag(null=True)
    exit_terms = TextField(null=True)
    after = TextField(null=True)
    after_body = TextField(null=True)

    class Meta:
        """Found by its number."""

        table_name = "call_off"


class CallOffStage(Record):
    """One stage of a call-off, with the budgets that it was opened with.

    Half-days are of work. `by_noon` says that it was done in the middle of its day.
    """

    call_off = ForeignKeyField(CallOff, backref="+", on_delete="RESTRICT", index=False)
    key = TextField()
    position = IntegerField()
    label = TextField()
    short = TextField()
    baseline_half_days = IntegerField()
    target_half_days = IntegerField()
    begun_on = DateText(null=True)
    done_on = DateText(null=True)
    by_noon = Flag()

    class Meta:
        """Each key once in a call-off."""

        table_name = "call_off_stage"
        indexes = ((("call_off", "key"), True),)


class CallOffPause(Record):
    """Days on which a call-off stood still, with the reason; without a last day it still does."""

    call_off = ForeignKeyField(CallOff, backref="+", on_delete="RESTRICT")
    first_on = DateText()
    last_on = DateText(null=True)
    reason = TextField()
    evidence = TextField()

    class Meta:
        """Found through its call-off."""

        table_name = "call_off_pause"


class CallOffLoss(Record):
    """Half-days that a stage lost, and what took them."""

    call_off = ForeignKeyField(CallOff, backref="+", on_delete="RESTRICT")
    stage = TextField()
    cause = TextField()
    half_days = IntegerField()
    note = TextField()

    class Meta:
        """Found through its call-off."""

        table_name = "call_off_loss"


class GateEntry(Record):
    """One decision on a gate, with the rule that justified it: the ledger of proportion.

    `decided` is applies, skipped, added, dropped or passed. Value and risk are as they then stood.
    """

    call_off = ForeignKeyField(CallOff, backref="+", on_delete="RESTRICT")
    gate = TextField()
    decided = TextField()
    tier = IntegerField()
    on = DateText(column_name="decided_on")
    rule = TextField()
    value_pence = IntegerField()
    risk_points = IntegerField()
    reason = TextField()
    by = TextField(column_name="decided_by")
    second = TextField(null=True)
    role = TextField(column_name="decided_role", null=True)

    class Meta:
        """Found through its call-off, in the order in which they were made."""

        table_name = "gate_entry"


class CallOffDecision(Record):
    """A change of a call-off that only some may make: what, in which role, by whom, and why."""

    call_off = ForeignKeyField(CallOff, backref="+", on_delete="RESTRICT")
    act = TextField()
    role = TextField(column_name="decided_role")
    by = TextField(column_name="decided_by")
    on = DateText(column_name="decided_on")
    reason = TextField()

    class Meta:
        """Found through its call-off, in the order in which they were made."""

        table_name = "call_off_decision"


class CallOffBidder(Record):
    """A supplier that was asked: its declaration of interests, its rank, what came of it."""

    call_off = ForeignKeyField(CallOff, backref="+", on_delete="RESTRICT", index=False)
    name = TextField()
    interests = TextField()
    interests_note = TextField()
    rank = IntegerField(null=True)
    state = TextField()
    reason = TextField(null=True)

    class Meta:
        """Each name once in a call-off."""

        table_name = "call_off_bidder"
        indexes = ((("call_off", "name"), True),)


class CallOffPaper(Record):
    """A document of a stage; its bytes lie with the other documents."""

    call_off = ForeignKeyField(CallOff, backref="+", on_delete="RESTRICT")
    paper = TextField()
    sha256 = TextField(index=True)
    size = IntegerField()
    name = TextField()
    title = TextField()
    dated_on = DateText()
    filed_by = TextField()

    class Meta:
        """Found through its call-off."""

        table_name = "call_off_paper"


class CallOffSaving(Record):
    """What a call-off is said to save, how much of it was validated, and how much is cashable."""

    call_off = ForeignKeyField(CallOff, backref="+", on_delete="RESTRICT")
    title = TextField()
    claimed_pence = IntegerField()
    validated_pence = IntegerField(null=True)
    cashable_pence = IntegerField(null=True)
    validated_by = TextField(null=True)

    class Meta:
        """Found through its call-off."""

        table_name = "call_off_saving"


class OwnTier(Record):
    """What this office set of a tier in place of the framework's figures, with the source."""

    framework = TextField()
    number = IntegerField()
    below_pence = IntegerField(null=True)
    risk = TextField()
    approver = TextField()
    competition = TextField()
    gate_half_days = JsonText()
    source = TextField()
    author = TextField()
    set_on = DateText()
    approver_role = TextField(null=True)

    class Meta:
        """Each tier once."""

        table_name = "own_tier"
        indexes = ((("framework", "number"), True),)


KINDS: tuple[type[Record], ...] = (
    CallOff,
    CallOffStage,
    CallOffPause,
    CallOffLoss,
    GateEntry,
    CallOffDecision,
    CallOffBidder,
    CallOffPaper,
    CallOffSaving,
    OwnTier,
)
"""The journalled kinds of call-offs, parents before children."""
