"""The parsers of the commands about external support."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

_CLOCK, _WORK, _GATES = "call_off_clock_commands", "call_off_commands", "call_off_gate_commands"
_STATES, _RELEASE = "call_off_state_commands", "call_off_release_commands"

Command = Callable[..., ArgumentParser]
"""Makes the parser of a command: (commands, name, words, (module, function), opens)."""
Day = Callable[[str], object]


def add_call_off_commands(commands: Any, command: Command, day: Day) -> None:
    """Add `calloff open`, `calloff plan` and the other verbs of external support."""
    words = "External support: call-offs under a framework."
    top = commands.add_parser("calloff", help=words, description=words)
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, words: str, module: str, opens: str = "write") -> ArgumentParser:
        return command(verbs, name, words, (module, f"run_{name.replace('-', '_')}"), opens)

    _add_reading(verb, day)
    _add_working(verb, day)
    _add_need(verb, day)
    _add_bidders(verb, day)
    _add_gates(verb, day)
    _add_states(verb, day)


def _day_or_none(day: Day) -> Day:
    """Reads a day, or "-" as "", which takes one away."""
    return lambda text: "" if text == "-" else day(text)


def _add_maker(target: ArgumentParser) -> None:
    target.add_argument("--role", default="", metavar="ROLE", help="in which role it is decided")
    target.add_argument("--by", default="", metavar="NAME", help="who decides; you, if left out")


def _add_reading(verb: Command, day: Day) -> None:
    plan = verb("plan", "Both routes from a start, or a call-off planned v actual.", _CLOCK, "read")
    plan.add_argument("ref", nargs="?", default="", metavar="REF")
    plan.add_argument("--start", type=day, metavar="DATE")
    plan.add_argument("--needed-by", type=day, metavar="DATE")
    plan.add_argument("--standstill", action="store_true")
    last = verb("last-start", "The last safe start of both routes.", _CLOCK, "read")
    last.add_argument("--needed-by", type=day, metavar="DATE", required=True)
    last.add_argument("--standstill", action="store_true")
    tried = verb(
        "what-if", "Try another length, tier, start or pause; writes nothing.", _CLOCK, "read"
    )
    tried.add_argument("ref", metavar="REF")
    tried.add_argument("--stage", action="append", default=[], metavar="STAGE=DAYS")
    tried.add_argument("--gate", action="append", default=[], metavar="GATE=TIER")
    tried.add_argument("--tier", type=int, metavar="N")
    tried.add_argument("--start", type=day, metavar="DATE")
    tried.add_argument("--pause", default="", metavar="D..D")
    fall = verb("waterfall", "Where the weeks went, by stage and by cause.", _CLOCK, "read")
    fall.add_argument("ref", metavar="REF")
    verb("chart", "All finished call-offs against 4½ weeks.", _CLOCK, "read")


def _add_working(verb: Command, day: Day) -> None:
    opened = verb("open", "Open a call-off.", _WORK)
    opened.add_argument("title", metavar="TITLE")
    for name in ("need", "sponsor", "area", "lot", "value"):
        opened.add_argument(f"--{name}", required=True, metavar=name.upper())
    opened.add_argument("--risk", action="extend", nargs="+", required=True, metavar="QUESTION=0-3")
    opened.add_argument("--start", type=day, metavar="DATE")
    opened.add_argument("--route", default="fast", choices=("fast", "classic"))
    opened.add_argument("--standstill", action="store_true")
    opened.add_argument("--needed-by", type=day, metavar="DATE")
    opened.add_argument("--task", default="", metavar="TASK", help="the task that it serves")
    opened.add_argument("--path", default="competition", metavar="PATH", help="or direct")
    opened.add_argument("--path-reason", default="", metavar="WHY", help="why a direct award")
    stage = verb("stage", "Say when a stage began or was done, or open it again.", _WORK)
    stage.add_argument("ref", metavar="REF")
    stage.add_argument("stage", metavar="STAGE", help="a key such as sift, or its number")
    doing = stage.add_mutually_exclusive_group(required=True)
    doing.add_argument("--begun", type=day, metavar="DATE")
    doing.add_argument("--done", type=day, metavar="DATE")
    doing.add_argument("--reopen", action="store_true")
    stage.add_argument("--by-noon", action="store_true", help="done in the middle of that day")
    _add_maker(stage)
    _add_pauses(verb, day)


def _add_pauses(verb: Command, day: Day) -> None:
    pause = verb("pause", "Let a call-off stand still.", _WORK)
    pause.add_argument("ref", metavar="REF")
    pause.add_argument("--reason", required=True, metavar="REASON")
    pause.add_argument("--evidence", default="")
    pause.add_argument("--from", dest="first", type=day, metavar="D")
    pause.add_argument("--to", dest="last", type=day, metavar="D")
    resumed = verb("resume", "End the pause.", _WORK)
    resumed.add_argument("ref", metavar="REF")
    resumed.add_argument("--on", type=day, metavar="DATE", help="its last day")
    lost = verb("lost", "Say what took time of a stage.", _WORK)
    lost.add_argument("ref", metavar="REF")
    lost.add_argument("stage", metavar="STAGE")
    lost.add_argument("cause", metavar="CAUSE")
    lost.add_argument("days", metavar="DAYS", help="such as 1 or 1.5")
    lost.add_argument("--note", default="")
    closed = verb("close", "Stop a call-off, or name the contract it led to.", _WORK)
    closed.add_argument("ref", metavar="REF")
    closed.add_argument("--reason", default="", help="why it is stopped")
    closed.add_argument("--contract", default="", metavar="C12")
    closed.add_argument("--on", type=day, metavar="DATE")
    _add_maker(closed)


def _add_need(verb: Command, day: Day) -> None:
    need = verb("need", "Say by when it is needed, and which task it serves.", _WORK)
    need.add_argument("ref", metavar="REF")
    need.add_argument("--by", type=_day_or_none(day), metavar="DATE", help="or - for none")
    need.add_argument("--task", default="", metavar="TASK", help="5N8-T18, or - for none")


def _add_bidders(verb: Command, day: Day) -> None:
    bidder = verb("bidder", "Name a bidder, its interests and its rank.", _WORK)
    bidder.add_argument("ref", metavar="REF")
    bidder.add_argument("name", metavar="NAME")
    bidder.add_argument("--interests", default="", metavar="WORD")
    bidder.add_argument("--note", default="")
    bidder.add_argument("--rank", type=int, metavar="N")
    bidder.add_argument("--declined", action="store_true")
    given = verb("award", "Award it, or reject the award so that the next in rank has it.", _WORK)
    given.add_argument("ref", metavar="REF")
    given.add_argument("name", nargs="?", default="", metavar="NAME")
    given.add_argument("--reject", action="store_true")
    given.add_argument("--reason", default="")
    _add_maker(given)
    told = verb("notify", "Enter the day on which bidders were told.", _WORK)
    told.add_argument("ref", metavar="REF")
    told.add_argument("--on", type=day, metavar="DATE")
    filed = verb("file", "File a paper; without one, list papers and gaps.", _WORK)
    filed.add_argument("ref", metavar="REF")
    filed.add_argument("paper", nargs="?", default="", metavar="PAPER")
    filed.add_argument("file", nargs="?", type=Path, metavar="FILE")
    filed.add_argument("--title", default="")
    filed.add_argument("--on", type=day, metavar="DATE")
    saved = verb("saving", "Claim a saving, or validate one.", _WORK)
    saved.add_argument("ref", metavar="REF")
    saved.add_argument("title", nargs="?", default="", metavar="TITLE")
    saved.add_argument("--claimed", default="", metavar="POUNDS")
    saved.add_argument("--validated", default="", metavar="POUNDS")
    saved.add_argument("--cashable", default="", metavar="POUNDS")
    saved.add_argument("--by", default="", metavar="NAME")


def _add_gates(verb: Command, day: Day) -> None:
    gates = verb("gates", "The gates of a call-off, and the ledger of proportion.", _GATES, "read")
    gates.add_argument("ref", nargs="?", default="", metavar="REF", help="every one, if left out")
    for name, words in (
        ("raise", "Raise the tier, or that of one gate."),
        ("lower", "Lower the tier, or that of one gate: two people do it."),
    ):
        moved = verb(name, words, _GATES)
        moved.add_argument("ref", metavar="REF")
        moved.add_argument("--to", dest="tier", type=int, required=True, metavar="N")
        moved.add_argument("--gate", default="", metavar="GATE")
        moved.add_argument("--reason", default="")
        moved.add_argument("--second", default="", metavar="NAME")
    passed = verb("pass", "Say who let it through a gate.", _GATES)
    passed.add_argument("ref", metavar="REF")
    passed.add_argument("gate", metavar="GATE")
    passed.add_argument("--by", required=True, metavar="NAME")
    passed.add_argument("--role", default="", metavar="ROLE", help="in which role")
    passed.add_argument("--on", type=day, metavar="DATE")
    weighed = verb("weigh", "Give it another value or other answers about risk.", _GATES)
    weighed.add_argument("ref", metavar="REF")
    weighed.add_argument("--value", default="", metavar="POUNDS")
    weighed.add_argument("--risk", action="extend", nargs="+", default=[], metavar="QUESTION=0-3")
    verb("tiers", "The tiers: limits, approvers, papers, how they are known.", _GATES, "read")
    set_to = verb("set-tier", "Set figures of a tier for this office.", _GATES)
    set_to.add_argument("number", type=int, metavar="N")
    set_to.add_argument("values", nargs="+", metavar="FIELD=VALUE")


def _add_states(verb: Command, day: Day) -> None:
    states = verb("states", "Its state, and who may take which way onward.", _STATES, "read")
    states.add_argument("ref", metavar="REF")
    states.add_argument("--every", action="store_true", help="the whole machine")
    clock = verb("clock", "What dates did by themselves.", _STATES, "read")
    clock.add_argument("--since", type=day, metavar="DATE", help="the last entry, if left out")
    path = verb("path", "Direct award or further competition.", _STATES)
    path.add_argument("ref", metavar="REF")
    path.add_argument("path", nargs="?", default="", metavar="PATH", help="competition or direct")
    path.add_argument("--reason", default="")
    _add_maker(path)
    bids = verb("bids", "The last day for bids.", _STATES)
    bids.add_argument("ref", metavar="REF")
    bids.add_argument(
        "--until", type=_day_or_none(day), required=True, metavar="DATE", help="or - for none"
    )
    ocds = verb("ocds", "Write it as a release of open contracting data 1.1.", _RELEASE, "read")
    ocds.add_argument("ref", metavar="REF")
    ocds.add_argument("-o", "--out", type=Path, metavar="FILE", help="only shown, if left out")
    ocds.add_argument("--prefix", default="", help="the publisher's registered prefix")
    ending = verb("ending", "What becomes of the contract when the commissioner ends.", _STATES)
    ending.add_argument("ref", metavar="REF")
    ending.add_argument("--last-day", type=_day_or_none(day), metavar="DATE")
    ending.add_argument("--early", choices=("yes", "no", "-"), help="may it be ended early")
    ending.add_argument("--terms", metavar="TEXT", help="on what terms")
    ending.add_argument("--after", metavar="WORD", help="transfers, novated, ended-early, …")
    ending.add_argument("--body", metavar="BODY", help="which body has it then")
