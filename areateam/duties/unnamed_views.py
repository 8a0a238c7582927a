"""Functions that call for work: without one accountable body, or ours with nobody named."""

from __future__ import annotations

import sqlite3
from datetime import date

from areateam.duties.duty_views import MatrixView, matrices, matrix_view

_PORTFOLIOS = (
    "SELECT f.code FROM portfolio c JOIN duty_function f ON f.id = c.function_id"
    " JOIN person p ON p.id = c.person_id WHERE f.matrix_id = :matrix"
    " AND coalesce(c.valid_from, :day) <= :day AND coalesce(c.valid_to, :day) >= :day"
    " AND coalesce(p.valid_to, :day) >= :day"
)


def unnamed(connection: sqlite3.Connection, matrix: MatrixView, day: date) -> list[str]:
    """The codes of functions our own body is accountable for, with nobody to ring on a day.

    A person counts who is named for the function or for the whole body, or has the function in
    their portfolio, and has not left.
    """
    at = {"matrix": matrix.head.id, "day": day.isoformat()}
    kept = {code for (code,) in connection.execute(_PORTFOLIOS, at)}
    own = {body.code for body in matrix.bodies if body.own}
    return [
        function
        for (function, body), duty in matrix.cells_on(day).items()
        if body in own
        and "A" in duty.letters
        and function not in kept
        and not matrix.people(body, function, day)
    ]


def calling_functions(connection: sqlite3.Connection, day: date) -> int:
    """How many functions of the first matrix call for work: gaps, overlaps, nobody named.

    Counted on the day functions change hands, or on `day` where that has passed.
    """
    if not matrices(connection):
        return 0
    matrix = matrix_view(connection)
    day = max(day, matrix.head.change_on)
    proof = matrix.proof(day, day)
    torn = {stretch.function for stretch in (*proof.gaps, *proof.overlaps)}
    return len(torn | set(unnamed(connection, matrix, day)))
