"""Many times the demo's contracts, for other PCTs: made by SQL, so that a million take a minute."""

from __future__ import annotations

from areateam.catalogue.catalogue import Catalogue
from areateam.core.progress import Progress
from areateam.demo.demo_recipe import Draft, Recipe
from areateam.demo.demo_writing import Numbers
from areateam.ledger.ledger import Write

_AT_ONCE = 10
"""Copies of the whole register made by one statement, about 12,000 contracts."""


def add_copies(
    write: Write,
    recipe: Recipe,
    catalogue: Catalogue,
    drafts: list[Draft],
    numbers: Numbers,
    copies: int,
    progress: Progress,
) -> None:
    """Copy every contract `copies` times, with its contractor and its sites.

    Each copy goes to four PCTs, one after the other; numbers and codes get an ending of their
    own, names another street or surname. Ids follow on those in `numbers`, and on the contractors
    and sites of those who only apply.
    """
    _lay_out(write, recipe, catalogue, drafts)
    size = {
        "contracts": numbers.contracts,
        "sites": numbers.sites,
        "op": write.operation,
        "more_contractors": _beyond(write, "contractor", numbers.contracts),
        "more_sites": _beyond(write, "site", numbers.sites),
    }
    for first in range(1, copies + 1, _AT_ONCE):
        last = min(first + _AT_ONCE - 1, copies)
        progress.step(first - 1, copies, "Adding contracts of other PCTs")
        for sql in (_CONTRACTORS, _SITES, _CONTRACTS, _CONTRACT_SITES):
            write.execute(sql, {**size, "first": first, "last": last})
    for table in ("demo_pct", "demo_name", "demo_place", "demo_street", "demo_surname"):
        write.execute(f"DROP TABLE temp.{table}")


def _beyond(write: Write, table: str, last: int) -> int:
    """By how much the ids of a table go beyond those that were given to contracts."""
    (highest,) = write.execute(f"SELECT max(id) FROM {table}").fetchone()
    return int(highest) - last


def _lay_out(write: Write, recipe: Recipe, catalogue: Catalogue, drafts: list[Draft]) -> None:
    """Temporary tables of what the copies are made of."""
    home = [pct["code"] for pct in recipe["pct"]]
    write.execute("CREATE TEMP TABLE demo_pct (code TEXT PRIMARY KEY, slot INTEGER)")
    rows = [(code, slot) for slot, code in enumerate(home)]
    write.connection.executemany("INSERT INTO temp.demo_pct VALUES (?, ?)", rows)
    write.execute(
        "CREATE TEMP TABLE demo_name (id INTEGER PRIMARY KEY, pattern TEXT, person INTEGER)"
    )
    write.connection.executemany(
        "INSERT INTO temp.demo_name VALUES (?, ?, ?)",
        [(d.record, d.pattern, int(d.by_person)) for d in drafts],
    )
    write.execute(
        "CREATE TEMP TABLE demo_place"
        " (n INTEGER PRIMARY KEY, pct TEXT, place TEXT, area_team TEXT, ccg TEXT)"
    )
    write.connection.executemany(
        "INSERT INTO temp.demo_place VALUES (?, ?, ?, ?, ?)", _places(catalogue, home)
    )
    for table in ("street", "surname"):
        write.execute(f"CREATE TEMP TABLE demo_{table} (n INTEGER PRIMARY KEY, word TEXT)")
        write.connection.executemany(
            f"INSERT INTO temp.demo_{table} VALUES (?, ?)",
            list(enumerate(recipe["words"][f"{table}s"])),
        )


_Place = tuple[int, str, str, str | None, str | None]


def _places(catalogue: Catalogue, home: list[str]) -> list[_Place]:
    """Every other PCT that stood on the demo's day: code, name, area team, first CCG."""
    links: dict[tuple[str, str], str] = {}
    for link in catalogue.directory.links:
        links.setdefault((link.code, link.link), link.other)
    others = [b for b in catalogue.bodies if b.kind == "pct" and b.code not in home]
    pcts = [body for body in others if body.valid_to == _LAST]
    return [
        (n, pct.code, _short(pct.name), links.get((pct.code, "in_area_team")),
         links.get((pct.code, "practices_to")))
        for n, pct in enumerate(pcts)
    ]  # fmt: skip


_LAST = "2013-03-31"


def _short(name: str) -> str:
    for ending in (" Care Trust Plus", " Care Trust", " Teaching PCT", " PCT"):
        name = name.removesuffix(ending)
    return name


_COPY = (
    "(WITH RECURSIVE n(copy) AS (SELECT :first UNION ALL SELECT copy + 1 FROM n WHERE copy < :last)"
    " SELECT copy FROM n) AS k"
)
_WORD = (
    "CASE WHEN w.person THEN"
    " (SELECT word FROM temp.demo_surname WHERE n = (b.id * 7 + k.copy * 13) %"
    "  (SELECT count(*) FROM temp.demo_surname)) || '-' ||"
    " (SELECT word FROM temp.demo_surname WHERE n = (b.id * 11 + k.copy * 29) %"
    "  (SELECT count(*) FROM temp.demo_surname))"
    " ELSE p.place || ' ' ||"
    " (SELECT word FROM temp.demo_street WHERE n = (b.id * 5 + k.copy * 17) %"
    "  (SELECT count(*) FROM temp.demo_street)) END"
)
_PLACE_OF = (
    " JOIN temp.demo_pct AS h ON h.code = c.pct_code JOIN temp.demo_place AS p"
    " ON p.n = (k.copy * 4 - 4 + h.slot) % (SELECT count(*) FROM temp.demo_place)"
)
_CONTRACTORS = (
    "INSERT INTO contractor (id, made, name, company_no, phone, email)"
    " SELECT b.id + k.copy * :contracts + :more_contractors, :op,"
    f"  replace(w.pattern, '{{}}', {_WORD}),"
    "  b.company_no, b.phone, NULL"
    f" FROM {_COPY} CROSS JOIN contractor AS b JOIN temp.demo_name AS w ON w.id = b.id"
    f" JOIN contract AS c ON c.id = b.id{_PLACE_OF}"
    " WHERE b.id <= :contracts ORDER BY 1"
)
_SITE_COLUMNS = (
    "site_kind, address_1, address_2, address_3, address_4, address_5, postcode, phone, latitude,"
    " longitude, open_from, open_to"
)
_SITES = (
    "INSERT INTO site (id, made, name, ods_code, practice_code, "
    f"{_SITE_COLUMNS})"
    " SELECT b.id + k.copy * :sites + :more_sites, :op, coalesce(o.name, b.name || ' ' || k.copy),"
    "  b.ods_code || 'X' || k.copy, b.practice_code || 'X' || k.copy, "
    f"b.{_SITE_COLUMNS.replace(', ', ', b.')}"
    f" FROM {_COPY} CROSS JOIN site AS b"
    " LEFT JOIN contractor AS o ON b.id <= :contracts"
    "  AND o.id = b.id + k.copy * :contracts + :more_contractors"
    " WHERE b.id <= :sites ORDER BY 1"
)
_SHARED = (
    "group_key, contract_type, party_type, hwb_code, manager_id, start_date, end_date,"
    " review_date, decision, decision_date, notice_months, notice_given_on, notice_by,"
    " terminated_on, suspended_from, suspended_to, signed_copy, signed_on, annual_value_pence,"
    " recurrent, nhs_contract_status, cqc_no, cqc_status, insurance_expiry, declaration_due,"
    " declaration_received, last_visit, next_visit, risk_score, conformance, restricted, terms"
)
_CONTRACTS = (
    "INSERT INTO contract (id, made, contract_no, ods_code, name, contractor_id, site_id,"
    f" pct_code, area_team_code, ccg_code, {_SHARED})"
    " SELECT c.id + k.copy * :contracts, :op, c.contract_no || '/' || k.copy,"
    "  c.ods_code || 'X' || k.copy, o.name, o.id, c.site_id + k.copy * :sites + :more_sites,"
    f"  p.pct, p.area_team, p.ccg, c.{_SHARED.replace(', ', ', c.')}"
    f" FROM {_COPY} CROSS JOIN contract AS c"
    f" JOIN contractor AS o ON o.id = c.id + k.copy * :contracts + :more_contractors{_PLACE_OF}"
    " WHERE c.id <= :contracts ORDER BY 1"
)
_CONTRACT_SITES = (
    "INSERT INTO contract_site (made, contract_id, site_id)"
    " SELECT :op, l.contract_id + k.copy * :contracts, l.site_id + k.copy * :sites + :more_sites"
    f" FROM {_COPY} CROSS JOIN contract_site AS l"
    " WHERE l.contract_id <= :contracts ORDER BY k.copy, l.id"
)
