"""Whether the notice of a mobile visit came in time, and how many patients may be changed.

The additional services terms of the General Ophthalmic Services Contracts Regulations 2008
(SI 2008/1185): 48 hours for one or two patients at an address, three weeks for three or more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from areateam.catalogue.clock_definitions import ClockRule, ClockRules, Unit
from areateam.core.problems import UserProblem

FEW, MANY, CHANGES = "OP-01", "OP-02", "OP-03"
"""The rules for few patients, for many, and of how many may be substituted or added."""
_MOST_OF_FEW = 2
_HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WEEKS: 168}


class VisitNotice(msgspec.Struct, frozen=True):
    """A notice against its rule: `earliest` is the first moment at which the visit may begin.

    `changes` are the patients substituted or added, `most_changes` what `changes_rule` allows.
    """

    rule: ClockRule
    earliest: datetime
    is_late: bool
    changes: int
    changes_rule: ClockRule

    @property
    def too_many_changes(self) -> bool:
        """Whether more patients were substituted or added than may be."""
        return not self.changes_rule.is_met_by(self.changes)

    @property
    def is_valid(self) -> bool:
        """Whether the visit may be claimed for as it was notified."""
        return not (self.is_late or self.too_many_changes)


def visit_notice(
    rules: ClockRules, patients: int, given: datetime, visit: datetime, changes: int = 0
) -> VisitNotice:
    """What a notice comes to; hours run through the night and over holidays.

    Raises UserProblem: visit-without-patients, visit-before-notice.
    """
    if patients < 1:
        raise UserProblem("visit-without-patients")
    if visit < given:
        raise UserProblem("visit-before-notice", given=given.date().isoformat())
    rule = rules.on(FEW if patients <= _MOST_OF_FEW else MANY, given.date())
    assert rule.unit is not None
    earliest = given + timedelta(hours=rule.value * _HOURS[rule.unit])
    if rule.unit is not Unit.HOURS:
        # A period of days runs to the corresponding day, whatever the hour.
        earliest = earliest.replace(hour=0, minute=0)
    changes_rule = rules.on(CHANGES, given.date())
    return VisitNotice(rule, earliest, visit < earliest, changes, changes_rule)
