"""Commands about governance of call-offs: gates, tiers, and the ledger of proportion."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from areateam.calloffs.call_off_report_views import budget
from areateam.calloffs.call_off_views import CallOffBook, CallOffView
from areateam.calloffs.finished_views import tier_lines
from areateam.calloffs.gate_actions import (
    TierChange,
    change_gate,
    change_tier,
    pass_gate,
    set_tier,
    weigh_again,
)
from areateam.calloffs.gate_views import gate_notes
from areateam.calloffs.route_rules import half_words
from areateam.calloffs.way_rules import role_words, wanted_role
from areateam.commands.call_off_clock_commands import book_of, view_of
from areateam.commands.call_off_commands import answers_from, carry_out, maker_from
from areateam.commands.output import as_document, give, say, table
from areateam.commands.stated_values import paired, stated_pence
from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.office import Office


def run_gates(office: Office, options: Namespace) -> int:
    """The gates of a call-off and the ledger of proportion; the ledger of all without one."""
    book = book_of(office)
    view = view_of(office, options.ref) if options.ref else None
    gates: list[dict[str, Any]] = []
    if view:
        gates = [
            {"gate": g.gate.key, "label": g.gate.label, "tier": g.tier, "applies": g.applies,
             "half_days": g.half_days, "passed_on": g.passed_on, "passed_by": g.passed_by,
             "passed_role": g.passed_role, "role": wanted_role(book.framework, g.gate.role, g.tier),
             "rule": g.rule}
            for g in view.gates
        ]  # fmt: skip
        lines = [
            [g.gate.label, str(g.tier), "stands" if g.applies else "skipped",
             half_words(g.half_days), format_date(g.passed_on) if g.passed_on else "",
             role_words(book.procedures, book.framework, g.gate.role, g.tier)]
            for g in view.gates
        ]  # fmt: skip
        headers = ("Gate", "Tier", "", "Days", "Passed", "For")
        say(options, table(headers, lines, (False,) * 6))
        say(options, budget(view, book).sentence)
    notes = gate_notes(office.store.connection, book.framework, view.id if view else None)
    for note in notes:
        say(
            options,
            f"{note.number}  {note.gate}: {note.decided}. {note.rule} {note.reason}".strip(),
        )
    give(
        options,
        {"gates": gates, "rows": [as_document(note) for note in notes], "total": len(notes)},
    )
    return 0


def run_raise(office: Office, options: Namespace) -> int:
    """Raise the tier of a call-off or of one gate; it needs a reason."""
    return _move(office, options, up=True)


def run_lower(office: Office, options: Namespace) -> int:
    """Lower the tier of a call-off or of one gate; a second person agrees."""
    return _move(office, options, up=False)


def _move(office: Office, options: Namespace, *, up: bool) -> int:
    change = TierChange(options.tier, options.reason, options.second)

    def act(write: Write, book: CallOffBook, view: CallOffView) -> None:
        now = next((g.tier for g in view.gates if g.gate.key == options.gate), view.tier)
        if change.tier != now and (change.tier > now) != up:
            raise UserProblem("tier-other-way", tier=now)
        if options.gate:
            change_gate(write, book, view.id, options.gate, change)
        else:
            change_tier(write, book, view.id, change)

    what = f"the gate {options.gate}" if options.gate else "the tier"
    done = carry_out(office, options, f"{'Raise' if up else 'Lower'} {what} to {options.tier}", act)
    say(options, budget(view_of(office, options.ref), book_of(office)).sentence)
    return done


def run_pass(office: Office, options: Namespace) -> int:
    """Say who let a call-off through a gate, and when."""
    on = options.on or office.today()
    return carry_out(
        office, options, f"Pass the gate {options.gate}",
        lambda write, book, view: pass_gate(
            write, book, view.id, options.gate, on, maker_from(options)),
    )  # fmt: skip


def run_weigh(office: Office, options: Namespace) -> int:
    """Give a call-off another value or other answers about risk."""
    value = stated_pence(options.value) if options.value else None
    answers = answers_from(options.risk)
    return carry_out(
        office, options, "Weigh again",
        lambda write, book, view: weigh_again(
            write, book, view.id, value_pence=value, answers=answers),
    )  # fmt: skip


def run_tiers(office: Office, options: Namespace) -> int:
    """The tiers of governance, and how their figures are known."""
    lines = tier_lines(office.store.connection, book_of(office).framework)
    shown = [
        [str(t.number), _limit(t.below_pence), t.risk, t.approver, half_words(t.governance),
         t.competition, t.known]
        for t in lines
    ]  # fmt: skip
    headers = ("Tier", "Value", "Risk up to", "Approver", "Days", "Competition", "Known")
    say(options, table(headers, shown, (True, False, False, False, True, False, False)))
    give(options, {"rows": [as_document(t) for t in lines], "total": len(lines)})
    return 0


def _limit(below_pence: int | None) -> str:
    return "no limit" if below_pence is None else f"below {format_money(below_pence)}"


def run_set_tier(office: Office, options: Namespace) -> int:
    """Set figures of a tier for this office, with their source."""
    book = book_of(office)
    stated = dict(paired(text) for text in options.values)
    if "below" in stated:
        stated["below_pence"] = str(stated_pence(stated.pop("below")))
    written = office.write(
        f"Set tier {options.number}", lambda write: set_tier(write, book, options.number, stated)
    )
    say(options, f"Tier {options.number} is set; call-offs opened from now on follow it")
    give(options, {"tier": options.number, "operation": written.operation})
    return 0
