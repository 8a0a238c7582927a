"""The parsers of the commands about rules, days off, the rate of staff and procedures."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

_OF = "rule_commands"

Command = Callable[..., ArgumentParser]
"""Makes the parser of a command: (commands, name, words, (module, function), opens)."""


def add_rule_commands(commands: Any, command: Command, day: Callable[[str], date]) -> None:
    """Add `rules …`, `days …`, `rate …` and `procedures …`."""
    _add_rules(commands, command, day)
    _add_days(commands, command, day)
    _add_rate(commands, command, day)
    _add_procedures(commands, command)


def pause_of(day: Callable[[str], date]) -> Callable[[str], tuple[date, date]]:
    """Reads a pause FROM..TO."""

    def read(text: str) -> tuple[date, date]:
        first, dots, last = text.partition("..")
        if not dots:
            raise argparse.ArgumentTypeError(f"{text} is not two dates such as D..D")
        return day(first), day(last)

    return read


def _add_rules(commands: Any, command: Command, day: Callable[[str], date]) -> None:
    words = "The time limits that cases keep, and figures of our own."
    doing = commands.add_parser("rules", help=words, description=words).add_subparsers(
        dest="doing", metavar="DOING", required=True
    )
    listed = command(doing, "list", "List the rules.", (_OF, "run_list"), "read")
    listed.add_argument("--unconfirmed", action="store_true", help="only what nobody confirmed")
    show = command(doing, "show", "Show a rule.", (_OF, "run_show"), "read")
    show.add_argument("rule", metavar="RULE")
    setting = command(doing, "set", "Set an unconfirmed figure.", (_OF, "run_set"), "write")
    setting.add_argument("rule", metavar="RULE")
    setting.add_argument("number", metavar="NUMBER")
    setting.add_argument("unit", nargs="*", metavar="UNIT", help="such as working days")
    confirm = command(doing, "confirm", "Confirm a figure.", (_OF, "run_confirm"), "write")
    confirm.add_argument("rule", metavar="RULE")
    clear = command(doing, "clear", "Go back to the shipped figure.", (_OF, "run_clear"), "write")
    clear.add_argument("rule", metavar="RULE")
    for each in (setting, confirm, clear):
        each.add_argument(
            "--from", dest="first", type=day, metavar="DATE", required=each is clear,
            help="cases received from then on",
        )  # fmt: skip
        each.add_argument("--dry-run", action="store_true", help="only say which days move")
    for each in (setting, confirm):
        each.add_argument("--source", required=True, metavar="S", help="where it was read")


def _add_days(commands: Any, command: Command, day: Callable[[str], date]) -> None:
    words = "The days on which nobody works."
    doing = commands.add_parser("days", help=words, description=words).add_subparsers(
        dest="doing", metavar="DOING", required=True
    )
    listed = command(doing, "list", "List the days off of a year.", (_OF, "run_days"), "read")
    listed.add_argument("--year", type=int, default=0, metavar="YEAR")
    add = command(doing, "add", "Add a day off.", (_OF, "run_day_add"), "write")
    remove = command(doing, "remove", "Take a day off away.", (_OF, "run_day_remove"), "write")
    for each in (add, remove):
        each.add_argument("day", type=day, metavar="DATE")
        each.add_argument("--reason", required=True, metavar="R")
    taken = command(doing, "import", "Take days off in.", (_OF, "run_day_import"), "write")
    taken.add_argument("file", type=Path, metavar="FILE.ics")
    for each in (add, remove, taken):
        each.add_argument("--dry-run", action="store_true", help="only say which days move")


def _add_rate(commands: Any, command: Command, day: Callable[[str], date]) -> None:
    words, of = "What an hour of staff costs.", "hours_commands"
    doing = commands.add_parser("rate", help=words, description=words).add_subparsers(
        dest="doing", metavar="DOING", required=True
    )
    command(doing, "list", "List the rates and from when they hold.", (of, "run_rates"), "read")
    setting = command(doing, "set", "Set a rate from a day on.", (of, "run_rate_set"), "write")
    setting.add_argument("rate", metavar="POUNDS", help="an hour, such as 38.50")
    clear = command(doing, "clear", "Take a rate away.", (of, "run_rate_clear"), "write")
    for each in (setting, clear):
        each.add_argument(
            "--from", dest="first", type=day, required=True, metavar="DATE", help="its first day"
        )
    setting.add_argument("--source", default="", metavar="S", help="where it was read")
    setting.add_argument("--by", default="", metavar="NAME", help="who stated it")
    setting.add_argument(
        "--sure", type=int, metavar="PERCENT", help="an estimate of our own, and how sure"
    )


def _add_procedures(commands: Any, command: Command) -> None:
    words = "The procedures that cases follow."
    doing = commands.add_parser("procedures", help=words, description=words).add_subparsers(
        dest="doing", metavar="DOING", required=True
    )
    of = "procedure_commands"
    command(doing, "list", "List the procedures.", (of, "run_list"), "read")
    show = command(doing, "show", "Show a procedure.", (of, "run_show"), "read")
    out = command(doing, "export", "Write one to a file.", (of, "run_export"), "read")
    for each in (show, out):
        each.add_argument("procedure", metavar="PROCEDURE")
    out.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    taken = command(doing, "import", "Take one in.", (of, "run_import"), "write")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--dry-run", action="store_true", help="only check the file")
