"""The demo register: its counts, figures and story, and that nothing in it is real or amiss."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from areateam import cli
from areateam.cases.proposal_views import HOURS, proposals
from areateam.catalogue.catalogue import Catalogue, load_catalogue
from areateam.catalogue.indicator_definitions import indicators
from areateam.commands.command_parser import command_function, parser
from areateam.commands.list_commands import LISTED
from areateam.contracts.contract_rows import Contract
from areateam.contracts.dental_views import mid_year_standing
from areateam.contracts.saved_view_views import counted_views
from areateam.contracts.work_views import count_where, ending_conditions
from areateam.core.codes import is_ods_code
from areateam.core.fields import Field
from areateam.core.findings import Finding, Weight
from areateam.core.problems import Cancelled, RegisterProblem, UserProblem
from areateam.core.progress import Stoppable
from areateam.core.values import parse_value, plain_value
from areateam.core.wording import finding_sentence
from areateam.demo.demo import make_demo
from areateam.duties.answer_views import who_answers
from areateam.duties.duty_views import matrix_view
from areateam.duties.orphan_views import orphans_on
from areateam.ledger.history import record_history
from areateam.ledger.seals import chain_faults, content_faults
from areateam.office import BESIDE, KINDS, ROWS, Office
from areateam.variation.figure_day_views import days_with_figures
from areateam.variation.series_views import series_view
from areateam.variation.variation_views import funnel_view

DAY = date(2012, 11, 1)
TAKEN_OVER = "2012-09-03"
"""When the area team begins: what PCTs returned stands before it."""
NOW = datetime.fromisoformat("2026-01-05T09:30:00")
MONTHLY = ("terms.uda_delivered_month", "terms.patients_24m")
PER_PCT = {
    "gp": {"5N6": 98, "5N7": 36, "5N8": 88, "5EM": 61},
    "dental": {"5N6": 84, "5N7": 41, "5N8": 78, "5EM": 47},
    "pharmacy": {"5N6": 143, "5N7": 67, "5N8": 146, "5EM": 77},
    "optometry": {"5N6": 72, "5N7": 36, "5N8": 65, "5EM": 40},
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The shipped definitions."""
    return load_catalogue()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Office]:
    """The demo register, made once."""
    path = tmp_path_factory.mktemp("demo") / "q55.areateam"
    office = make_demo(path, now=lambda: NOW, catalogue=catalogue)
    yield office
    office.close()


def ask(office: Office, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    return office.store.connection.execute(sql, values).fetchall()


def one(office: Office, sql: str, *values: Any) -> Any:
    """The single value of a query."""
    ((value,),) = ask(office, sql, *values)
    return value


def test_it_opens_on_its_day_with_1179_contracts(demo: Office) -> None:
    assert demo.today() == DAY
    assert demo.now() == NOW
    rows = ask(demo, "SELECT group_key, pct_code, count(*) FROM contract GROUP BY 1, 2")
    assert {(group, pct): n for group, pct, n in rows} == {
        (group, pct): n for group, counts in PER_PCT.items() for pct, n in counts.items()
    }
    assert one(demo, "SELECT count(*) FROM contract") == 1_179


@pytest.mark.parametrize(("asked", "day"), [((), DAY), (("--as-at", "2013-04-02"), "2013-04-02")])
def test_a_command_takes_its_day_for_today_as_the_window_does(
    demo: Office, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], day: object
) -> None:
    assert cli.main(["--register", str(demo.path), "--json", *asked, "today"]) == 0
    assert json.loads(capsys.readouterr().out)["day"] == str(day)


def test_the_name_that_a_list_gives_is_taken_by_every_command(
    demo: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str) -> Any:
        options = parser(words).parse_args(["--json", *words])
        assert command_function(*options.run)(demo, options) == 0
        return json.loads(capsys.readouterr().out)

    for what in LISTED:
        row = said("list", what, "--limit", "1")["rows"][0]
        if "ref" in row:
            assert said("show", row["ref"])["ref"] == row["ref"]
            assert said("explain", row["ref"])["ref"] == row["ref"]
            assert said("history", row["ref"])["rows"] or what == "waiting"


def test_dental_types_and_signed_copies_of_derbyshire_county(demo: Office) -> None:
    where = "WHERE group_key = 'dental' AND pct_code = '5N6' GROUP BY 1"
    assert dict(ask(demo, f"SELECT contract_type, count(*) FROM contract {where}")) == {
        "gds": 61,
        "pds": 14,
        "pds-ortho": 7,
        "tds": 2,
    }
    assert dict(ask(demo, f"SELECT signed_copy, count(*) FROM contract {where}")) == {
        "found": 71,
        "unsigned": 8,
        "missing": 5,
    }


def test_mid_year_stands_as_in_the_pictures(demo: Office) -> None:
    standing = mid_year_standing(demo.store.connection, demo.catalogue, DAY)
    assert (standing.under, standing.known, standing.withheld) == (26, 250, 331_902_460)
    share = "(terms ->> 'uda_delivered_h1') * 1.0 / (terms ->> 'uda_contracted')"
    lowest = ask(
        demo,
        f"SELECT contract_no, name, terms ->> 'uda_contracted', round({share}, 2) FROM contract"
        f" WHERE group_key = 'dental' AND pct_code = '5N6' ORDER BY {share}",
    )
    assert len(lowest) == 84
    assert lowest[:4] == [
        ("700466", "Ashbourne Road Dental", 9_200, 21.3),
        ("700832", "Mr T Hallam", 4_150, 24.7),
        ("701198", "Peak Vale Dental Care", 12_600, 25.8),
        ("700100", "Bright Smile Ltd", 18_500, 26.4),
    ]
    assert lowest[18] == ("706384", "Mr P Lund", 4_700, 41.7)
    assert sum(row[3] < 30 for row in lowest) == 9


def test_contract_700100_has_its_terms_and_its_history(demo: Office) -> None:
    ((record, kind, end, value, months, terms),) = ask(
        demo,
        "SELECT id, contract_type, end_date, annual_value_pence, notice_months, terms"
        " FROM contract WHERE contract_no = '700100'",
    )
    assert (kind, end, value, months) == ("pds", "2013-05-31", 45_510_000, 3)
    held = json.loads(terms)
    assert (held["uda_contracted"], held["uda_value_gbp"]) == (18_500, 2_460)
    people = dict(ask(demo, "SELECT id, name FROM person WHERE team IS NOT NULL"))
    lines = record_history(demo.store.connection, Contract, record)
    told = {
        (line.field, line.at, *(people.get(value, value) for value in (line.before, line.after)))
        for line in lines
        if line.field not in ("", "signed_on", *MONTHLY) and line.at > TAKEN_OVER
    }
    assert told == {
        ("signed_copy", "2012-09-03T09:40:00", "unsigned", "found"),
        ("manager_id", "2012-09-18T10:12:00", "J. Patel", "R. Osei"),
        ("terms.uda_delivered_h1", "2012-09-11T16:10:00", 461_220, 410_200),
        ("terms.uda_delivered_h1", "2012-10-30T16:05:00", 410_200, 488_400),
    }
    assert one(demo, "SELECT line FROM source_line WHERE record = ? AND batch_id = 5", record) == 47
    months = {
        line.at[:7] for line in lines
        if line.field == "terms.uda_delivered_month" and line.at < TAKEN_OVER
    }  # fmt: skip
    assert len(months) == 8, "by the quarter, then by the month to August 2012"


def test_31_contracts_end_in_90_days_two_of_them_undecided(demo: Office) -> None:
    found = []
    for until in (date(2012, 12, 1), date(2012, 12, 31), date(2013, 1, 30)):
        where = ending_conditions(DAY, until)
        found.append(count_where(demo.store.connection, demo.catalogue, DAY, where))
    assert found == [6, 6 + 11, 6 + 11 + 14]
    undecided = (*ending_conditions(DAY, date(2013, 1, 30)), "decision=")
    assert count_where(demo.store.connection, demo.catalogue, DAY, undecided) == 2


def test_saved_views_count_what_the_pictures_show(demo: Office) -> None:
    views = counted_views(demo.store.connection, demo.catalogue, DAY)
    assert {view.name: count for view, count in views} == {
        "Dental under 30%": 26,
        "Ends by Sep 2013": 58,
    }


def test_l_marsh_looks_after_61_dental_contracts(demo: Office) -> None:
    rows = ask(
        demo,
        "SELECT group_key, count(*) FROM contract c JOIN person p ON p.id = c.manager_id"
        " WHERE p.name = 'L. Marsh' GROUP BY 1",
    )
    assert rows == [("dental", 61)]


def test_every_kind_of_standing_and_of_record_is_there(demo: Office) -> None:
    day = DAY.isoformat()
    for condition, least in (
        (f"terminated_on <= '{day}'", 4),
        (f"end_date < '{day}'", 6),
        (f"suspended_from <= '{day}' AND suspended_to >= '{day}'", 3),
        (f"notice_given_on <= '{day}' AND end_date > '{day}'", 16),
        ("manager_id IS NULL", 12),
        ("terms ->> 'list_status' = 'closed'", 1),
        ("terms ->> 'branch_count' > 0", 50),
    ):
        assert one(demo, f"SELECT count(*) FROM contract WHERE {condition}") >= least, condition
    for table in ("role", "contract_site", "note", "tag", "tagging", "saved_view", "body"):
        assert one(demo, f'SELECT count(*) FROM "{table}"') > 0
    branches = "SELECT count(*) FROM contract_site WHERE contract_id = c.id"
    stated = "coalesce(c.terms ->> 'branch_count', 0)"
    assert one(demo, f"SELECT count(*) FROM contract c WHERE ({branches}) <> {stated}") == 0


def test_the_pharmacy_list_waits_with_seven_doubtful_and_six_refused_lines(demo: Office) -> None:
    ((batch, operation, *counts),) = ask(
        demo,
        "SELECT id, operation, lines, new, changed, same, doubtful, rejected, absent"
        " FROM batch WHERE file = 'Q55_pharmacy_2012-10.csv'",
    )
    assert counts == [431, 9, 38, 371, 7, 6, 2]
    assert one(demo, "SELECT count(*) FROM contract WHERE made = ?", operation) == 9
    changed = "SELECT count(DISTINCT record) FROM change WHERE operation = ? AND kind = 'contract'"
    assert one(demo, changed, operation) == 38
    sourced = ask(demo, "SELECT line, record FROM source_line WHERE batch_id = ?", batch)
    held = ask(demo, "SELECT line, outcome, cells, record FROM held_line WHERE batch_id = ?", batch)
    assert Counter(outcome for _, outcome, _, _ in held) == {"doubtful": 7, "rejected": 6}
    lines = [row[0] for row in sourced] + [row[0] for row in held]
    assert sorted(lines) == list(range(2, 433))
    assert len({record for _, record in sourced}) == len(sourced)
    header = json.loads(one(demo, "SELECT settings FROM batch WHERE id = ?", batch))["header"]
    assert {len(json.loads(cells)) for _, _, cells, _ in held} == {len(header)} == {22}
    pharmacies = one(demo, "SELECT count(*) FROM contract WHERE group_key = 'pharmacy'")
    named = {record for *_, record in held if record}
    assert pharmacies == len(sourced) + len(named) + 2 + 2


def test_every_finding_of_the_list_has_its_sentence(demo: Office) -> None:
    rows = ask(
        demo, "SELECT line, column_key, code, value, detail, weight FROM batch_finding ORDER BY id"
    )
    sentences = [
        finding_sentence(Finding(line, key, code, value, detail, Weight(weight)), "Field")
        for line, key, code, value, detail, weight in rows
    ]
    assert len(sentences) == 13
    assert sentences[0] == (
        "The owner is LHP Group Ltd in the file and Lloyd & Hart Ltd in the register; a change of"
        " ownership needs an application."
    )
    assert re.fullmatch(
        r"“Ilkeston Late Pharmacy” fits several records: FZ\w+ and FZ\w+. Choose one.",
        next(text for text in sentences if "Ilkeston" in text),
    )


def test_the_story_runs_forward_and_is_told_by_several_people(demo: Office) -> None:
    operations = ask(demo, 'SELECT at, "user", label FROM operation ORDER BY id')
    moments = [at for at, _, _ in operations]
    assert moments == sorted(moments)
    assert operations[0] == ("2011-04-04T08:30:00", "R. Osei", "New register")
    assert moments[-1] == "2012-11-01T08:55:00"
    assert len({user for _, user, _ in operations}) >= 6
    labels = {label for _, _, label in operations}
    assert {"Assign 14 contracts", "Import UDA delivery"} <= labels


def test_a_leaver_leaves_contracts_and_cases_to_nobody(demo: Office) -> None:
    connection = demo.store.connection
    assert orphans_on(connection, matrix_view(connection), date(2012, 11, 1)) == []
    found = orphans_on(connection, matrix_view(connection), date(2013, 3, 1))
    assert {orphan.owner for orphan in found} == {"P. Nunn"}
    counts = Counter(orphan.kind for orphan in found)
    assert (counts["contract"], counts["case"], counts["duty"]) == (89, 3, 0)
    (told,) = who_answers(connection, "lists and market entry", date(2013, 4, 2))
    assert told.answer.startswith("AT Area team since 1 Apr 2013 · M. Tranter")


def test_the_register_is_sound(demo: Office) -> None:
    connection = demo.store.connection
    assert list(chain_faults(connection)) == []
    assert list(content_faults(connection, (*KINDS, *BESIDE))) == []
    assert ask(demo, "PRAGMA foreign_key_check") == []
    assert demo.check() == []


def test_every_value_passes_the_checks_of_its_own_field(demo: Office) -> None:
    checked = 0
    for field, values in _values_by_field(demo):
        for value in values:
            assert parse_value(field, plain_value(field, value)) == value, (field.key, value)
            checked += 1
    assert checked > 30_000


def _values_by_field(demo: Office) -> Iterator[tuple[Field, list[Any]]]:
    """Each field with its distinct values, the terms only where the type has the field."""
    records = (
        ("contract", demo.catalogue.fields),
        ("site", demo.catalogue.site_fields),
        ("contractor", demo.catalogue.contractor_fields),
    )
    for table, fields in records:
        for field in fields.values():
            if field.column:
                sql = f'SELECT "{field.column}" FROM "{table}" WHERE "{field.column}" IS NOT NULL'
                yield field, [value for (value,) in ask(demo, sql)]
    for kind, text in ask(demo, "SELECT contract_type, terms FROM contract"):
        own = {field.key: field for field in demo.catalogue.types[kind].fields}
        for key, value in json.loads(text).items():
            assert own[key].editable
            assert not own[key].column
            yield own[key], [value]


def test_fixed_terms_end_and_dates_are_in_order(demo: Office) -> None:
    for kind, start, end, notice in ask(
        demo, "SELECT contract_type, start_date, end_date, notice_given_on FROM contract"
    ):
        if demo.catalogue.types[kind].term == "fixed":
            assert end
        assert not end or start < end
        assert not notice or start < notice < end


def test_codes_and_places_are_nobodys(demo: Office, shared: Path | None) -> None:
    for (number,) in ask(demo, "SELECT contract_no FROM contract"):
        assert 700_000 <= int(number) <= 799_999
    codes = [code for (code,) in ask(demo, "SELECT ods_code FROM contract")]
    assert len(set(codes)) == len(codes) == 1_179
    assert all(re.fullmatch(r"C99\d{3}|V97\d{3}|FZ\w\d\w|TPZ\w\w", code) for code in codes)
    assert all(map(is_ods_code, codes))
    # An applicant states premises and no telephone.
    applied = "SELECT site_id FROM applicant WHERE site_id IS NOT NULL"
    phones = ask(demo, f"SELECT phone FROM site WHERE id NOT IN ({applied})")
    assert all(re.fullmatch(r"01632 960\d{3}", phone) for (phone,) in phones)
    sectors = {code[:-2] for (code,) in ask(demo, "SELECT postcode FROM site")}
    places = ("gp", "dental", "pharmacy", "optometry")
    for path in [p for place in places if shared for p in (shared / "data" / place).glob("*.csv")]:
        real = path.read_text(encoding="latin-1")
        assert not set(re.findall(r"\b[A-Z0-9]{5,6}\b", real)) & set(codes), path.name
        assert not {code[:-2] for code in re.findall(r"\b\w{2,4} \d[A-Z]{2}\b", real)} & sectors


def test_its_cases_have_letters_drafted_and_sent_and_what_came_in(demo: Office) -> None:
    rows = ask(
        demo,
        "SELECT k.name, d.state, d.title FROM document d JOIN case_file c ON c.id = d.case_id"
        " JOIN contract k ON k.id = c.contract_id ORDER BY d.id",
    )
    assert [state for _, state, _ in rows] == ["draft", "sent", "received", "draft", "draft"]
    assert rows[2] == ("Hallam Fields Surgery", "received", "List figures from the support service")
    assert demo.check() == []


def test_no_step_is_done_after_its_case_was_closed(demo: Office) -> None:
    late = demo.store.connection.execute(
        "SELECT c.id, s.key FROM case_file c JOIN case_step s ON s.case_id = c.id"
        " WHERE s.done_on > c.closed_on"
    ).fetchall()
    assert late == []


def test_what_pcts_differ_in_is_no_more_than_chance_and_money_came_in_by_and_by(
    demo: Office, catalogue: Catalogue
) -> None:
    connection = demo.store.connection
    for indicator in ("I12", "I21"):
        view = funnel_view(connection, catalogue, indicator, DAY)
        assert len(view.points) == 4
        assert not any(abs(point.flag) > 1 for point in view.points), indicator
    clawback = series_view(connection, catalogue, "I15", DAY)
    values = [p.value for p in clawback.points if p.day.isoformat() > TAKEN_OVER]
    assert len(values) == 7, "seven imports"
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("code", "least"),
    [("I01", 12), ("I03", 6), ("I10", 6), ("I11M", 11), ("I15", 13), ("I17", 8), ("I21", 8)],
)
def test_figures_of_more_than_a_year_stand_before_the_story(
    demo: Office, catalogue: Catalogue, code: str, least: int
) -> None:
    indicator = indicators(catalogue).named(code)
    days = days_with_figures(demo.store.connection, catalogue, indicator, DAY)
    assert len(days) >= least
    assert days[0] == date(2011, 4, 4)
    assert max(days).isoformat() >= "2012-07-11"
    assert all(day.weekday() < 5 for day in days)


def test_most_drift_and_some_change_for_good(demo: Office) -> None:
    # With min() SQLite takes the other columns from the row that has it.
    rows = ask(
        demo,
        "SELECT x.before * 1.0 / (c.terms ->> 'items_month'), min(x.id) FROM change x"
        " JOIN contract c ON c.id = x.record WHERE x.field = 'terms.items_month' GROUP BY c.id",
    )
    away = [abs(share - 1) for share, _ in rows]
    assert len(away) > 400
    assert 15 < sum(far > 0.14 for far in away) < 60


def test_somebody_applies_who_has_no_contract_yet(demo: Office) -> None:
    rows = ask(
        demo,
        "SELECT a.name, c.procedure_key FROM case_file c JOIN applicant a ON a.id = c.applicant_id"
        " WHERE c.contract_id IS NULL AND c.closed_on IS NULL",
    )
    assert rows == [("Ripley Road Pharmacy Ltd", "market-entry-notified")]


def test_two_pharmacies_are_under_their_core_hours(demo: Office) -> None:
    found = proposals(demo.store.connection, demo.catalogue, demo.today(), HOURS)
    assert [line.name for line in found] == ["Long Eaton Green Chemist", "Bingham Market Pharmacy"]
    assert "38.5 core hours a week of the 40 owed, 1.5 short" in found[1].sentence


def _digest(office: Office) -> str:
    """A digest of everything in a register but the names drawn for its records and its seals."""
    drawn = ("uid", "lineage", "task_uid")
    digest = hashlib.sha256()
    for row in ROWS:
        table = row.table()
        if table in ("seal", "content_seal", "writing"):
            continue
        names = [n for (n,) in ask(office, f"SELECT name FROM pragma_table_info('{table}')")]
        kept = ", ".join(f'"{name}"' for name in names if name not in drawn)
        for line in ask(office, f'SELECT {kept} FROM "{table}" ORDER BY id'):
            digest.update(repr((table, line)).encode())
    return digest.hexdigest()


def test_the_same_register_is_made_each_time(
    demo: Office, tmp_path: Path, catalogue: Catalogue
) -> None:
    again = make_demo(tmp_path / "again.areateam", now=lambda: NOW, catalogue=catalogue)
    try:
        assert _digest(again) == _digest(demo)
        uid = "SELECT uid FROM contract WHERE id = 1"
        assert one(again, uid) != one(demo, uid)
    finally:
        again.close()


def test_a_larger_one_has_so_many_times_the_contracts(tmp_path: Path, catalogue: Catalogue) -> None:
    office = make_demo(tmp_path / "large.areateam", 4, now=lambda: NOW, catalogue=catalogue)
    try:
        assert one(office, "SELECT count(*) FROM contract") == 4 * 1_179
        groups = dict(ask(office, "SELECT group_key, count(*) FROM contract GROUP BY 1"))
        assert groups == {group: 4 * sum(counts.values()) for group, counts in PER_PCT.items()}
        for column in ("contract_no", "ods_code"):
            assert one(office, f"SELECT count(DISTINCT {column}) FROM contract") == 4 * 1_179
        pcts = one(office, "SELECT count(DISTINCT pct_code) FROM contract")
        assert pcts == 4 * 4
        assert one(office, "SELECT count(*) FROM contract WHERE pct_code = '5N6'") == 397
        lone = "SELECT count(*) FROM site s WHERE s.id NOT IN (SELECT site_id FROM contract)"
        lone += " AND s.id NOT IN (SELECT site_id FROM applicant WHERE site_id IS NOT NULL)"
        assert one(office, f"{lone} AND s.id NOT IN (SELECT site_id FROM contract_site)") == 0
        names = "SELECT count(*) FROM contract c JOIN contractor k ON k.id = c.contractor_id"
        assert one(office, f"{names} WHERE k.name <> c.name OR c.name LIKE '%{{}}%'") == 0
        assert office.check() == []
    finally:
        office.close()


def test_a_stopped_or_refused_making_leaves_nothing(tmp_path: Path, catalogue: Catalogue) -> None:
    place = tmp_path / "demo.areateam"
    steps: list[int] = []
    progress = Stoppable(lambda done, *_: steps.append(done), lambda: bool(steps))
    with pytest.raises(Cancelled):
        make_demo(place, 30, now=lambda: NOW, catalogue=catalogue, progress=progress)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UserProblem) as refused:
        make_demo(place, area_team="Q44", catalogue=catalogue)
    assert refused.value.code == "option-unusable"
    place.write_bytes(b"")
    with pytest.raises(RegisterProblem) as exists:
        make_demo(place, catalogue=catalogue)
    assert exists.value.code == "register-exists"
    assert place.read_bytes() == b""


def test_time_is_spent_on_working_days_and_nobody_works_too_long(demo: Office) -> None:
    connection = demo.store.connection
    (entries, weekend, least, most) = connection.execute(
        "SELECT count(*), total(strftime('%w', worked_on) IN ('0', '6')), min(minutes),"
        " max(minutes) FROM case_hours"
    ).fetchone()
    assert entries > 150
    assert (weekend, least >= 15, most <= 4 * 60) == (0, True, True)
    (fullest,) = connection.execute(
        "SELECT max(spent) FROM (SELECT sum(minutes) AS spent FROM case_hours"
        " GROUP BY person_id, worked_on)"
    ).fetchone()
    assert fullest <= 7 * 60
