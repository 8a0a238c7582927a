"""The command line: what it prints, what it leaves with, and that no traceback is ever seen."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from areateam import cli
from areateam.commands import command_parser
from areateam.office import SCHEMA
from areateam.store.register_file import create_store
from areateam.store.schema import Schema
from main import can_show, main
from tests.fresh_register import copy_of, fresh_register

_LIST = (
    "Contract No,Practice Code,Contractor Name,Contract Type,PCT,Start Date,End Date,Annual Value\n"
    '700100,C99001,Bright Smile Surgery,GMS,5N6,01/04/2004,,"£455,100.00"\n'
    "700101,C99002,Peak Vale Surgery,PMS,5N6,28/05/2006,31/05/2013,£12.50\n"
)


def test_each_command_is_described_by_what_is_said_to_describe_it() -> None:
    for names, (module, name) in command_parser._ADDERS.items():
        made = argparse.ArgumentParser().add_subparsers()
        add = getattr(import_module(f"areateam.commands.{module}"), name)
        add(made, command_parser._command, command_parser._day)
        assert sorted(made.choices) == sorted(names)


@pytest.mark.parametrize(
    "words",
    [["--register", "list", "due"], ["--json", "due"], ["due", "--as-at", "2012-11-01"]],
)
def test_the_command_is_found_among_its_options(words: list[str]) -> None:
    assert command_parser.parser(words).parse_args(words).command == "due"


@pytest.mark.parametrize(
    "words", [[], ["--register", "list"], ["--user", "due", "--as-at", "2012-11-01"]]
)
def test_words_of_the_window_describe_no_command(words: list[str]) -> None:
    made = command_parser.parser(words)
    assert made.parse_args(words).command is None
    with pytest.raises(SystemExit):
        made.parse_args([*words, "list", "contracts"])


@pytest.mark.parametrize("words", [["--hel"], ["-h"], ["no-such-command"]])
def test_all_commands_are_named_to_who_asks_or_errs(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command_parser.parser(words).parse_args(words)
    said = capsys.readouterr()
    assert all(name in said.out + said.err for name in ("list", "calloff", "variation"))


def test_what_names_no_command_is_told_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_parser.parser(["--help"]).parse_args(["--help"])
    told = capsys.readouterr().out
    for names in command_parser._ADDERS:
        for name in names:
            assert f"\n    {name} " in told or f"\n    {name}\n" in told, name


class Line:
    """Runs commands on one register and reads what they print."""

    def __init__(self, register: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.register = register
        self._capsys = capsys
        self.error = ""

    def __call__(self, *words: str | Path, code: int = 0) -> str:
        """Run a command, hold its exit code against `code`, give what it printed."""
        self._capsys.readouterr()
        left = cli.main(["--register", str(self.register), *map(str, words)])
        out, self.error = self._capsys.readouterr()
        assert left == code, self.error
        assert "Traceback" not in self.error
        return out

    def json(self, *words: str | Path, code: int = 0) -> Any:
        """Run a command with --json and read its one document."""
        return json.loads(self("--json", *words, code=code))


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """A new register of Q55."""
    return Line(fresh_register(tmp_path / "q55.areateam"), capsys)


def _import_list(register: Path) -> None:
    source = fresh_register(register).with_name("list.csv")
    source.write_text(_LIST, encoding="utf-8")
    assert cli.main(["--register", str(register), "import", str(source)]) == 0


@pytest.fixture
def filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """The register with two contracts imported."""
    (tmp_path / "list.csv").write_text(_LIST, encoding="utf-8")
    return Line(copy_of("command line", tmp_path / "q55.areateam", _import_list), capsys)


def test_an_import_takes_away_what_a_killed_one_left(line: Line, tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = line.register.with_name(f".{line.register.name}.{gone.pid}.7.stage")
    left.touch()
    source = tmp_path / "list.csv"
    source.write_text(_LIST, encoding="utf-8")
    line("import", source, "--dry-run")
    assert not left.exists()


def _refs(document: Any) -> list[str]:
    return [row["name"] for row in document["rows"]]


def test_import_says_what_it_did_and_the_rows_add_up(line: Line, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text(_LIST, encoding="utf-8")
    before = line.register.read_bytes()
    dry = line.json("import", "--dry-run", source)["files"][0]
    assert line.register.read_bytes() == before
    assert (dry["new"], dry["operation"]) == (2, None)
    document = line.json("import", source)["files"][0]
    words = ("new", "changed", "same", "doubtful", "rejected")
    assert document["rows"] == 2 == sum(document[word] for word in words)
    assert document["profile"] == "contract-list"
    again = line.json("import", source)["files"][0]
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    assert "new 0, changed 0, same 2" in line("import", source)


def test_an_export_is_narrowed_and_sorted_as_it_says(filled: Line, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    words = ("export", "contractors", "--format", "json", "-o", out)
    assert filled(*words, "--where", "name=Peak Vale Surgery").endswith(": 1 contractor\n")
    (row,) = json.loads(out.read_text("utf-8"))["rows"]
    assert row["ref"] == filled.json("list", "contractors")["rows"][1]["ref"]
    filled(*words, "--sort=-name")
    named = [row["name"] for row in json.loads(out.read_text("utf-8"))["rows"]]
    assert named == ["Peak Vale Surgery", "Bright Smile Surgery"]


def test_what_is_no_contract_is_shown_and_not_called_missing(filled: Line) -> None:
    ref = filled.json("list", "contractors")["rows"][0]["ref"]
    shown = filled.json("show", ref)
    contract = filled.json("show", "700100")["ref"]
    assert (shown["values"]["name"], shown["contracts"]) == ("Bright Smile Surgery", [contract])
    for words in (("amend", ref, "name=Other"), ("remove", ref)):
        filled(*words, code=3)
        assert filled.error == f"“{ref}” is no contract; this changes contracts only.\n"
    filled("show", "K999999", code=3)


def test_a_contract_is_shown_as_people_say_it(filled: Line) -> None:
    words = ("amend", "700100", "manager=Ann Ward", "notice_months=1", "--new-person")
    assert filled(*words).endswith(": changed, Manager, Notice period\n")
    told = filled("show", "700100")
    assert "  Manager: Ann Ward\n" in told
    assert "  Notice period: 1 month\n" in told
    assert "  PCT: 5N6 Derbyshire County PCT\n" in told
    assert filled("remove", "700100").endswith("undo brings it back\n")


def test_history_is_told_in_words(filled: Line) -> None:
    filled("amend", "700100", "end_date=2014-03-31")
    told = filled("history", "700100")
    assert "31 Mar 2014" in told
    assert "end_date" not in told
    (row, *_) = filled.json("history", "700100")["rows"]
    assert (row["field"], row["after"]) == ("end_date", "2014-03-31")


def test_dates_that_could_be_read_either_way_are_asked_about(line: Line, tmp_path: Path) -> None:
    source = tmp_path / "april.csv"
    source.write_text(_LIST.replace("31/05/2013", "01/06/2013").replace("28/05", "02/05"))
    refused = line.json("import", "--dry-run", source)["files"][0]
    assert {f["code"] for f in refused["findings"]} == {"date-order-undecided"}
    line("import", "--dates", "dmy", source)
    assert line.json("show", "700101")["values"]["end_date"] == "2013-06-01"


def test_a_file_that_is_no_list_is_declined_with_what_was_seen(line: Line, tmp_path: Path) -> None:
    source = tmp_path / "opening.csv"
    source.write_text("Colour,Shape\nred,round\nblue,square\n", encoding="utf-8")
    line("import", source, code=3)
    assert "Colour, Shape" in line.error
    line("import", tmp_path / "nothing.csv", code=3)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (["group=GP"], 2),
        (["type=PMS"], 1),
        (["pct=5N6", "end_date<=2013-05-31"], 1),
        (["end_date="], 1),
        (["name~smile"], 1),
        (["status=In force"], 1),
        (["annual_value>=455100"], 1),
    ],
)
def test_list_is_narrowed(filled: Line, where: Sequence[str], found: int) -> None:
    document = filled.json("--as-at", "2012-11-01", "list", "contracts", "--where", *where)
    assert document["total"] == found == len(document["rows"])


def test_list_is_sorted_either_way(filled: Line) -> None:
    up = filled.json("list", "contracts", "--sort", "annual_value")
    down = filled.json("list", "contracts", "--sort=-annual_value")
    assert _refs(up) == ["Peak Vale Surgery", "Bright Smile Surgery"] == _refs(down)[::-1]


def test_amend_undo_redo_and_history(filled: Line) -> None:
    done = filled.json("amend", "700100", "end_date=31 May 2013", "manager=R. Osei", "--new-person")
    assert done["ref"].startswith("C")
    shown = filled.json("show", "700100")
    assert shown["values"]["end_date"] == "2013-05-31"
    assert shown["manager"] == "R. Osei"
    assert shown["sources"][0]["line"] == 2
    filled("undo")
    assert filled.json("show", "700100")["values"]["end_date"] is None
    filled("redo")
    assert filled.json("show", "700100")["values"]["end_date"] == "2013-05-31"
    fields = {row["field"] for row in filled.json("history", "700100")["rows"]}
    assert {"end_date", "manager_id", ""} <= fields
    checked = filled.json("check")
    assert (checked["sound"], checked["problems"]) == (True, [])


@pytest.mark.parametrize(
    "words",
    [
        ["amend", "700100", "end_date=31/06/2013"],
        ["amend", "700100", "end_date=01/01/1990"],
        ["amend", "700100", "colour=red"],
        ["amend", "700100", "contract_type=GDS"],
        ["amend", "999999", "end_date=31/05/2013"],
        ["add", "contract", "contract_no=700100", "contract_type=GMS", "name=Again"],
        ["add", "contract", "contract_no=700200"],
        ["add", "site", "name=Here"],
        ["list", "colours"],
        ["list", "contracts", "--where", "colour=red"],
        ["list", "contracts", "--where", "end_date=31/06/2013"],
        ["explain", "700100", "colour"],
        ["undo", "99"],
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    filled: Line, words: Sequence[str]
) -> None:
    before = filled.json("list", "contracts")
    filled(*words, code=3)
    assert filled.error.strip().endswith((".", "?"))
    assert filled.json("list", "contracts") == before


def test_add_and_remove_are_one_step_each(filled: Line) -> None:
    ref = filled.json(
        "add", "contract", "contract_no=700200", "contract_type=GMS", "name=New Surgery", "pct=5N6"
    )["ref"]
    assert filled.json("list", "contracts")["total"] == 3
    filled("remove", ref)
    assert filled.json("list", "contracts")["total"] == 2
    filled("undo")
    assert filled.json("show", ref)["values"]["name"] == "New Surgery"


def test_reasons_and_due_dates(filled: Line) -> None:
    dates = filled.json("--as-at", "2012-11-01", "explain", "700101")["dates"]
    assert {"status", "decide_by"} <= {row["key"] for row in dates}
    assert all(row["sentence"].endswith(".") for row in dates)
    due = filled.json("--as-at", "2012-11-01", "due", "--within", "400")
    assert {row["name"] for row in due["rows"]} == {"Peak Vale Surgery"}
    assert filled.json("search", "peak")["rows"][0]["title"] == "Peak Vale Surgery"
    assert filled.json("--as-at", "2013-04-01", "today")["ending"] == 1


def test_a_register_that_cannot_be_used_is_exit_code_4(line: Line, tmp_path: Path) -> None:
    line.register = tmp_path / "nowhere.areateam"
    line("list", "contracts", code=4)
    line.register = tmp_path / "text.areateam"
    line.register.write_text("not a register")
    line("check", code=4)
    assert line.register.read_text() == "not a register"


def test_an_older_register_is_read_once_it_is_upgraded(line: Line, tmp_path: Path) -> None:
    older = shutil.copytree(SCHEMA.steps_folder, tmp_path / "steps")
    max(older.glob("*.sql")).unlink()
    line.register.unlink()
    create_store(line.register, Schema(lambda: (), older)).close()
    line("list", "contracts", code=4)
    assert line.error.endswith("open it in the window, or give the command upgrade.\n")
    assert f"is of version {SCHEMA.version}" in line("upgrade")
    assert line("list", "contracts") == "0 contracts\n"


def test_usage_is_exit_code_2(line: Line) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--register", str(line.register), "list", "contracts", "--where"])
    assert left.value.code == 2


def test_an_export_comes_back_the_same(filled: Line, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    filled("export", "contracts", "-o", out)
    document = filled.json("import", out)["files"][0]
    assert (document["new"], document["changed"], document["rejected"]) == (0, 0, 0)


def test_backup_and_restore(filled: Line, tmp_path: Path) -> None:
    copy = tmp_path / "copy.areateam"
    filled("backup", copy)
    filled("remove", "700100")
    filled("restore", copy)
    assert filled.json("list", "contracts")["total"] == 2
    assert filled.json("check")["sound"]


_ODD = (
    "GP contracts;;;;\nOur code;Holder;Sort;Began;Where\n"
    "C99001;Bright Smile;Full GMS;03/04/2004;1 High St, Derby, DE1 2AB\n"
    "C99002;Peak Vale;PMS;05/06/2006;2 Low St, Derby, DE1 2AD\n"
)


def test_a_mapping_is_kept_once_and_used_from_then_on(line: Line, tmp_path: Path) -> None:
    source = tmp_path / "odd.csv"
    source.write_text(_ODD, encoding="utf-8")
    line("import", source, code=3)
    looked = line("mapping", "look", source)
    assert "exact 100%   “Began” means Start; 100%" in looked
    line(
        "mapping", "save", "Derby GP", source, "--pct", "5N6", "--map", "Holder=name",
        "--words", "Sort=Full GMS=GMS", "--dates", "Began=dmy", "--map", "Sort=contract_type",
    )  # fmt: skip
    (document,) = line.json("import", source)["files"]
    assert (document["mapping"], document["new"], document["questions"]) == ("Derby GP", 2, [])
    source.write_text(_ODD.replace("Peak Vale", "Peak Dale"), encoding="utf-8")
    (document,) = line.json("import", source)["files"]
    assert (document["mapping"], document["changed"], document["same"]) == ("Derby GP", 1, 1)
    assert "Derby GP" in line("mapping", "list")
    assert line.json("mapping", "list") == {
        "mappings": [{"name": "Derby GP", "taken": 5, "columns": 5}]
    }


def test_a_mapping_goes_to_another_register_as_a_file(line: Line, tmp_path: Path) -> None:
    source, given = tmp_path / "odd.csv", tmp_path / "mapping.json"
    source.write_text(_ODD, encoding="utf-8")
    line("mapping", "save", "Derby GP", source, "--map", "Sort=contract_type", "Holder=name")
    line("mapping", "export", "Derby GP", "-o", given)
    line("mapping", "remove", "Derby GP")
    line("mapping", "remove", "Derby GP", code=3)
    assert "no mapping called" in line.error
    line("mapping", "import", given, "--name", "Theirs")
    (document,) = line.json("import", source, "--mapping", "theirs", "--dry-run")["files"]
    assert document["questions"] == [
        {"column": "Began", "field": "Start", "sample": "03/04/2004", "lines": 2}
    ]
    said = line("import", source, "--dry-run", "--mapping", "theirs")
    assert "Say which with --dates Began=dmy or Began=mdy." in said
    given.write_text('{"name": "x", "run": "rm"}')
    line("mapping", "import", given, code=3)
    assert "does not hold a mapping" in line.error


def test_an_order_of_dates_is_one_of_two(line: Line, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text(_LIST, encoding="utf-8")
    line("import", source, "--dates", "Start Date=ymd", code=3)
    assert "COLUMN=mdy" in line.error


def test_duplicates_are_listed_merged_and_kept_apart(line: Line, tmp_path: Path) -> None:
    source = tmp_path / "twice.csv"
    source.write_text(_LIST + "0700100,,Bright Smile Surg,GMS,5N6,01/04/2004,,\n", encoding="utf-8")
    line("import", source)
    document = line.json("duplicates", "--kind", "contracts")
    assert document["total"] == 1 == len(document["rows"])
    row = document["rows"][0]
    assert row["likeness"] == "same"
    assert "the same number, otherwise written" in row["reasons"]
    assert "1 pair to decide about" in line("duplicates", "--kind", "contracts")
    line("merge", row["ref"], row["other"], code=3)
    assert "Contractor" in line.error
    line("merge", row["ref"], row["other"], "contractor=middle", code=3)
    line("merge", row["ref"], "K1", code=3)
    done = line.json("merge", row["ref"], row["other"], "contractor=left")
    assert (done["ref"], done["merged"]) == (row["ref"], row["other"])
    assert line.json("show", "0700100")["ref"] == row["ref"]
    shown = line.json("show", row["other"])
    assert (shown["ref"], len(shown["known_before"])) == (row["ref"], 1)
    assert line.json("check")["sound"]
    line("undo")
    assert line.json("duplicates", "--kind", "contracts")["total"] == 1
    line("not-same", row["other"], row["ref"])
    assert line.json("duplicates", "--kind", "contracts") == {"rows": [], "total": 0}


def test_an_empty_list_is_written_for_a_group(line: Line, tmp_path: Path) -> None:
    out = tmp_path / "gp.csv"
    document = line.json("template", "gp", "-o", out)
    assert document["columns"][:3] == ["Contract", "ODS code", "Contractor"]
    assert out.read_text(encoding="utf-8-sig").startswith("Contract,ODS code,Contractor")
    line("template", "vets", "-o", out, code=3)
    assert "gp" in line.error


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("transition", "path"), "No programme runs yet."),
        (("mapping", "list"), "No mapping is kept yet."),
        (("search", "zzz"), "Nothing matches “zzz”."),
        (("due",), "Nothing due within 90 days"),
    ],
)
def test_that_there_is_nothing_is_said(line: Line, words: tuple[str, ...], told: str) -> None:
    assert told in line(*words)


def test_a_backup_where_none_can_be_says_what_is_wrong(line: Line, tmp_path: Path) -> None:
    line("backup", tmp_path, code=3)
    assert "is a folder" in line.error
    line("backup", tmp_path / "gone" / "copy.areateam", code=3)
    assert line.error == f"There is no folder {tmp_path / 'gone'}.\n"


def test_a_command_without_its_verb_names_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_parser.parser(["rate"]).parse_args(["rate"])
    assert "what to do is missing; there are list, " in capsys.readouterr().err


def test_without_a_display_no_window_is_tried(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert can_show("win32", {})
    assert can_show("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([]) == 3
    assert "no window can open" in capsys.readouterr().err
