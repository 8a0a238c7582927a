"""Plans as they are kept: versions, aims, measures with targets and figures, money, limits."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.cases.case_rows import CaseFile
from areateam.contracts.contract_rows import Contract
from areateam.organisations.contractor_rows import Person
from areateam.store.row_types import DateText, Flag, Record


class Plan(Record):
    """One version of a plan, or a scenario: a copy that is tried out.

    `lineage` is the same in every version of a plan, whichever body owns it. `follows` is the
    version before; `merged_into` the plan that this and others became together; `copy_of` the plan
    that a scenario was copied from, and `settled` what became of the scenario.
    """

    lineage = TextField(index=True)
    name = TextField()
    body = TextField()
    starts_on = DateText()
    years = IntegerField()
    version = IntegerField()
    follows = ForeignKeyField("self", backref="+", on_delete="RESTRICT", null=True)
    copy_of = ForeignKeyField("self", backref="+", on_delete="RESTRICT", null=True)
    settled = TextField(null=True)
    merged_into = ForeignKeyField("self", backref="+", on_delete="RESTRICT", null=True)

    class Meta:
        """Found from the version before and from the plan copied."""

        table_name = "plan"


class PlanAim(Record):
    """What a plan is to achieve; `lineage` is the same in every version.

    `benefit` is the benefit of the operating model that it serves, `domain` the number of a
    domain of the NHS Outcomes Framework. A dropped aim stays in the version that drops it.
    """

    plan = ForeignKeyField(Plan, backref="+", on_delete="RESTRICT")
    lineage = TextField(index=True)
    position = IntegerField()
    name = TextField()
    benefit = TextField()
    domain = IntegerField(null=True)
    owner = ForeignKeyField(Person, backref="+", on_delete="RESTRICT", null=True)
    dropped_on = DateText(null=True)
    drop_reason = TextField(null=True)

    class Meta:
        """Found from the plan, the owner and what it continues."""

        table_name = "plan_aim"


class PlanMeasure(Record):
    """How an aim is measured; values are whole numbers scaled by ten to the power of `places`.

    `direction` is "up" where more is better, "down" where less is. `indicator` names one of the
    indicators of variation. `owner` answers for the benefit once the plan has run, and looks at it
    every so many months as `check_in` says.
    """

    aim = ForeignKeyField(PlanAim, backref="+", on_delete="RESTRICT")
    lineage = TextField(index=True)
    name = TextField()
    unit = TextField()
    places = IntegerField()
    direction = TextField()
    baseline = IntegerField(null=True)
    baseline_on = DateText(null=True)
    source = TextField(null=True)
    indicator = TextField(null=True)
    owner = ForeignKeyField(Person, backref="+", on_delete="RESTRICT", null=True)
    check_in = IntegerField(null=True)

    class Meta:
        """Found from the aim, the owner and what it continues."""

        table_name = "plan_measure"


class PlanTarget(Record):
    """What a measure is to reach by the end of a year, named by the year in which it begins."""

    measure = ForeignKeyField(PlanMeasure, backref="+", on_delete="RESTRICT", index=False)
    year = IntegerField()
    target = IntegerField()

    class Meta:
        """One target for each year of a measure."""

        table_name = "plan_target"
        indexes = ((("measure", "year"), True),)


class PlanActual(Record):
    """What was measured on a day, and where the figure is from; the same for every version."""

    lineage = TextField(index=True)
    taken_on = DateText()
    figure = IntegerField()
    source = TextField()

    class Meta:
        """Found from what the measures of all versions share."""

        table_name = "plan_actual"


class PlanLine(Record):
    """Money of a plan in pence: for each full year where `recurrent`, else once.

    A saving is negative. Without `ends_on` it runs to the end of the plan. `body` is whose money
    it is where no contract says so.
    """

    plan = ForeignKeyField(Plan, backref="+", on_delete="RESTRICT")
    aim = ForeignKeyField(PlanAim, backref="+", on_delete="RESTRICT", null=True)
    lineage = TextField(index=True)
    name = TextField()
    nature = TextField()
    recurrent = Flag()
    starts_on = DateText()
    ends_on = DateText(null=True)
    amount_pence = IntegerField()
    body = TextField(null=True)
    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT", null=True)
    case = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT", null=True)
    calloff = TextField(null=True)

    class Meta:
        """Found from all that it is tied to."""

        table_name = "plan_line"


class PlanControl(Record):
    """What a plan may cost in a year, and why it is so much."""

    plan = ForeignKeyField(Plan, backref="+", on_delete="RESTRICT", index=False)
    year = IntegerField()
    amount_pence = IntegerField()
    explanation = TextField()

    class Meta:
        """One for each year of a plan."""

        table_name = "plan_control"
        indexes = ((("plan", "year"), True),)


KINDS: tuple[type[Record], ...] = (
    Plan,
    PlanAim,
    PlanMeasure,
    PlanTarget,
    PlanActual,
    PlanLine,
    PlanControl,
)
"""The journalled kinds of plans, parents before children."""
