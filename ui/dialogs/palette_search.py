"""What the palette can find: records of the register, pages of the window and commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from areateam.duties.answer_views import Accountable, who_answers
from areateam.search import Hit, find
from ui.dialogs.palette_list import PaletteGroup, PaletteItem

_SHOWN_RECORDS = 8
_SHOWN_OTHERS = 6
_ICONS = {
    "contract": "document",
    "person": "person",
    "contractor": "people",
    "task": "gantt",
    "calloff": "clock",
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done from anywhere; `enabled` is asked when the palette opens."""

    key: str
    title: str
    icon: str
    act: Callable[[], object]
    shortcut: str = ""
    tail: str = ""


def palette_groups(
    connection: Any,
    text: str,
    pages: Sequence[PaletteItem],
    commands: Sequence[Command],
    shorts: Mapping[str, str],
    day: date,
) -> list[PaletteGroup]:
    """Records, pages and commands for what was typed; `>` before it leaves only commands.

    Without a text the pages and commands are offered. `connection` is a reading one; `shorts`
    are the short names of the types of contract by key; who answers is told for `day`.
    """
    only_commands = text.lstrip().startswith(">")
    words = text.replace(">", " ", 1).strip() if only_commands else text.strip()
    groups = []
    if words and not only_commands:
        hits = find(connection, words)
        items = [_record(hit, shorts) for hit in hits[:_SHOWN_RECORDS]]
        groups.append(PaletteGroup("Records", items, len(hits)))
        told = [_answer(each) for each in who_answers(connection, words, day)]
        groups.append(PaletteGroup("Who answers", told[:_SHOWN_OTHERS], len(told)))
    if not only_commands:
        found = [item for item in pages if _fits(item.title, words)]
        groups.append(PaletteGroup("Pages", found[:_SHOWN_OTHERS], len(found)))
    doable = [_command(each) for each in commands if _fits(each.title, words)]
    groups.append(PaletteGroup("Commands", doable if only_commands else doable[:_SHOWN_OTHERS]))
    return [group for group in groups if group.items]


def _record(hit: Hit, shorts: Mapping[str, str]) -> PaletteItem:
    head, _, rest = hit.detail.partition(" ")
    detail = f"{shorts.get(head, head)} {rest}" if hit.kind == "contract" else hit.detail
    title = f"{hit.ref} {hit.title}" if hit.kind == "calloff" else hit.title
    return PaletteItem(f"{hit.kind}:{hit.id}", _ICONS.get(hit.kind, "file"), title, detail)


def _answer(told: Accountable) -> PaletteItem:
    title = f"{told.code} {told.name}"
    return PaletteItem(f"duty:{told.code}", "matrix", title, told.answer)


def _command(command: Command) -> PaletteItem:
    return PaletteItem(
        f"command:{command.key}",
        command.icon,
        command.title,
        command.tail,
        shortcut=command.shortcut,
    )


def _fits(title: str, words: str) -> bool:
    folded = title.casefold()
    return all(word in folded for word in words.casefold().split())
