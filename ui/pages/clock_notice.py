"""Says at opening what dates did to call-offs while the register was not looked at."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from areateam.calloffs.call_off_views import call_off_book, call_offs
from areateam.calloffs.way_views import clock_events, clock_sentence, last_entry_day

if TYPE_CHECKING:
    from areateam.catalogue.catalogue import Catalogue
    from ui.desk import Desk

_SEEN = "clock"
_KEPT = 8


def tell_clock(desk: Desk) -> None:
    """Tell what the clock did since the register was last opened here, or last written to."""
    catalogue, day = desk.catalogue, desk.today
    seen = desk.settings.get(_SEEN, {}).get(str(desk.path), "")
    desk.read(_SEEN, lambda c: clock_words(c, catalogue, day, seen), partial(_tell, desk, day))


def clock_words(connection: Any, catalogue: Catalogue, day: date, seen: str) -> str:
    """What the clock did after the ISO day `seen`, "" for the last entry's; "" for nothing.

    `connection` is a reading one.
    """
    since = date.fromisoformat(seen) if seen else last_entry_day(connection)
    if since is None or since >= day:
        return ""
    book = call_off_book(connection, catalogue, day)
    return clock_sentence(clock_events(call_offs(connection, book), book, since))


def _tell(desk: Desk, day: date, words: str) -> None:
    if words:
        desk.told.emit(f"By the clock: {words}")
    seen = dict(desk.settings.get(_SEEN, {}))
    seen.pop(str(desk.path), None)
    newest = [*seen.items(), (str(desk.path), day.isoformat())][-_KEPT:]
    desk.settings.set(_SEEN, dict(newest))
