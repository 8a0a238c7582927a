"""What people said of outliers, as it is kept: each judgement with its numbers and its chart."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from areateam.cases.case_rows import CaseFile
from areateam.contracts.contract_rows import Contract
from areateam.store.row_types import DateText, JsonText, Record


class Verdict(Record):
    """One judgement of one contract or body in one indicator; the newest is the one that stands.

    `chart_on` is the day that the chart was as at. `frozen` holds the chart's numbers, method and
    points as they were then, so that nobody has to trust a chart that has moved since.
    """

    indicator = TextField()
    level = TextField()
    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT", null=True)
    body_code = TextField(null=True)
    chart_on = DateText()
    judged_on = DateText()
    verdict = TextField()
    reason = TextField()
    evidence = TextField(null=True)
    reviewer = TextField()
    review_by = DateText(null=True)
    case = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT", null=True)
    frozen = JsonText()

    class Meta:
        """Found by the indicator, and through the indexes of contract and case."""

        table_name = "verdict"
        indexes = ((("indicator", "level"), False),)


KINDS: tuple[type[Record], ...] = (Verdict,)
"""The journalled kinds of variation."""
