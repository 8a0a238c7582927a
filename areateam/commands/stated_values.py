"""Reads what a command states as FIELD=VALUE: the two sides, a day, a sum."""

from __future__ import annotations

from areateam.core.amounts import parse_money
from areateam.core.dates import DateOrder, parse_date
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem


def paired(word: str) -> tuple[str, str]:
    """The two sides of FIELD=VALUE; UserProblem("map-unreadable") without the sign."""
    key, found, value = word.partition("=")
    if not found:
        raise UserProblem("map-unreadable", value=word)
    return key, value


def stated_day(label: str, text: str) -> str:
    """The ISO day that a text means; UserProblem with what is wrong with it."""
    day = parse_date(text, DateOrder.DMY)
    if isinstance(day, Fault):
        raise UserProblem(day.code, label=label, value=text, detail=day.detail)
    return day


def stated_pence(text: str) -> int:
    """The pence that a text means; UserProblem with what is wrong with it."""
    pence = parse_money(text)
    if isinstance(pence, Fault):
        raise UserProblem(pence.code, label="value", value=text, detail=pence.detail)
    return pence
