"""A small register of invented contracts, whose figures the tests know."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from areateam.office import open_office
from tests.fresh_register import copy_of, fresh_register

if TYPE_CHECKING:
    from areateam.ledger.ledger import Write

DAY = date(2012, 11, 1)

NAMES = (
    "Ashbourne Road Dental",
    "Mr T Hallam",
    "Peak Vale Dental Care",
    "Bright Smile Ltd",
    "Mrs A Whitworth",
    "Clay Cross Dental Centre",
    "Amber Valley Dental Ltd",
    "Dr S Rahman & Partners",
    "Hartington Dental",
    "Riverside Dental, Belper",
    "Spire Dental Care Ltd",
    "Mr D Okafor",
)
PEOPLE = ("J. Patel", "L. Marsh", "R. Osei")


def fill(write: Write, many: int = 12) -> None:
    """`many` dental contracts of 5N6, and a pharmacy of 5N7 for every third of them.

    Dental contract n (from 0) is 700000 + n, owes 10,000 units at £24.60, £246,000.00 a year,
    and delivered 24, 26, 28, 30, … per cent of them by 30 September.
    """
    for name in PEOPLE:
        write.execute(
            "INSERT INTO person (made, name, job, team) VALUES (?, ?, ?, ?)",
            (write.operation, name, "contract manager", "area team"),
        )
    write.execute("INSERT INTO contractor (made, name) VALUES (?, 'All')", (write.operation,))
    write.execute(
        "INSERT INTO site (made, name, address_1, postcode)"
        " VALUES (?, 'The surgery', '4 High Street', 'DE56 1AA')",
        (write.operation,),
    )
    sql = (
        "INSERT INTO contract (made, group_key, contract_type, contract_no, ods_code, name,"
        " contractor_id, site_id, pct_code, manager_id, start_date, end_date, signed_copy,"
        " annual_value_pence, terms)"
        " VALUES (?, ?, ?, ?, ?, ?, 1, 1, ?, ?, '2007-04-01', ?, ?, ?, ?)"
    )
    for n in range(many):
        terms = (
            f'{{"uda_contracted": 10000, "uda_value_gbp": 2460,'
            f' "uda_delivered_h1": {(2400 + n * 200) * 100}}}'
        )
        kind = "pds" if n % 3 == 0 else "gds"
        end = ("2012-12-31", "2013-03-31", "2014-03-31")[n % 9 // 3] if kind == "pds" else None
        signed = ("found", "found", "unsigned", "missing")[n % 4]
        name = NAMES[n] if n < len(NAMES) else f"Practice {n:07}"
        who = ("dental", kind, str(700000 + n), f"V{n:05}", name)
        what = ("5N6", n % 3 + 1, end, signed, 24_600_000, terms)
        write.execute(sql, (write.operation, *who, *what))
        if n % 3 == 0:
            shop = ("pharmacy", "pharmacy", None, f"F{n:05}", f"Pharmacy {n:07}")
            nothing = ("5N7", None, None, None, None, "{}")
            write.execute(sql, (write.operation, *shop, *nothing))


def make_register(path: Path, many: int = 12) -> None:
    """A register of Q55 with invented contracts; see `fill`."""
    copy_of(("small", many), path, lambda place: _make(place, many))


def _make(path: Path, many: int) -> None:
    office = open_office(fresh_register(path), as_at=DAY)
    if many:
        office.write("Fill", lambda write: fill(write, many))
    office.close()


def fill_fast(write: Write, many: int) -> None:
    """`many` contracts by SQL alone, spread over groups, PCTs, managers and dates."""
    fill(write, 3)
    write.execute(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " INSERT INTO contract (made, group_key, contract_type, contract_no, ods_code, name,"
        " contractor_id, site_id, pct_code, manager_id, start_date, end_date, signed_copy,"
        " annual_value_pence, terms) SELECT ?,"
        " CASE i % 4 WHEN 0 THEN 'dental' WHEN 1 THEN 'gp' WHEN 2 THEN 'pharmacy'"
        "  ELSE 'optometry' END,"
        " CASE i % 4 WHEN 0 THEN 'gds' WHEN 1 THEN 'gms' WHEN 2 THEN 'pharmacy'"
        "  ELSE 'gos-mandatory' END,"
        " 800000 + i, 'V' || (10000 + i), 'Practice ' || (i * 7919 % 1000003), 1, 1,"
        " CASE i / 4 % 4 WHEN 0 THEN '5N6' WHEN 1 THEN '5N7' WHEN 2 THEN '5N8' ELSE '5EM' END,"
        " 1 + i % 3, '2007-04-01',"
        " CASE i % 5 WHEN 0 THEN date('2012-11-15', '+' || (i % 900) || ' days') END,"
        " CASE i % 7 WHEN 0 THEN 'missing' ELSE 'found' END, 10000000 + i * 7919 % 90000000,"
        " CASE i % 4 WHEN 0 THEN json_object('uda_contracted', 4000 + i % 20000,"
        "  'uda_delivered_h1', (4000 + i % 20000) * (20 + i * 31 % 40), 'uda_value_gbp', 2460)"
        "  ELSE '{}' END FROM n",
        (many - 1, write.operation),
    )
