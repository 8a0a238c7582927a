"""Puts a staged file into the register: set-based, inside one write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from areateam.imports.mapping import Layover, Target
from areateam.imports.matching import group_of_line
from areateam.imports.proposals import states_site
from areateam.ledger.ledger import Write

_REBUILD_FROM = 20_000
"""From so many new rows, where they outnumber the old, making the indexes anew is shorter."""


def apply_staged(write: Write, layover: Layover) -> None:
    """Insert the staged lines that are new and carry out the proposals; `stage` is attached.

    Leaves the temporary table `made` (line, kind, id) with the records made for each line.
    """
    write.execute("DROP TABLE IF EXISTS temp.made")
    write.execute(
        "CREATE TEMP TABLE made (kind TEXT, line INTEGER, id INTEGER, PRIMARY KEY (kind, line))"
        " WITHOUT ROWID"
    )
    for kind in ("site", "contractor"):
        part = layover.part(kind)
        if part is not None and part.make:
            _insert_shared(write, layover, kind)
    for part in layover.profile.parts:
        if part.kind == "contract":
            _insert_contracts(write, layover)
        elif part.kind not in ("site", "contractor"):
            _insert_plain(write, layover, part.kind)
    _carry_out(write)


def _insert_shared(write: Write, layover: Layover, kind: str) -> None:
    """Insert new sites or contractors, one for all the lines that name the same."""
    join = ""
    if kind == "contractor" and not _key_slots(layover, kind) and layover.part("site"):
        join = " LEFT JOIN temp.made AS s ON s.kind = 'site' AND s.line = line.line"
    write.execute(
        f"INSERT INTO temp.made SELECT '{kind}', line.line,"
        f" dense_rank() OVER (ORDER BY {_identity(layover, kind)})"
        f' + (SELECT coalesce(max(id), 0) FROM "{kind}")'
        f" FROM stage.line{join} WHERE {_makes(layover, kind)}"
    )
    stated = {t.field.column: t.stated for t in layover.targets_of(kind)}
    stated["name"] = _name(layover, kind)
    (count,) = write.execute(
        "SELECT count(DISTINCT id) FROM temp.made WHERE kind = ?", (kind,)
    ).fetchone()
    with _indexes_aside(write, kind, count):
        write.execute(
            f'INSERT INTO "{kind}" (id, made, {_names(stated)})'
            f" SELECT m.id, :op, {', '.join(stated.values())}"
            f" FROM (SELECT id, min(line) AS line FROM temp.made WHERE kind = '{kind}' GROUP BY id)"
            " AS m JOIN stage.line AS line ON line.line = m.line",
            {"op": write.operation},
        )


def _makes(layover: Layover, kind: str) -> str:
    """SQL for the lines that bring a new site or contractor.

    A line about a contract that has a site already brings no further one.
    """
    new = f"line.{kind}_id IS NULL AND {layover.is_about(kind)}"
    if kind == "contractor" or not layover.part("contract"):
        return f"line.outcome = 'new' AND {new}"
    own = f"(line.kind = 'site' OR {states_site(layover)})"
    wanted = (
        "line.outcome = 'changed' AND line.line IN (SELECT p.line FROM stage.proposal AS p"
        " WHERE p.kind = 'contract' AND p.field = 'site_id' AND p.after IS NULL)"
    )
    return f"{new} AND {own} AND (line.outcome = 'new' OR {wanted})"


def _identity(layover: Layover, kind: str) -> str:
    """SQL by which new sites or contractors of one file are told apart."""
    slots = _key_slots(layover, kind)
    if slots:
        blank = " OR ".join(f"{slot} IS NULL" for slot in slots)
        return f"{', '.join(slots)}, CASE WHEN {blank} THEN line.line END"
    if kind == "contractor" and layover.part("site"):
        # Without a code, a contractor is a name at a place: the same name elsewhere may be
        # somebody else, and a wrong merger is harder to mend than a double.
        return f"{_name(layover, kind)}, coalesce(line.site_id, s.id, -line.line)"
    return "line.line"


def _key_slots(layover: Layover, kind: str) -> list[str]:
    part = layover.part(kind)
    keys = layover.keys_of(part) if part else []
    return [f"line.{t.slot}" for t in keys[0]] if keys else []


def _insert_contracts(write: Write, layover: Layover) -> None:
    values = _contract_values(layover)
    own = values.pop("area_team_code", "NULL")
    write.execute(
        "INSERT INTO temp.made SELECT 'contract', line, row_number() OVER (ORDER BY line)"
        " + (SELECT coalesce(max(id), 0) FROM contract)"
        " FROM stage.line WHERE outcome = 'new' AND kind = 'contract'"
    )
    (count,) = write.execute("SELECT count(*) FROM temp.made WHERE kind = 'contract'").fetchone()
    with _indexes_aside(write, "contract", count):
        write.execute(
            f"INSERT INTO contract (id, made, {_names(values)}, area_team_code)"
            f" SELECT id, made, {_names(values)},"
            f" coalesce(own_team, {team_of('pct_code')}) FROM ("
            f" SELECT m.id AS id, :op AS made, {_aliased(values)}, {own} AS own_team"
            " FROM stage.line AS line"
            " JOIN temp.made AS m ON m.kind = 'contract' AND m.line = line.line"
            " LEFT JOIN temp.made AS k ON k.kind = 'contractor' AND k.line = line.line"
            " LEFT JOIN temp.made AS s ON s.kind = 'site' AND s.line = line.line)",
            {"op": write.operation},
        )


def _contract_values(layover: Layover) -> dict[str, str]:
    """SQL for each column of a new contract."""
    targets = layover.targets_of("contract")
    stated = {t.field.column: t.stated for t in targets if t.field.column}
    stated["name"] = _name(layover, "contract")
    stated["group_key"] = group_of_line(layover)
    stated["contractor_id"] = "coalesce(line.contractor_id, k.id)"
    if layover.part("site"):
        stated["site_id"] = "coalesce(line.site_id, s.id)"
    ods = stated.get("ods_code", "NULL")
    stated["pct_code"] = f"coalesce({stated.get('pct_code', 'NULL')}, {pct_of(ods)})"
    stated["ccg_code"] = f"coalesce({stated.get('ccg_code', 'NULL')}, {ccg_of(ods)})"
    terms = [t for t in targets if not t.field.column]
    if terms:
        stated["terms"] = _terms(terms)
    return stated


def _insert_plain(write: Write, layover: Layover, kind: str) -> None:
    stated = {t.field.column: t.stated for t in layover.targets_of(kind)}
    write.execute(
        f"INSERT INTO temp.made SELECT '{kind}', line, row_number() OVER (ORDER BY line)"
        f' + (SELECT coalesce(max(id), 0) FROM "{kind}")'
        " FROM stage.line WHERE outcome = 'new' AND kind = ?",
        (kind,),
    )
    write.execute(
        f'INSERT INTO "{kind}" (id, made, {_names(stated)})'
        f" SELECT m.id, :op, {', '.join(stated.values())} FROM stage.line AS line"
        f" JOIN temp.made AS m ON m.kind = '{kind}' AND m.line = line.line",
        {"op": write.operation},
    )


_IN_FORCE = "p.line IN (SELECT line FROM stage.line WHERE outcome IN ('new', 'changed'))"


def _carry_out(write: Write) -> None:
    """Set every proposed field: one statement for each column of each kind, one for all terms."""
    fields = write.execute(
        "SELECT DISTINCT kind, field FROM stage.proposal WHERE field NOT LIKE 'terms.%'"
    ).fetchall()
    for kind, name in fields:
        new = "p.after"
        if name == "site_id":
            new = (
                "coalesce(p.after, (SELECT m.id FROM temp.made AS m"
                " WHERE m.kind = 'site' AND m.line = p.line))"
            )
        write.execute(
            f'UPDATE "{kind}" AS t SET "{name}" = {new} FROM stage.proposal AS p'
            f" WHERE t.id = p.record AND p.kind = ? AND p.field = ? AND {_IN_FORCE}",
            (kind, name),
        )
    write.execute(
        "UPDATE contract AS t SET terms = json_patch(t.terms, p.patch) FROM ("
        " SELECT p.record, json_group_object(substr(p.field, length('terms.') + 1), p.after)"
        "  AS patch FROM stage.proposal AS p"
        f" WHERE p.kind = 'contract' AND p.field LIKE 'terms.%' AND {_IN_FORCE}"
        " GROUP BY p.record) AS p WHERE t.id = p.record"
    )


def fill_from_memberships(write: Write) -> None:
    """Give contracts without a PCT or CCG the one their practice belonged to.

    The PCT is that of 31 March 2013, its last day; the CCG that of 1 April 2013, its first
    (Health and Social Care Act 2012, sections 33 and 34).
    """
    for column, found in (("pct_code", pct_of("ods_code")), ("ccg_code", ccg_of("ods_code"))):
        write.execute(
            f"UPDATE contract SET {column} = {found}"
            f" WHERE {column} IS NULL AND ods_code IS NOT NULL AND {found} IS NOT NULL"
        )


def fill_area_teams(write: Write) -> None:
    """Give contracts without an area team the one that their PCT's contracts went to."""
    write.execute(
        f"UPDATE contract SET area_team_code = {team_of('pct_code')}"
        " WHERE area_team_code IS NULL AND pct_code IS NOT NULL"
        f" AND {team_of('pct_code')} IS NOT NULL"
    )


def link_further_sites(write: Write) -> None:
    """Enter branch surgeries: sites that name a contract's practice and are not its main site."""
    write.execute(
        "INSERT INTO contract_site (made, contract_id, site_id)"
        " SELECT :op, c.id, s.id FROM site AS s JOIN contract AS c ON c.ods_code = s.practice_code"
        " WHERE c.site_id IS NOT s.id AND s.practice_code IS NOT NULL AND NOT EXISTS ("
        "  SELECT 1 FROM contract_site x WHERE x.contract_id = c.id AND x.site_id = s.id)",
        {"op": write.operation},
    )


def pct_of(ods: str) -> str:
    """SQL for the PCT that a practice belonged to on 31 March 2013."""
    return _member_of(ods, "pct", "2013-03-31")


def ccg_of(ods: str) -> str:
    """SQL for the CCG that a practice belonged to on 1 April 2013."""
    return _member_of(ods, "ccg", "2013-04-01")


def team_of(pct: str) -> str:
    """SQL for the area team that a PCT's contracts went to."""
    return (
        "(SELECT l.other FROM body_link AS l"
        f" WHERE l.code = {pct} AND l.link = 'in_area_team' LIMIT 1)"
    )


def _member_of(ods: str, kind: str, day: str) -> str:
    if ods == "NULL":
        return "NULL"
    return (
        "(SELECT m.body_code FROM membership AS m JOIN body AS b"
        f" ON b.code = m.body_code AND b.kind_of = '{kind}' WHERE m.member_code = {ods}"
        f" AND m.valid_from <= '{day}' AND coalesce(m.valid_to, '9999-12-31') >= '{day}'"
        " ORDER BY m.valid_from DESC LIMIT 1)"
    )


def _name(layover: Layover, kind: str) -> str:
    """SQL for a name: the one stated for the kind, else for another, else the code."""
    order = [f"{kind}.name", "contract.name", "site.name", "contractor.name"]
    order += ["contract.ods_code", "site.ods_code", "contract.contract_no", "site.choices_id"]
    targets = [target for name in order if (target := layover.target(name))]
    unique = list(dict.fromkeys(f"line.{target.slot}" for target in targets))
    return f"coalesce({', '.join(unique)}, 'No name given')"


def _terms(targets: list[Target]) -> str:
    """SQL for the JSON object of the stated terms; a merge patch leaves the blanks out."""
    pairs = ", ".join(f"'{t.field.key}', {t.stated}" for t in targets)
    return f"json_patch('{{}}', json_object({pairs}))"


def _names(stated: dict[str, str]) -> str:
    return ", ".join(f'"{name}"' for name in stated)


def _aliased(stated: dict[str, str]) -> str:
    return ", ".join(f'{sql} AS "{name}"' for name, sql in stated.items())


@contextmanager
def _indexes_aside(write: Write, kind: str, new: int) -> Iterator[None]:
    """Drop a table's indexes while it more than doubles, and make them again."""
    (old,) = write.execute(f'SELECT coalesce(max(id), 0) FROM "{kind}"').fetchone()
    indexes: list[tuple[str, str]] = []
    if new >= _REBUILD_FROM and new > old:
        indexes = write.execute(
            "SELECT name, sql FROM main.sqlite_schema"
            " WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
            (kind,),
        ).fetchall()
    for name, _ in indexes:
        write.execute(f'DROP INDEX main."{name}"')
    yield
    for _, sql in indexes:
        write.execute(sql)
