"""Exceptions that a person can act on; anything else is our own fault."""

from __future__ import annotations

from pathlib import Path


class Problem(Exception):
    """Something the user can act on, named by a code that wording turns into a sentence.

    `facts` are the values the sentence needs, such as file names and counts.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class UserProblem(Problem):
    """A request that cannot be carried out as given; shown beside where it was made."""


class FileProblem(Problem):
    """A file from outside that cannot be read or is not what it should be."""

    def __init__(self, code: str, path: Path | str, **facts: object) -> None:
        super().__init__(code, path=str(path), **facts)
        self.path = Path(path)


class RegisterProblem(FileProblem):
    """The register itself cannot be used: locked, damaged, newer, or no room on the disk."""


class Cancelled(Exception):
    """The user stopped the work; nothing is to be said."""
