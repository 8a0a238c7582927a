"""The parser of the commands about variation: an indicator, or a verb, comes first."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from areateam.catalogue.indicator_definitions import Level
from areateam.variation.verdict_rules import VerdictKind

Command = Callable[..., ArgumentParser]

_SHOW, _JUDGE = "variation_commands", "verdict_commands"
VERBS = {
    "list": (_SHOW, "run_list", "read"),
    "judge": (_JUDGE, "run_judge", "write"),
    "queries": (_JUDGE, "run_queries", "read"),
    "register": (_JUDGE, "run_register", "read"),
    "moved": (_JUDGE, "run_moved", "read"),
    "series": ("series_commands", "run_series", "read"),
    "tenths": ("tenths_commands", "run_tenths", "read"),
    "changed": ("series_commands", "run_changed", "read"),
    "rebase": ("series_commands", "run_rebase", "write"),
    "consistency": ("consistency_commands", "run_consistency", "read"),
}
"""The verbs with the module and function that run each, and how it opens the register."""


class _Verb(argparse.Action):
    """Takes the first word: a verb says what runs and how the register is opened."""

    def __call__(
        self,
        parser: ArgumentParser,  # noqa: ARG002 - argparse hands it over
        namespace: Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002 - as above
    ) -> None:
        module, name, namespace.opens = VERBS.get(values, (_SHOW, "run_show", "read"))
        namespace.run = (module, name)
        namespace.what = values


def add_variation_commands(commands: Any, command: Command, day: Callable[[str], object]) -> None:
    """Add `variation INDICATOR` and the verbs of variation."""
    made = command(
        commands,
        "variation",
        "How far contractors differ: an indicator such as I01, or a verb.",
        ("variation_commands", "run_show"),
        "read",
    )
    verbs = ", ".join(VERBS)
    made.add_argument("what", metavar="INDICATOR", action=_Verb, help=f"or one of: {verbs}")
    made.add_argument(
        "rest",
        nargs="*",
        metavar="WORD",
        help="judge, series, tenths, rebase: INDICATOR and REF; consistency: PROCEDURE",
    )
    made.add_argument("--on", type=day, metavar="DATE", help="today, unless named")
    made.add_argument("--group", default="", metavar="GROUP", help="only contracts of a group")
    made.add_argument("--level", choices=_levels(), help="contracts, unless named")
    made.add_argument("--where", action="append", metavar="FIELD=VALUE")
    made.add_argument("--area-team", default="", metavar="CODE", help="register: of one team")
    made.add_argument("-o", "--out", type=Path, metavar="FILE", help="CSV or .xlsx")
    made.add_argument(
        "--letters", action="store_true", help="consistency: letters beside the single model's"
    )
    made.add_argument("--unadjusted", action="store_true", help="do not widen the limits")
    made.add_argument("--limit", type=int, default=0, metavar="N")
    kinds = ", ".join(kind.value.replace(" ", "-") for kind in VerdictKind)
    made.add_argument("--verdict", default="", metavar="VERDICT", help=f"one of: {kinds}")
    made.add_argument("--reason", default="", metavar="TEXT")
    made.add_argument("--evidence", default="", metavar="TEXT")
    made.add_argument("--reviewer", default="", metavar="NAME")
    made.add_argument("--review-by", type=day, metavar="DATE", help="when to look again")
    made.add_argument("--template", default="", metavar="KEY", help="opens the case of acting")
    _add_series_options(made, day)


def _add_series_options(made: ArgumentParser, day: Callable[[str], object]) -> None:
    """What a series over time is drawn by, and what a new base of its limits needs."""
    made.add_argument(
        "--since", type=day, metavar="DATE", help="changed: else the day before the last import"
    )
    made.add_argument("--unscreened", action="store_true", help="series: let large moves count")
    made.add_argument("--target", type=float, metavar="VALUE", help="series: else that of a plan")
    made.add_argument("--from", dest="starts_on", type=day, metavar="DATE", help="rebase: since")
    made.add_argument("--lock", type=int, metavar="N", help="rebase: keep to the first 12 to 20")
    made.add_argument("--author", default="", metavar="NAME", help="rebase: you, unless named")
    made.add_argument("--remove", action="store_true", help="rebase: take it back")


def _levels() -> Sequence[str]:
    return [level.value for level in Level]
