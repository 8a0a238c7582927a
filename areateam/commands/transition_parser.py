"""The parsers of the commands about hand-overs; TASK is a name such as TA12 or 5N8-T18."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from areateam.commands.command_parser import add_new_person

_OF = "transition_commands"
_MODULES = {
    "certificate": "transition_paper_commands",
    "status": "transition_paper_commands",
    "progress": "transition_paper_commands",
    "compare": "transition_compare_commands",
    "template": "programme_commands",
    "update": "programme_commands",
    "export": "signature_commands",
    "import": "signature_commands",
}

Command = Callable[..., ArgumentParser]
"""Makes the parser of a command: (commands, name, words, (module, function), opens)."""


def add_transition_commands(commands: Any, command: Command, day: Callable[[str], object]) -> None:
    """Add `transition start` and the other verbs of a hand-over."""
    words = "Work on the hand-over of functions."
    top = commands.add_parser("transition", help=words, description=words)
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, words: str, opens: str = "write", under: Any = verbs) -> ArgumentParser:
        module = _MODULES.get(name, _OF)
        return command(under, name, words, (module, f"run_{name}"), opens)

    started = verb("start", "Start the plan of a programme for places.")
    started.add_argument("programme", metavar="PROGRAMME")
    started.add_argument(
        "--pct", "--place", dest="pct", action="extend", nargs="+", default=[], metavar="CODE",
        help="the places; without it, all of the register's area team",
    )  # fmt: skip
    _narrowed(verb("readiness", "How ready each place is.", "read"))
    _narrowed(verb("progress", "Accepted against planned tasks, by weeks.", "read"))
    compared = verb("compare", "Hold two sets of plans side by side.", "read")
    for name in ("first", "second"):
        compared.add_argument(
            name, metavar="SET", help="a place, an area team, all, or a day; 5N8@2012-10-01"
        )
    _narrowed(verb("path", "The critical path.", "read"))
    _narrowed(verb("findings", "What the plans get wrong.", "read"))
    certificate = verb("certificate", "Write the certificate of a place.", "read")
    certificate.add_argument("pct", metavar="PCT")
    certificate.add_argument("--programme", default="", metavar="PROGRAMME")
    certificate.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.pdf")
    status = _narrowed(verb("status", "Write the report to the board.", "read"))
    status.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.pdf")
    updated = _narrowed(verb("update", "Bring running plans to a changed programme."))
    updated.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="without it, the one that is shipped"
    )
    updated.add_argument("--dry-run", action="store_true", help="only say what would change")
    template = verb("template", "Write a programme to a file, to be changed.", "")
    template.add_argument("programme", metavar="PROGRAMME")
    template.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.toml")
    _add_signing(verb, day)
    _add_signatures(verbs, verb)
    baseline = _narrowed(verb("baseline", "Keep where every task lies now."))
    baseline.add_argument("name", metavar="NAME")


def _narrowed(made: ArgumentParser) -> ArgumentParser:
    made.add_argument("--programme", default="", metavar="PROGRAMME")
    made.add_argument(
        "--pct", "--place", dest="pct", action="extend", nargs="+", default=[], metavar="CODE"
    )
    return made


def _add_signing(verb: Callable[..., ArgumentParser], day: Callable[[str], object]) -> None:
    signed = verb("sign", "Sign a task for one side.")
    signed.add_argument("task", metavar="TASK")
    signed.add_argument("--as", dest="side", choices=("sender", "receiver"), required=True)
    signed.add_argument("--name", default="", metavar="NAME", help="who signs")
    signed.add_argument("--on", type=day, metavar="DATE")
    signed.add_argument("--evidence", type=str, default="", metavar="FILE")
    signed.add_argument("--reason", default="", help="why there is no evidence")
    query = verb("query", "Ask the sender back instead of accepting.")
    query.add_argument("task", metavar="TASK")
    query.add_argument("text", metavar="TEXT")
    begun = verb("begin", "Say that work on a task has begun.")
    begun.add_argument("task", metavar="TASK")
    begun.add_argument("--on", type=day, metavar="DATE")
    expected = verb("expect", "Date the end of a task by hand.")
    expected.add_argument("task", metavar="TASK")
    expected.add_argument("--on", type=day, metavar="DATE", help="left out: date it by the plan")
    expected.add_argument("--reason", default="")
    expected.add_argument("--dry-run", action="store_true", help="only say what would move")
    owner = verb("assign", "Give tasks to a person.")
    owner.add_argument("tasks", nargs="+", metavar="TASK")
    owner.add_argument("--to", required=True, metavar="NAME")
    add_new_person(owner)


def _add_signatures(verbs: Any, verb: Callable[..., ArgumentParser]) -> None:
    """`transition signatures export` and `import`: the exchange between the two sides."""
    words = "Exchange with the other side what each has signed."
    doing = verbs.add_parser("signatures", help=words, description=words).add_subparsers(
        dest="doing", metavar="DOING", required=True
    )
    given = verb("export", "Write what is signed here to a file.", "read", doing)
    given.add_argument("--pct", "--place", dest="pct", required=True, metavar="CODE")
    given.add_argument("--programme", default="", metavar="PROGRAMME")
    given.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    taken = verb("import", "Take in what the other side has signed.", "write", doing)
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument(
        "--replace", action="store_true", help="also where it contradicts what is here"
    )
    taken.add_argument("--dry-run", action="store_true", help="only say what it would change")
