"""Writes the finished rows of another register into an empty one, and nothing else.

No file is read, no cell checked, no line staged, matched or copied before: what remains of an
import are its records, with their constraints, indexes, journal and seal. No import into these
tables can take less.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from areateam.imports.apply import filled_fast
from areateam.ledger.ledger import Write
from areateam.office import open_office

TABLES = ("contractor", "site", "contract", "source_line")


def main(register: Path, filled: Path) -> None:
    """Copy the tables of `filled` into `register`, in one operation."""
    office = open_office(register, user="bench")
    connection = office.store.connection
    connection.execute("ATTACH ? AS filled", (f"{filled.absolute().as_uri()}?mode=ro",))

    def copy(write: Write) -> None:
        # The batch that source lines refer to is a row of the import's own.
        write.execute("INSERT INTO batch SELECT * FROM filled.batch")
        for table in TABLES:
            rows = write.execute(f"SELECT count(*) FROM filled.{table}").fetchone()[0]
            columns = [row[1] for row in write.execute(f"PRAGMA table_info({table})")]
            values = ", ".join(":op" if name == "made" else name for name in columns)
            with filled_fast(write, table, 0, rows):
                write.execute(
                    f"INSERT INTO main.{table} ({', '.join(columns)})"
                    f" SELECT {values} FROM filled.{table}",
                    {"op": write.operation},
                )

    office.write("Copy rows", copy)
    office.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
