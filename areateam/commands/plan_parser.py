"""The parsers of the commands about plans."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from areateam.commands.command_parser import add_new_person

_READING, _ENTERING = "plan_commands", "plan_entry_commands"
_ELSEWHERE = {
    "benefits": "benefit_commands",
    "merge": "plan_merge_commands",
    "show": "plan_show_commands",
}
_READS = frozenset(("show", "gaps", "compare", "export", "benefits", "money"))

Command = Callable[..., ArgumentParser]
Day = Callable[[str], object]


def add_plan_commands(commands: Any, command: Command, day: Day) -> None:
    """Add `plan show`, `plan gaps` and the other verbs of plans."""
    words = "Aims of three to five years, and the money behind them."
    plan = commands.add_parser("plan", help=words, description=words)
    verbs = plan.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, words: str) -> ArgumentParser:
        reads = name in _READS
        usual = _READING if reads else _ENTERING
        run = (_ELSEWHERE.get(name, usual), f"run_{name}")
        return command(verbs, name, words, run, "read" if reads else "write")

    _add_reading(verb)
    _add_plans(verb, day)
    _add_aims(verb, day)
    _add_money(verb, day)


def _plan(target: ArgumentParser) -> None:
    target.add_argument("plan", nargs="?", default="", metavar="PL1", help="the only one, unless")


def _add_reading(verb: Callable[[str, str], ArgumentParser]) -> None:
    _plan(verb("show", "A plan with its aims and its money."))
    _plan(verb("gaps", "Money without an aim, and aims without money."))
    _plan(verb("money", "A plan's money by region, area team, PCT and contract."))
    compared = verb("compare", "How two plans differ; a version and the one before, unless named.")
    compared.add_argument("plan", metavar="PL2")
    compared.add_argument("other", nargs="?", default="", metavar="PL1")
    verb("benefits", "What shows whether the three benefits come.")
    exported = verb("export", "Write a plan's lines, year by year, to a file.")
    _plan(exported)
    exported.add_argument("--format", choices=("csv", "xlsx", "json"), default="csv")
    exported.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")


def _add_plans(verb: Callable[[str, str], ArgumentParser], day: Day) -> None:
    new = verb("new", "Begin a plan.")
    new.add_argument("name", metavar="NAME")
    new.add_argument("--body", default="", metavar="CODE", help="the area team, unless named")
    new.add_argument("--from", dest="first", type=day, metavar="D", help="next April, unless named")
    new.add_argument("--years", type=int, default=3, metavar="N")
    refresh = verb("refresh", "Begin the next version of a plan.")
    refresh.add_argument("plan", metavar="PL1")
    refresh.add_argument("--body", default="", metavar="CODE", help="the body that takes over")
    refresh.add_argument("--from", dest="first", type=day, metavar="D")
    refresh.add_argument("--years", type=int, metavar="N")
    merged = verb("merge", "Merge plans into one of the body that takes over; --check shows it.")
    merged.add_argument("plans", nargs="+", metavar="PL1")
    merged.add_argument("--name", default="", metavar="NAME", help="that of the first, unless")
    merged.add_argument("--body", default="", metavar="CODE", help="the area team, unless named")
    merged.add_argument("--from", dest="first", type=day, metavar="D", help="the first, unless")
    merged.add_argument("--years", type=int, metavar="N", help="to the last day, unless named")
    merged.add_argument("--join", nargs="+", default=[], metavar="AIM7=AIM2", help="one aim")
    merged.add_argument("--apart", nargs="+", default=[], metavar="AIM7=AIM2", help="two aims")
    merged.add_argument("--same", choices=("join", "apart"), help="all that are called the same")
    merged.add_argument("--check", action="store_true", help="show it, and change nothing")
    scenario = verb("scenario", "Copy a plan to try something out.")
    scenario.add_argument("plan", metavar="PL1")
    scenario.add_argument("name", metavar="NAME")
    adopt = verb("adopt", "Make a scenario the next version.")
    adopt.add_argument("plan", metavar="PL3")
    discard = verb("discard", "Set a scenario aside.")
    discard.add_argument("plan", metavar="PL3")


def _add_aims(verb: Callable[[str, str], ArgumentParser], day: Day) -> None:
    aim = verb("aim", "Add an aim to a plan.")
    aim.add_argument("plan", metavar="PL1")
    aim.add_argument("name", metavar="NAME")
    aim.add_argument("--benefit", required=True, metavar="B1", help="B1, B2 or B3")
    aim.add_argument("--domain", type=int, metavar="N", help="1 to 5, of the Outcomes Framework")
    aim.add_argument("--owner", default="", metavar="NAME")
    drop = verb("drop", "Drop an aim, with the reason.")
    drop.add_argument("aim", metavar="AIM1")
    drop.add_argument("reason", metavar="REASON")
    drop.add_argument("--on", type=day, metavar="DATE", help="today, unless named")
    measure = verb("measure", "Say what an aim is measured by.")
    measure.add_argument("aim", metavar="AIM1")
    measure.add_argument("name", metavar="NAME")
    measure.add_argument("--unit", default="", help="such as %%, days, or £ a patient")
    measure.add_argument("--places", type=int, choices=range(5), default=0)
    measure.add_argument("--less", action="store_true", help="less is better")
    measure.add_argument("--baseline", default="", metavar="N")
    measure.add_argument("--on", type=day, metavar="DATE", help="of the baseline")
    measure.add_argument("--source", default="", help="of the baseline")
    measure.add_argument("--indicator", default="", metavar="I01")
    measure.add_argument("--owner", default="", metavar="NAME", help="answers for it afterwards")
    measure.add_argument("--check-in", type=int, metavar="N", help="looked at every N months")
    follow = verb("follow", "Say who looks at a measure afterwards, and how often.")
    follow.add_argument("measure", metavar="PM1")
    follow.add_argument("--owner", default="", metavar="NAME")
    follow.add_argument("--check-in", type=int, metavar="N", help="every N months")
    add_new_person(aim, measure, follow)
    target = verb("target", "Set what a measure is to reach.")
    target.add_argument("measure", metavar="PM1")
    target.add_argument("targets", nargs="+", metavar="2013-14=N")
    measure.add_argument("--target", dest="targets", nargs="+", default=[], metavar="2013-14=N")
    actual = verb("actual", "Enter what was measured.")
    actual.add_argument("measure", metavar="PM1")
    actual.add_argument("value", metavar="N")
    actual.add_argument("--on", type=day, metavar="DATE", help="today, unless named")
    actual.add_argument("--source", required=True)


def _add_money(verb: Callable[[str, str], ArgumentParser], day: Day) -> None:
    line = verb("line", "Add a line of money to a plan.")
    line.add_argument("plan", metavar="PL1")
    line.add_argument("name", metavar="NAME")
    line.add_argument("amount", metavar="£", help="for a full year, or once; a saving is negative")
    line.add_argument("--once", action="store_true", help="not every year")
    line.add_argument("--from", dest="first", type=day, required=True, metavar="D")
    line.add_argument("--to", dest="last", type=day, metavar="D", help="the plan's end, unless")
    line.add_argument("--nature", default="", help="investment, saving, inflation or growth")
    line.add_argument("--aim", default="", metavar="AIM1")
    line.add_argument("--body", default="", metavar="CODE", help="whose money it is")
    line.add_argument("--contract", default="", metavar="C1")
    line.add_argument("--case", default="", metavar="CA1")
    line.add_argument("--calloff", default="", metavar="12/03")
    tie = verb("tie", "Tie a line of money to an aim, or to none.")
    tie.add_argument("line", metavar="PI1")
    tie.add_argument("aim", nargs="?", default="", metavar="AIM1")
    remove = verb("remove", "Take a line of money out of a plan.")
    remove.add_argument("line", metavar="PI1")
    limit = verb("limit", "Set what a plan may cost in a year.")
    limit.add_argument("plan", metavar="PL1")
    limit.add_argument("year", metavar="2013-14")
    limit.add_argument("amount", metavar="£")
    limit.add_argument("--because", required=True, metavar="WORDS")
