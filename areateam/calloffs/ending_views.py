"""What becomes of a call-off's contract when its commissioner ends, in words, with the gap."""

from __future__ import annotations

import msgspec

from areateam.calloffs.call_off_views import CallOffView
from areateam.catalogue.framework_definitions import Framework, named
from areateam.core.dates import format_date


class EndingLine(msgspec.Struct, frozen=True):
    """What becomes of it: a word for lists, a sentence, and whether that is still to be said."""

    short: str
    words: str
    is_gap: bool


def ending_line(view: CallOffView, framework: Framework) -> EndingLine:
    """What becomes of the contract of a call-off once its commissioner has ended."""
    ends = format_date(framework.ends_on.isoformat())
    if view.outcome == "stopped":
        return EndingLine("no contract", "It led to no contract.", is_gap=False)
    last = view.ending.last_day
    if view.ending.after:
        spec = named(framework.after, view.ending.after, "answer to what becomes of it")
        body = f" to {view.ending.body}" if view.ending.body else ""
        said = f"The contract {spec.label}{body}."
        if last and last <= framework.ends_on and spec.passes:
            said += f" It ends on {format_date(last.isoformat())} already."
        return EndingLine(spec.short, said, is_gap=False)
    if last and last <= framework.ends_on:
        day = format_date(last.isoformat())
        return EndingLine("ends by then", f"The contract ends on {day}.", is_gap=False)
    runs = f"The contract runs to {format_date(last.isoformat())}" if last else "It may run on"
    words = f"{runs}; nobody has said what becomes of it after {ends}."
    return EndingLine("not decided", words, is_gap=True)


def exit_words(view: CallOffView) -> str:
    """Whether the contract may be ended early, and on what terms."""
    early, terms = view.ending.early, view.ending.terms
    words = {True: "may be ended early", False: "cannot be ended early", None: "not said"}[early]
    return f"{words}: {terms}" if terms else words


def exit_short(view: CallOffView) -> str:
    """Early exit as a list has room for it: yes, no, or nothing said."""
    return {True: "yes", False: "no", None: ""}[view.ending.early]
