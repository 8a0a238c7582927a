"""What may be said of an outlier, what it needs, and how long it holds."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from areateam.core.problems import UserProblem


class VerdictKind(StrEnum):
    """What an outlier is held to be."""

    UNEXPLAINED = "unexplained"
    DATA_ERROR = "data error"
    JUSTIFIED = "justified"
    ACTING = "acting"

    @property
    def is_explained(self) -> bool:
        """Whether somebody has said what it is."""
        return self is not VerdictKind.UNEXPLAINED


class Judgement(msgspec.Struct, frozen=True):
    """A verdict as somebody states it; `review_by` is the day on which to look again."""

    kind: VerdictKind
    reason: str
    reviewer: str
    evidence: str = ""
    review_by: date | None = None


def check_judgement(judgement: Judgement, today: date) -> None:
    """Refuse what lacks something.

    Every verdict needs a reason and a reviewer; justified and data error need the evidence and a
    review date too, which has not passed. UserProblem: verdict-reason-needed,
    verdict-reviewer-needed, verdict-evidence-needed, verdict-review-needed, verdict-review-passed.
    """
    if not judgement.reason.strip():
        raise UserProblem("verdict-reason-needed")
    if not judgement.reviewer.strip():
        raise UserProblem("verdict-reviewer-needed")
    if judgement.kind in (VerdictKind.JUSTIFIED, VerdictKind.DATA_ERROR):
        if not judgement.evidence.strip():
            raise UserProblem("verdict-evidence-needed", kind=judgement.kind.value)
        if judgement.review_by is None:
            raise UserProblem("verdict-review-needed", kind=judgement.kind.value)
    if judgement.review_by is not None and judgement.review_by <= today:
        raise UserProblem("verdict-review-passed", day=judgement.review_by.isoformat())


def verdict_named(word: str) -> VerdictKind:
    """The verdict that a word means, a hyphen for a blank; UserProblem("verdict-unknown")."""
    plain = word.strip().lower().replace("-", " ")
    for kind in VerdictKind:
        if kind.value == plain:
            return kind
    raise UserProblem("verdict-unknown", verdict=word, known=", ".join(VerdictKind))


def holds_on(kind: VerdictKind, review_by: date | None, day: date) -> VerdictKind:
    """What a verdict is worth on a day: past its review date the outlier is unexplained again."""
    lapsed = review_by is not None and review_by < day
    return VerdictKind.UNEXPLAINED if lapsed else kind
