"""Makes a contract list of any length: 20 columns with dates, money and codes."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "Contract No", "Practice Code", "Contractor Name", "Contract Type", "PCT", "Address 1",
    "Address 2", "Town", "Postcode", "Telephone", "Start Date", "End Date", "Review Date",
    "Signed", "Signed On", "Annual Value", "List Size", "Last Visit", "CQC No",
    "Insurance Expiry",
)  # fmt: skip
_PCTS = ("5N6", "5N7", "5N8", "5EM")
_TOWNS = ("Derby", "Belper", "Ripley", "Nottingham", "Mansfield")
_NAMES = ("Patel", "Smith", "Osei", "Marsh", "Hallam", "Whitworth", "Rahman", "Okafor", "Lund")
_FIRST = date(1990, 1, 1)
_LIST_SIZE = HEADER.index("List Size")


def write_contract_file(path: Path, rows: int, changed: float = 0.0) -> None:
    """Write `rows` contracts, always the same ones.

    The share `changed` differs in the list size from the same file
    without it. The same arguments give the same bytes.
    """
    chance, other = random.Random(7), random.Random(99)
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADER)
        for number in range(rows):
            row = _row(chance, number)
            if changed and other.random() < changed:
                row[_LIST_SIZE] = str(other.randint(20_001, 30_000))
            writer.writerow(row)


def _row(chance: random.Random, number: int) -> list[str]:
    def day(first: int, last: int) -> str:
        return f"{_FIRST + timedelta(days=chance.randint(first, last)):%d/%m/%Y}"

    letters = "ABDEFGHJLN"
    return [
        str(700_000 + number),
        f"{'ABCDEFGHJKLMNPY'[number // 100_000 % 15]}{number % 100_000:05d}",
        f"Dr {chance.choice(letters)} {chance.choice(_NAMES)} & Partners {number % 40_000}",
        chance.choice(("GMS", "PMS", "APMS")),
        chance.choice(_PCTS),
        f"{chance.randint(1, 400)} High Street",
        "Mill Lane",
        chance.choice(_TOWNS),
        (
            f"DE{chance.randint(1, 75)} {chance.randint(1, 9)}{chance.choice(letters)}"
            f"{chance.choice(letters)}"
        ),
        f"01332 {chance.randint(100_000, 999_999)}",
        day(0, 8000),
        day(8400, 12_000) if chance.random() < 0.5 else "",
        day(8400, 9000),
        chance.choice(("Found", "Missing", "Unsigned")),
        day(0, 8000),
        f"£{chance.randint(100_000, 900_000):,}.{chance.randint(0, 99):02d}",
        str(chance.randint(1000, 20_000)),
        day(6000, 8300),
        f"1-{chance.randint(10**8, 10**9)}",
        day(8300, 8800),
    ]
