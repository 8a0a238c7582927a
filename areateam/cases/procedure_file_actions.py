"""Keeps a procedure that came from a file as the newer version; open cases keep theirs."""

from __future__ import annotations

from areateam.cases.case_actions import keep_text
from areateam.cases.rulebook_views import definitions
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.procedure_definitions import Procedure
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


def keep_procedure(write: Write, catalogue: Catalogue, procedure: Procedure) -> int:
    """Keep a procedure that was checked, for cases opened from now on; returns its text's id.

    Raises UserProblem("procedure-not-newer") where a later version has come meanwhile.
    """
    there = definitions(write.connection, catalogue).procedures.known.get(procedure.key)
    if there is not None and procedure.version <= there.version:
        raise UserProblem(
            "procedure-not-newer", procedure=procedure.label, version=procedure.version,
            there=there.version,
        )  # fmt: skip
    return keep_text(write, procedure)
