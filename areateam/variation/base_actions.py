"""Writes where the limits of a series over time begin anew."""

from __future__ import annotations

from datetime import date

from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.variation.base_rows import SeriesBase
from areateam.variation.base_rules import BaseStated, check_base
from areateam.variation.base_views import SeriesOf, bases_of


def set_base(write: Write, of: SeriesOf, stated: BaseStated, today: date) -> int:
    """Begin the limits of a series anew on a day and return the base's id.

    One that begins on that day already gets the new reason, author and lock. UserProblem: as
    `check_base`.
    """
    check_base(stated, today)
    values = {
        "locked": stated.locked,
        "reason": stated.reason.strip(),
        "author": stated.author.strip(),
        "set_on": today.isoformat(),
    }
    for there in bases_of(write.connection, of, today):
        if there.stated.starts_on == stated.starts_on:
            write.amend(SeriesBase, there.id, **values)
            return there.id
    return write.insert(
        SeriesBase,
        indicator=of.indicator,
        level=of.level.value,
        contract=of.contract,
        body_code=of.body,
        starts_on=stated.starts_on.isoformat(),
        **values,
    )


def remove_base(write: Write, of: SeriesOf, starts_on: date, today: date) -> None:
    """Take back the base that begins on a day; UserProblem("base-not-there") where none does."""
    found = [
        each for each in bases_of(write.connection, of, today) if each.stated.starts_on == starts_on
    ]
    for each in found:
        write.remove(SeriesBase, each.id)
    if not found:
        raise UserProblem("base-not-there", day=starts_on.isoformat())
