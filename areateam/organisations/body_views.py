"""Reads organisations for choices: what a code may be, with its name beside it."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Sequence

from areateam.catalogue.catalogue import Catalogue
from areateam.core.findings import Fault

_NEAR = 0.6


def bodies_of(connection: sqlite3.Connection, kinds: Sequence[str]) -> list[tuple[str, str]]:
    """The code and name of every organisation of some kinds, by name."""
    marks = ", ".join("?" * len(kinds))
    return connection.execute(
        f"SELECT code, name FROM body WHERE kind_of IN ({marks}) ORDER BY name, code", list(kinds)
    ).fetchall()


def body_meant(
    connection: sqlite3.Connection, catalogue: Catalogue, kinds: Sequence[str], text: str
) -> str | Fault:
    """The code that a typed text means: "5N6", "5N6 Derbyshire County PCT" or the name alone.

    Fault("body-unknown") where the register knows no such organisation of these kinds; its
    detail names the nearest.
    """
    listed = bodies_of(connection, kinds)
    codes = {code.casefold(): code for code, _ in listed}
    first = text.split(maxsplit=1)[0].casefold() if text.strip() else ""
    if first in codes:
        return codes[first]
    named = [code for code, name in listed if name.casefold() == text.strip().casefold()]
    if len(named) == 1:
        return named[0]
    for kind in kinds:
        meant = catalogue.directory.code_from_words(kind, text)
        if meant is not None and meant.casefold() in codes:
            return meant
    near = nearest_body(listed, text)
    return Fault("body-unknown", f"The nearest is {near}" if near else "")


def nearest_body(listed: Sequence[tuple[str, str]], text: str) -> str:
    """The code and name that a text comes nearest to, as "5N6 Derbyshire County PCT"; or "".

    Only names are compared: of codes with three characters many are near and none is meant.
    """
    sought = {name.casefold(): f"{code} {name}" for code, name in listed}
    near = difflib.get_close_matches(text.strip().casefold(), list(sought), n=1, cutoff=_NEAR)
    return sought[near[0]] if near else ""
