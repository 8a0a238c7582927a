"""What the demo register is made of: the recipe in resources/demo, and who is drawn from it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from areateam.catalogue.catalogue import resources_folder
from areateam.catalogue.definitions import ContractType
from areateam.core.fields import Value
from areateam.core.problems import FileProblem

Recipe = dict[str, Any]
"""The tables of resources/demo/register.toml as they stand there."""

PHONES = "01632 960{:03}"
"""Telephone numbers kept free for drama."""


@dataclass(frozen=True, slots=True)
class Town:
    """A place with the sector its invented postcodes lie in, and the CCG and council there."""

    name: str
    sector: str
    ccg: str
    council: str
    pct: str


@dataclass
class Draft:
    """One contract to be: its own values and terms, who holds it, where, and the people there.

    `pattern` is the name with {} for the word that copies replace; `by_person` says that this
    word is a surname.
    """

    group: str
    type: ContractType
    town: Town
    name: str
    pattern: str
    by_person: bool = False
    values: dict[str, Value] = field(default_factory=dict)
    terms: dict[str, Value] = field(default_factory=dict)
    contractor: dict[str, Value] = field(default_factory=dict)
    site: dict[str, Value] = field(default_factory=dict)
    branches: list[dict[str, Value]] = field(default_factory=list)
    people: list[tuple[str, str, str]] = field(default_factory=list)
    is_named: bool = False
    is_new: bool = False
    record: int = 0

    @property
    def pct(self) -> str:
        """The PCT that holds the contract."""
        return self.town.pct


def load_recipe(folder: Path | None = None) -> Recipe:
    """The recipe; raises FileProblem("definition-faulty") where it cannot be read."""
    path = (folder or resources_folder()) / "demo" / "register.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FileProblem("definition-faulty", path, detail=str(error)) from error


def towns_of(recipe: Recipe) -> dict[str, list[Town]]:
    """The towns of each PCT."""
    found: dict[str, list[Town]] = {}
    for pct in recipe["pct"]:
        split = [line.split("|") for line in pct["towns"]]
        found[pct["code"]] = [
            Town(name, sector, ccg, pct["council"], pct["code"]) for name, sector, ccg in split
        ]
    return found


class Draw:
    """Draws names, codes and figures; the same seed gives the same ones."""

    def __init__(self, recipe: Recipe) -> None:
        self.random = Random(recipe["seed"])  # noqa: S311 - what is invented here is no secret
        self.words = recipe["words"]
        self._used: set[str] = set()
        self._postcodes: dict[str, int] = {}
        self._phones = 0

    def one(self, choices: Sequence[Any]) -> Any:
        """One of the choices."""
        return choices[self.random.randrange(len(choices))]

    def between(self, low: int, high: int, step: int = 1) -> int:
        """A whole number from low to high, both included."""
        return self.random.randrange(low, high + 1, step)

    def chance(self, per_cent: float) -> bool:
        """True in so many of a hundred draws."""
        return self.random.random() * 100 < per_cent

    def some(self, choices: Sequence[str], most: int) -> list[str]:
        """Up to so many of the choices, in their order."""
        wanted = self.random.sample(range(len(choices)), min(most, len(choices)))
        return [choices[place] for place in sorted(wanted)]

    def day(self, first: int, last: int) -> str:
        """An ISO date from 1 January of one year to 28 December of another."""
        return f"{self.between(first, last)}-{self.between(1, 12):02}-{self.between(1, 28):02}"

    def person(self) -> str:
        """A name such as "Dr A Parkin" without its title."""
        return f"{self.one(self.words['initials'])} {self.one(self.words['surnames'])}"

    def phone(self) -> str:
        """A telephone number of the drama range."""
        self._phones += 1
        return PHONES.format(self._phones % 1000)

    def postcode(self, town: Town) -> str:
        """A postcode in the town's sector, another each time."""
        count = self._postcodes.get(town.sector, 20)
        self._postcodes[town.sector] = count + 1
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        first, second = divmod(count % len(letters) ** 2, len(letters))
        return f"{town.sector}{letters[first]}{letters[second]}"

    def unused(self, make: Any) -> tuple[str, str, bool]:
        """The first (pattern, word, is surname) of `make` whose name nobody has yet."""
        while True:
            pattern, word, by_person = make()
            name = pattern.format(word)
            if name not in self._used:
                self._used.add(name)
                return pattern, word, by_person

    def take(self, name: str) -> None:
        """Note a name as used."""
        self._used.add(name)
