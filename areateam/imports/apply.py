"""Puts a staged file into the register: set-based, inside one write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec

from areateam.imports.mapping import Layover, Target
from areateam.imports.matching import group_of_line
from areateam.imports.proposals import states_site
from areateam.imports.shared_marks import key_slots
from areateam.ledger.ledger import Write

_FAST_FROM = 20_000
"""From so many new rows, taking indexes and triggers aside is worth two changes of the schema."""


class NewIds(msgspec.Struct, frozen=True):
    """The ids of the records that lines bring: the last id there was, plus the line's number.

    Lines that name one site or contractor share the id of the first of them; `doubled` names
    the kinds of which that is so, by the temporary tables same_site and same_contractor.
    """

    last: Mapping[str, int]
    doubled: frozenset[str]
    lines: int
    """How many lines are new: about so many records of each kind come."""

    def of_line(self, kind: str) -> str:
        """SQL for the id of the record that a staged line brings."""
        return f"({self.last[kind]} + {self.first_line(kind)})"

    def first_line(self, kind: str) -> str:
        """SQL for the first line that names what this line names."""
        if kind not in self.doubled:
            return "line.line"
        same = f"(SELECT s.first FROM temp.same_{kind} AS s WHERE s.line = line.line)"
        return f"coalesce({same}, line.line)"


def apply_staged(write: Write, layover: Layover) -> NewIds:
    """Insert the staged lines that are new and carry out the proposals; `stage` is attached.

    Returns the ids of the records made for each line.
    """
    kinds = [part.kind for part in layover.profile.parts]
    last: dict[str, int] = {kind: _last_id(write, kind) for kind in kinds}
    doubled = frozenset(kind for kind in layover.shared if _bring_together(write, layover, kind))
    (lines,) = write.execute("SELECT count(*) FROM stage.line WHERE outcome = 'new'").fetchone()
    ids = NewIds(last, doubled, lines)
    for kind in layover.shared:
        _insert_shared(write, layover, kind, ids)
    for kind in kinds:
        if kind == "contract":
            _insert_contracts(write, layover, ids)
        elif kind not in ("site", "contractor"):
            _insert_plain(write, layover, kind, ids)
    _carry_out(write, ids)
    return ids


def _last_id(write: Write, kind: str) -> int:
    """The last id that a record of the kind ever had: none comes back after a removal."""
    row = write.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (kind,)).fetchone()
    return int(row[0]) if row else 0


def _bring_together(write: Write, layover: Layover, kind: str) -> int:
    """Find the lines that name a site or contractor that an earlier line names.

    Fills the temporary table same_<kind> (line, first) and returns how many lines there are.
    """
    write.execute(f"DROP TABLE IF EXISTS temp.same_{kind}")
    write.execute(f"CREATE TEMP TABLE same_{kind} (line INTEGER PRIMARY KEY, first INTEGER)")
    slots = key_slots(layover, kind)
    source, keys = "stage.line AS line", [f"line.{kind}_mark"]
    if not slots:
        if kind != "contractor" or "site" not in layover.shared:
            return 0
        # Without a code, a contractor is a name at a place: the same name elsewhere may be
        # somebody else, and a wrong merger is harder to mend than a double.
        source = f"temp.same_site AS s JOIN {source} ON line.line IN (s.line, s.first)"
        keys = ["s.first", _name(layover, kind)]
    named = f"{_makes(layover, kind)} AND {keys[0]} IS NOT NULL"
    columns = ", ".join(f"{key} AS key_{place}" for place, key in enumerate(keys))
    same = " AND ".join(f"{key} = t.key_{place}" for place, key in enumerate(keys))
    # Most lists name each place once: to group shows that in half the time of a window.
    write.execute("DROP TABLE IF EXISTS temp.twice")
    write.execute(
        f"CREATE TEMP TABLE twice AS SELECT {columns}, min(line.line) AS first FROM {source}"
        f" WHERE {named} GROUP BY {', '.join(keys)} HAVING count(*) > 1"
    )
    write.execute(
        f"INSERT OR IGNORE INTO temp.same_{kind} SELECT line.line, t.first"
        f" FROM {source} JOIN temp.twice AS t ON {same} WHERE {named} AND line.line <> t.first"
    )
    (found,) = write.execute(f"SELECT count(*) FROM temp.same_{kind}").fetchone()
    if found and slots:
        _refuse_unlike(write, kind, slots)
    return int(found)


def _refuse_unlike(write: Write, kind: str, slots: Sequence[str]) -> None:
    """Two keys with one number would merge two records: next to impossible, and looked for."""
    own, first = (", ".join(f"{name}.{slot}" for slot in slots) for name in ("line", "first"))
    (wrong,) = write.execute(
        f"SELECT count(*) FROM temp.same_{kind} AS s"
        " JOIN stage.line AS line ON line.line = s.line"
        " JOIN stage.line AS first ON first.line = s.first"
        f" WHERE ({own}) IS NOT ({first})"
    ).fetchone()
    if wrong:
        raise RuntimeError(f"{wrong} lines share a mark and not a key")


def _insert_shared(write: Write, layover: Layover, kind: str, ids: NewIds) -> None:
    """Insert new sites or contractors, one for all the lines that name the same."""
    stated = {t.field.column: t.stated for t in layover.targets_of(kind)}
    stated["name"] = _name(layover, kind)
    chosen = f"{_makes(layover, kind)} AND {ids.first_line(kind)} = line.line"
    with filled_fast(write, kind, ids.last[kind], ids.lines):
        write.execute(
            f'INSERT INTO "{kind}" (id, made, {_names(stated)})'
            f" SELECT {ids.last[kind]} + line.line, :op, {', '.join(stated.values())}"
            f" FROM stage.line AS line WHERE {chosen}",
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


def _insert_contracts(write: Write, layover: Layover, ids: NewIds) -> None:
    (placed,) = write.execute("SELECT EXISTS (SELECT 1 FROM membership)").fetchone()
    values = _contract_values(layover, ids, placed=bool(placed))
    own = values.pop("area_team_code", "NULL")
    with filled_fast(write, "contract", ids.last["contract"], ids.lines):
        write.execute(
            f"INSERT INTO contract (id, made, {_names(values)}, area_team_code)"
            f" SELECT id, made, {_names(values)},"
            f" coalesce(own_team, {team_of('pct_code')}) FROM ("
            f" SELECT {ids.of_line('contract')} AS id, :op AS made, {_aliased(values)},"
            f" {own} AS own_team FROM stage.line AS line"
            " WHERE line.outcome = 'new' AND line.kind = 'contract')",
            {"op": write.operation},
        )


def _contract_values(layover: Layover, ids: NewIds, *, placed: bool) -> dict[str, str]:
    """SQL for each column of a new contract; `placed`: the register knows practices' bodies."""
    targets = layover.targets_of("contract")
    stated = {t.field.column: t.stated for t in targets if t.field.column}
    stated["name"] = _name(layover, "contract")
    stated["group_key"] = group_of_line(layover)
    stated["contractor_id"] = f"coalesce(line.contractor_id, {ids.of_line('contractor')})"
    if layover.part("site"):
        brought = "NULL"
        if "site" in layover.shared:
            brought = f"iif({_makes(layover, 'site')}, {ids.of_line('site')}, NULL)"
        stated["site_id"] = f"coalesce(line.site_id, {brought})"
    ods = stated.get("ods_code", "NULL") if placed else "NULL"
    stated["pct_code"] = f"coalesce({stated.get('pct_code', 'NULL')}, {pct_of(ods)})"
    stated["ccg_code"] = f"coalesce({stated.get('ccg_code', 'NULL')}, {ccg_of(ods)})"
    terms = [t for t in targets if not t.field.column]
    if terms:
        stated["terms"] = _terms(terms)
    return stated


def _insert_plain(write: Write, layover: Layover, kind: str, ids: NewIds) -> None:
    stated = {t.field.column: t.stated for t in layover.targets_of(kind)}
    with filled_fast(write, kind, ids.last[kind], ids.lines):
        write.execute(
            f'INSERT INTO "{kind}" (id, made, {_names(stated)})'
            f" SELECT {ids.of_line(kind)}, :op, {', '.join(stated.values())}"
            " FROM stage.line AS line WHERE line.outcome = 'new' AND line.kind = :kind",
            {"op": write.operation, "kind": kind},
        )


_IN_FORCE = "p.line IN (SELECT line FROM stage.line WHERE outcome IN ('new', 'changed'))"


def _carry_out(write: Write, ids: NewIds) -> None:
    """Set every proposed field: one statement for each column of each kind, one for all terms."""
    fields = write.execute(
        "SELECT DISTINCT kind, field FROM stage.proposal WHERE field NOT LIKE 'terms.%'"
    ).fetchall()
    for kind, name in fields:
        new = "p.after"
        if name == "site_id":
            brought = ids.of_line("site")
            own = f"SELECT {brought} FROM stage.line AS line WHERE line.line = p.line"
            new = f"coalesce(p.after, ({own}))"
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


def link_sites(write: Write, since: int) -> None:
    """Give contracts without a site the one that now has their code, and enter branch surgeries.

    A branch is a site that names the contract's practice and is not its main site; a contract
    without a main site has no branches yet. Only what this operation brought or changed is
    linked, `since` being the journal's last change before it: a branch that a person took away
    stays away.
    """
    own = (
        "FROM site AS s WHERE s.ods_code = contract.ods_code AND (s.made = :op OR EXISTS ("
        "SELECT 1 FROM change AS g WHERE g.operation = :op AND g.kind = 'site'"
        " AND g.record = s.id AND g.field = 'ods_code'))"
    )
    write.execute(
        f"UPDATE contract SET site_id = (SELECT min(s.id) {own})"
        f" WHERE site_id IS NULL AND ods_code IS NOT NULL AND EXISTS (SELECT 1 {own})",
        {"op": write.operation},
    )
    changed = "IN (SELECT record FROM change WHERE id > :since AND kind ="
    (linked_anew,) = write.execute(
        "SELECT EXISTS (SELECT 1 FROM site WHERE made = :op)"
        " OR EXISTS (SELECT 1 FROM contract WHERE made = :op)"
        " OR EXISTS (SELECT 1 FROM change WHERE id > :since"
        "  AND field IN ('practice_code', 'ods_code', 'site_id'))",
        {"op": write.operation, "since": since},
    ).fetchone()
    if not linked_anew:
        return  # most lists bring nothing that a site could belong to, and the rest takes long
    write.execute(
        "INSERT INTO contract_site (made, contract_id, site_id)"
        " SELECT :op, c.id, s.id FROM site AS s JOIN contract AS c ON c.ods_code = s.practice_code"
        " WHERE c.site_id <> s.id AND s.practice_code IS NOT NULL AND ("
        "  :op IN (s.made, c.made) OR"
        f" s.id {changed} 'site' AND field = 'practice_code') OR"
        f" c.id {changed} 'contract' AND field IN ('ods_code', 'site_id')))"
        " AND NOT EXISTS ("
        "  SELECT 1 FROM contract_site x WHERE x.contract_id = c.id AND x.site_id = s.id)",
        {"op": write.operation, "since": since},
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
    named = "".join(f"line.{slot}, " for slot in layover.names_of(kind))
    return f"coalesce({named}'No name given')"


def _terms(targets: list[Target]) -> str:
    """SQL for the JSON object of the stated terms; a merge patch leaves the blanks out."""
    pairs = ", ".join(f"'{t.field.key}', {t.stated}" for t in targets)
    if len(targets) == 1:
        return f"iif({targets[0].stated} IS NULL, '{{}}', json_object({pairs}))"
    return f"json_patch('{{}}', json_object({pairs}))"


def _names(stated: dict[str, str]) -> str:
    return ", ".join(f'"{name}"' for name in stated)


def _aliased(stated: dict[str, str]) -> str:
    return ", ".join(f'{sql} AS "{name}"' for name, sql in stated.items())


@contextmanager
def filled_fast(write: Write, table: str, last: int, more: int) -> Iterator[None]:
    """Take aside what slows down the filling of a table, and put it back, in the same transaction.

    `last` is the last id of the table before, `more` about how many rows come.
    Nothing but the statement inside runs meanwhile, so the triggers that refuse an insertion
    from elsewhere have nothing to refuse; making an index anew is shorter than adding to it
    where the new rows outnumber the old.
    """
    aside: list[tuple[str, str, str]] = []
    if more >= _FAST_FROM:
        aside = write.execute(
            "SELECT type, name, sql FROM main.sqlite_schema WHERE tbl_name = :table AND ("
            " (type = 'trigger' AND name IN (:table || '_added', :table || '_no_insert'))"
            " OR (type = 'index' AND sql IS NOT NULL AND :more))",
            {"table": table, "more": more > last},
        ).fetchall()
    for kind, name, _ in aside:
        write.execute(f'DROP {kind} main."{name}"')
    yield
    for _, _, sql in aside:
        write.execute(sql)
