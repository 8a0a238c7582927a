"""The words that promise something in a note, as a file states them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from areateam.catalogue.definition_files import CatalogueProblem


class PromisePhrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases to look for as whole words."""

    phrase: tuple[str, ...]


@cache
def read_promises(folder: Path) -> tuple[str, ...]:
    """The phrases of every file of a folder, each once; CatalogueProblem if one is faulty."""
    faults: list[str] = []
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            stated = tomllib.loads(path.read_text(encoding="utf-8"))
            phrases = msgspec.convert(stated, PromisePhrases).phrase
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as why:
            faults.append(f"{path}: {why}")
            continue
        faults += [f"{path}: a phrase is blank" for each in phrases if not each.strip()]
        found |= dict.fromkeys(" ".join(each.split()) for each in phrases)
    if not found and not faults:
        faults.append(f"{folder}: there are no phrases")
    if faults:
        raise CatalogueProblem(faults)
    return tuple(found)
