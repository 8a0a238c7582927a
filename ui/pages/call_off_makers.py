"""Asks in which role, and by whom, something of a call-off is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.calloffs.way_rules import Maker, role_words, wanted_role
from areateam.catalogue.framework_definitions import SPONSOR
from areateam.core.fields import Choice
from ui.dialogs.ask_panel import AskLine
from ui.pages.call_off_words import desk_call_off_book
from ui.pages.case_fields import choice_field, text_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from areateam.calloffs.call_off_views import CallOffView
    from areateam.core.fields import Value
    from ui.desk import Desk


def maker_lines(desk: Desk, view: CallOffView, role: str, tier: int | None = None) -> list[AskLine]:
    """The lines that ask for a role and a name; the one it is for stands there at first."""
    book = desk_call_off_book(desk)
    at = view.tier if tier is None else tier
    roles = [Choice(each.key, each.label) for each in book.procedures.roles.values()]
    by = desk.office.user
    if role == SPONSOR:
        roles.insert(0, Choice(SPONSOR, "Sponsor"))
        by = view.sponsor
    wanted = wanted_role(book.framework, role, at)
    return [
        AskLine(choice_field("role", "In the role of", tuple(roles)), wanted),
        AskLine(text_field("by", "By", required=True), by),
    ]


def for_words(desk: Desk, view: CallOffView, role: str, tier: int | None = None) -> str:
    """Whom a decision is for, as a sentence."""
    book = desk_call_off_book(desk)
    at = view.tier if tier is None else tier
    words = role_words(book.procedures, book.framework, role, at)
    if role == SPONSOR:
        approver = role_words(book.procedures, book.framework, "approver", at).lower()
        return f"It is for {words}, {view.sponsor}, or for whoever approves: {approver}."
    return f"It is for: {words}, or a role above it."


def maker_of(said: Mapping[str, Value]) -> Maker:
    """Who decides, as the lines state it."""
    return Maker(str(said.get("role") or ""), str(said.get("by") or ""))
