"""`rules`, `days`, `explain RULE --from` and the calendar of cases, on the demonstration."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from areateam import cli

if TYPE_CHECKING:
    from pathlib import Path

DAY = ["--as-at", "2012-11-01", "--user", "R. Osei"]


@pytest.fixture(scope="module")
def register(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(demo_file, tmp_path_factory.mktemp("rules") / "demo.areateam"))


@pytest.fixture
def run(register: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*words: str) -> dict[str, Any]:
        capsys.readouterr()
        code = cli.main(["--register", str(register), *DAY, *words, "--json"])
        told = capsys.readouterr()
        assert code == 0, told.err
        found: dict[str, Any] = json.loads(told.out)
        return found

    return command


def _decide(run: Any) -> dict[str, Any]:
    (found,) = run("explain", "CA1", "decide")["dates"]
    return dict(found)


def test_a_figure_moves_the_days_of_the_cases_received_since_then_and_undo_moves_them_back(
    run: Any,
) -> None:
    before = _decide(run)
    words = ("rules", "set", "GP-02", "28", "days", "--source", "SI 2012/970 reg 3")
    from_october = (*words, "--from", "2012-10-01")
    tried = run(*from_october, "--dry-run")
    assert tried["operation"] is None
    assert _decide(run) == before
    done = run(*from_october)
    assert done["moved"] == tried["moved"]
    (moved,) = done["moved"]
    after = _decide(run)
    assert (moved["ref"], moved["legal"], moved["legal_then"]) == ("CA1", *_days(before, after))
    assert _days(before, after) == ("2012-11-04", "2012-11-11")
    assert (
        "GP-02; figure set here by R. Osei on Thu 1 Nov 2012 from SI 2012/970 reg 3, in place of"
        " 21 days)" in after["sentence"]
    )
    run("undo")
    assert _decide(run) == before


def _days(*dates: dict[str, Any]) -> tuple[str, ...]:
    return tuple(each["legal"] for each in dates)


def test_a_figure_from_today_leaves_cases_received_before_as_they_are(run: Any) -> None:
    before = _decide(run)
    assert run("rules", "set", "GP-02", "5", "--source", "a letter")["moved"] == []
    assert _decide(run) == before
    (old, new) = run("rules", "show", "GP-02")["rows"]
    assert (old["figure"], old["valid_to"], old["open_cases"]) == ("21 days", "2012-10-31", 1)
    assert (new["figure"], new["valid_from"], new["open_cases"]) == ("5 days", "2012-11-01", 0)
    assert run("rules", "clear", "GP-02", "--from", "2012-11-01")["operation"]
    assert len(run("rules", "show", "GP-02")["rows"]) == 1


def test_a_confirmed_figure_moves_no_day_and_is_said_in_the_sentence(run: Any) -> None:
    assert run("rules", "confirm", "GP-02", "--source", "para 29B")["moved"] == []
    assert (
        "(GP-02; confirmed here by R. Osei on Thu 1 Nov 2012 from para 29B)."
        in (_decide(run)["sentence"])
    )
    unconfirmed = run("rules", "list", "--unconfirmed")["rows"]
    assert "GP-02" not in {row["ref"] for row in unconfirmed}
    run("undo")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["GP-01", "9"], "stands and is not set here"),
        (["GP-02", "0"], "is no figure for GP-02"),
        (["GP-02", "9", "fortnights"], "cannot be counted in “fortnights”"),
        (["GP-24", "9"], "GP-24 has no figure to set"),
        (["XX-1", "9"], "no rule called “XX-1”"),
    ],
)
def test_what_cannot_be_set_is_told(
    register: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    whole = ["--register", str(register), *DAY, "rules", "set", *words, "--source", "x"]
    assert cli.main(whole) == 3
    assert told in capsys.readouterr().err


def test_a_day_off_moves_what_is_due_on_it_and_comes_off_again(run: Any) -> None:
    before = run("explain", "CA1")["dates"]
    added = run("days", "add", "2012-11-02", "--reason", "Office moves")
    assert "decide" in {row["key"] for row in added["moved"] if row["ref"] == "CA1"}
    assert _decide(run)["working"] == "2012-11-01"
    removed = run("days", "remove", "2012-11-02", "--reason", "the move is put off")
    assert len(removed["moved"]) == len(added["moved"])
    assert run("explain", "CA1")["dates"] == before


def test_days_off_come_in_from_a_calendar_file(run: Any, tmp_path: Path) -> None:
    events = [
        ("20121224", "20121228", "Office closed\\, Christmas"),
        ("20121229", "20121230", "Saturday"),
    ]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN"]
    for number, (start, end, name) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", f"DTSTART;VALUE=DATE:{start}"]
        lines += [f"DTEND;VALUE=DATE:{end}", f"SUMMARY:{name}", "END:VEVENT"]
    file = tmp_path / "days.ics"
    file.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
    run("days", "import", str(file))
    own = [row for row in run("days", "list", "--year", "2012")["rows"] if row["own"]]
    assert [row["day"] for row in own] == ["2012-12-24", "2012-12-27"]
    assert {row["name"] for row in own} == {"Office closed, Christmas"}
    run("undo")


@pytest.mark.parametrize("text", ["", "BEGIN:VCALENDAR", "a,b\n1,2\n", "BEGIN:VCALENDAR\r\nEND:X"])
def test_what_is_no_calendar_is_told(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "days.ics"
    file.write_text(text)
    assert cli.main(["--register", str(register), *DAY, "days", "import", str(file)]) == 3
    assert "days.ics" in capsys.readouterr().err


def test_any_date_is_worked_out_outside_a_case(run: Any) -> None:
    (found,) = run("explain", "GP-02", "--from", "2012-10-01")["dates"]
    assert (found["legal"], found["working"]) == ("2012-10-21", "2012-10-19")
    pause = ("--pause", "2012-10-05..2012-10-12")
    (found,) = run("explain", "IG-01", "--from", "2012-10-01", *pause)["dates"]
    assert found["legal"] == "2012-11-06"


def _events(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar file, read by RFC 5545 3.1 and 3.3.11 and nothing else."""
    assert data.endswith(b"\r\n")
    raw = data.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line and len(line) <= 75 for line in raw)
    text = data.replace(b"\r\n ", b"").decode()
    events: list[dict[str, str]] = []
    for line in text.split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            plain = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
            events[-1][name] = plain.replace("\\\\", "\\")
    return events


def test_the_days_by_law_are_a_calendar_that_others_can_read(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "days.ics"
    count = run("export", "cases", "--format", "ics", "-o", str(out))["rows"]
    events = _events(out.read_bytes())
    assert len(events) == count == len({event["UID"] for event in events}) > 20
    assert {event["DTSTAMP"] for event in events} == {"20121101T000000Z"}
    mine = next(event for event in events if "CA1 " in event["DESCRIPTION"])
    assert mine["DTSTART;VALUE=DATE"] == _decide(run)["legal"].replace("-", "")
    assert _decide(run)["sentence"] in mine["DESCRIPTION"]
    assert "The working day to act on is Fri 2 Nov 2012." in mine["DESCRIPTION"]
    again = tmp_path / "again.ics"
    run("export", "cases", "--format", "ics", "-o", str(again), "--where", "ref=CA1")
    assert [event["UID"] for event in _events(again.read_bytes())] == [mine["UID"]]
    days = [date.fromisoformat(event["DTEND;VALUE=DATE"]) for event in events]
    starts = [date.fromisoformat(event["DTSTART;VALUE=DATE"]) for event in events]
    assert all((end - start).days == 1 for start, end in zip(starts, days, strict=True))
