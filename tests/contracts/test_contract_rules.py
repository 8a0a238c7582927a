"""The status of a contract on a day, and the dates by which to act."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.catalogue import load_catalogue
from areateam.contracts.contract_rules import (
    DECIDE_MONTHS,
    Facts,
    Status,
    dates_to_act,
    explain_status,
    status_on,
    status_sql,
)

DAY = date(2012, 11, 1)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (Facts(), Status.IN_FORCE),
        (Facts(start_date="2012-11-01"), Status.IN_FORCE),
        (Facts(start_date="2012-11-02"), Status.UPCOMING),
        (Facts(end_date="2012-11-01", decision="renew"), Status.IN_FORCE),
        (Facts(end_date="2012-10-31"), Status.ENDED),
        (Facts(end_date="2013-02-01"), Status.TO_DECIDE),
        (Facts(end_date="2013-02-02"), Status.IN_FORCE),
        (Facts(end_date="2013-02-01", decision="end"), Status.IN_FORCE),
        (Facts(notice_given_on="2012-11-01"), Status.NOTICE),
        (Facts(notice_given_on="2012-11-02"), Status.IN_FORCE),
        (Facts(terminated_on="2012-11-01", end_date="2012-10-01"), Status.TERMINATED),
        (Facts(terminated_on="2012-11-02"), Status.IN_FORCE),
        (Facts(suspended_from="2012-10-01"), Status.SUSPENDED),
        (Facts(suspended_from="2012-10-01", suspended_to="2012-10-31"), Status.IN_FORCE),
        (Facts(suspended_from="2012-11-01", notice_given_on="2012-10-01"), Status.SUSPENDED),
    ],
)
def test_the_status_follows_from_the_facts(facts: Facts, status: Status) -> None:
    assert status_on(facts, DAY) is status
    assert status.value in explain_status(facts, DAY).sentence


_days = st.one_of(
    st.none(), st.dates(date(2012, 9, 1), date(2014, 6, 1)).map(lambda day: day.isoformat())
)
_facts = st.builds(
    Facts,
    start_date=_days,
    end_date=_days,
    decision=st.sampled_from([None, "renew"]),
    notice_given_on=_days,
    terminated_on=_days,
    suspended_from=_days,
    suspended_to=_days,
)


@given(facts=_facts, kind=st.sampled_from(["pds", "gms"]))
def test_the_database_and_the_rule_agree(facts: Facts, kind: str) -> None:
    months = {"pds": 18, "gms": DECIDE_MONTHS}
    connection = sqlite3.connect(":memory:")
    row = {"contract_type": kind, **msgspec.structs.asdict(facts)}
    columns = ", ".join(f":{name} AS {name}" for name in row)
    (found,) = connection.execute(
        f"SELECT {status_sql(DAY, months)} FROM (SELECT {columns}) AS c", row
    ).fetchone()
    connection.close()
    assert found == status_on(facts, DAY, months[kind])


def test_a_later_day_never_brings_an_ended_contract_back() -> None:
    facts = Facts(start_date="2010-01-01", end_date="2012-11-30")
    states = [status_on(facts, date(2012, 11, 1).replace(month=m)) for m in (11, 12)]
    assert states == [Status.TO_DECIDE, Status.ENDED]


def test_dates_to_act_are_counted_back_to_the_corresponding_day() -> None:
    pds = load_catalogue().types["pds"]
    decide, notice = dates_to_act("2013-05-31", pds, notice_months=3)
    assert (decide.key, decide.value) == ("decide_by", "2011-11-30")  # DE-14: 18 months
    assert (notice.key, notice.value) == ("serve_notice_by", "2013-02-28")
    assert "28 Feb 2013" in notice.sentence
    assert dates_to_act(None, pds) == []
