"""Variation at size: every indicator over 40,000 contracts, and a funnel of 10,000 points."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

TODAY = date(2012, 11, 1)
BEGAN = datetime(2012, 8, 1, 9)  # noqa: DTZ001 - the clock of the journal has no zone
_MONTHLY = ("list_raw", "list_weighted", "qof_points", "rent_gbp", "uda_contracted",
            "uda_delivered_year", "items_month", "gos1_count", "gos6_count")  # fmt: skip
_RETURNED = {
    "gp": ("list_raw", "qof_points"),
    "dental": ("uda_delivered_month", "patients_24m"),
    "pharmacy": ("items_month", "mur_count_year"),
    "optometry": ("gos1_count", "gos3_count"),
}
GROUPS = ("gp", "dental", "pharmacy", "optometry")
TYPES = {"gp": "gms", "dental": "gds", "pharmacy": "pharmacy", "optometry": "gos-mandatory"}


def main() -> None:
    """Make a register, measure each and print the figures in seconds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--contracts", type=int, default=40_000)
    options.add_argument("--tenths", action="store_true", help="only the tenths over time")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if not given.tenths:
            measure(Path(folder) / "large.areateam", given.contracts)
        measure_tenths(Path(folder) / "tenths.areateam", given.contracts)


def measure(path: Path, contracts: int) -> None:
    """Print how long each reading takes; the ratio is to one plain pass over the same values."""
    from areateam.office import new_office
    from areateam.variation.variation_views import funnel_view, indicator_values

    clock = [BEGAN]
    office = new_office(path, area_team="Q55", as_at=TODAY, now=lambda: clock[0])
    office.write("Fill", lambda write: fill(write, office.catalogue, contracts))
    connection, catalogue = office.store.connection, office.catalogue
    plain = timed(lambda: connection.execute(_PLAIN).fetchall())
    say("one plain pass: every value of every contract", plain, plain)
    whole = timed(lambda: indicator_values(connection, catalogue, TODAY))
    say(f"every indicator but I34 over {contracts:,} contracts", whole, plain)
    judged = timed(lambda: indicator_values(connection, catalogue, TODAY, charts=True))
    say("every indicator, I34 counting the outliers of the others", judged, plain)
    for code in ("I04", "I01", "I25", "I16"):
        funnel = timed(partial(funnel_view, connection, catalogue, code, TODAY))
        say(f"funnel of {code}", funnel, plain)
    for share in (100, 1):
        clock[0] += timedelta(days=30)
        office.write("Change", partial(change, contracts=contracts * share // 100))
        for every in (False, True):
            then = timed(partial(day_before, office, every=every))
            words = "every indicator" if every else "opening"
            say(f"{words} as at a day since which {share}% changed", then, plain)
    office.close()


def measure_tenths(path: Path, contracts: int) -> None:
    """Print how long the tenths over time take, where every month brings two values of each."""
    from areateam.variation.tenths_views import tenths_of_all

    office = returned_register(path, contracts)
    connection, catalogue = office.store.connection, office.catalogue
    plain = timed(lambda: connection.execute(_PLAIN).fetchall())
    for code in ("I03", "I11M", "I17"):
        began = time.perf_counter()
        days = tenths_of_all(connection, catalogue, code, TODAY).days
        words = f"tenths of {code} on {len(days)} days, {days[-1].ranked:,} ranked"
        say(words, time.perf_counter() - began, plain)
    office.close()


def returned_register(path: Path, contracts: int) -> Any:
    """A register that 18 months of returns went into, open."""
    from areateam.office import new_office

    clock = [BEGAN - timedelta(days=540)]
    office = new_office(path, area_team="Q55", as_at=TODAY, now=lambda: clock[0])
    office.write("Fill", lambda write: fill(write, office.catalogue, contracts))
    for _ in range(18):
        clock[0] += timedelta(days=30)
        office.write("Return", return_month)
    while office.seal_pending():
        pass
    return office


def return_month(write: Any) -> None:
    """Set two values of every contract, as its PCT's return of a month does."""
    for place, group in enumerate(GROUPS, 3):
        values = ", ".join(
            f"'$.{key}', 5500 + (id * {place} + {write.operation} * 31) % 2400"
            for key in _RETURNED[group]
        )
        write.execute(
            f"UPDATE contract SET terms = json_set(terms, {values}) WHERE group_key = '{group}'"
        )


def day_before(office: Any, *, every: bool) -> None:
    """Open the register as it stood before its last change, and read every indicator if asked."""
    from areateam.variation.held_views import figures_on
    from areateam.variation.variation_views import indicator_values

    day = office.now().date() - timedelta(days=1)
    with figures_on(office.store.connection, day, TODAY) as then:
        if every:
            indicator_values(then, office.catalogue, day)


def change(write: Any, contracts: int) -> None:
    """Set eleven values of so many contracts, as a month's lists do."""
    values = ", ".join(f"'$.{key}', 6000 + (id + {write.operation}) % 977" for key in _MONTHLY)
    write.execute(
        "UPDATE contract SET pct_code = iif(id % 50, pct_code, '5N6'), annual_value_pence ="
        f" annual_value_pence + id % 7, terms = json_set(terms, {values}) WHERE id <= ?",
        (contracts,),
    )


_PLAIN = (
    "SELECT c.id, j.key, j.value FROM contract c, json_each(c.terms) j"
    " WHERE j.key IN ('list_raw', 'uda_contracted', 'items_month', 'gos1_count')"
)


def say(name: str, seconds: float, peer: float) -> None:
    """Print one figure, and how many plain passes it is."""
    print(f"{name:58}{seconds:8.3f} s{seconds / peer:8.1f}", flush=True)


def timed(act: Callable[[], Any]) -> float:
    """The seconds that the better of two runs took."""
    times = []
    for _ in range(2):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return min(times)


def fill(write: Any, catalogue: Any, contracts: int) -> None:
    """So many contracts of the four groups, with a value in every number of their group."""
    from areateam.core.fields import Kind

    write.execute("INSERT INTO contractor (made, name) VALUES (?, 'All')", (write.operation,))
    pcts = [body.code for body in catalogue.bodies if body.kind == "pct"]
    marks = ", ".join(f"({place}, '{code}')" for place, code in enumerate(pcts))
    for start, group in enumerate(GROUPS):
        fields = [
            field
            for field in catalogue.fields_of(group)
            if not field.column and field.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)
            and field.key not in catalogue.computed
        ]  # fmt: skip
        terms = ", ".join(f"'{f.key}', 5000 + (i * {place * 7 + 13}) % 3000"
                          for place, f in enumerate(fields))  # fmt: skip
        write.execute(
            f"WITH RECURSIVE n(i) AS (SELECT {start} UNION ALL SELECT i + 4 FROM n"
            f" WHERE i + 4 < ?), p(at, code) AS (VALUES {marks})"
            " INSERT INTO contract (made, group_key, contract_type, ods_code, name,"
            " contractor_id, pct_code, start_date, next_visit, signed_copy, annual_value_pence,"
            f" terms) SELECT ?, '{group}', '{TYPES[group]}', 'V' || (100000 + i),"
            " 'Practice ' || i, 1, p.code, '2007-04-01', '2013-01-15', 'found',"
            f" 40000000 + i * 7919 % 30000000, json_object({terms})"
            f" FROM n JOIN p ON p.at = i / 4 % {len(pcts)}",
            (contracts, write.operation),
        )


if __name__ == "__main__":
    main()
