"""The same procedure in each PCT: cases counted by hand say who differs from the single model."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from areateam.cases.case_rows import CaseFile, CaseStep, ProcedureText
from areateam.cases.hours_rows import CaseHours
from areateam.cases.letter_actions import drop_template
from areateam.cases.rulebook_views import rulebook
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.variation.consistency_letter_views import LetterUse
from areateam.variation.consistency_rules import StepChange, differences, slower_than
from areateam.variation.consistency_views import ConsistencyLine, consistency
from tests.demo_register import open_demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

KEY = "practice-split"
OPENED = date(2012, 4, 2)
QUICK, SLOW = "5N6", "5N7"


@pytest.fixture(scope="module")
def office(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_demo(demo_file, tmp_path_factory.mktemp("consistency") / "demo.areateam")
    made.write("Made up", _make)
    yield made
    made.close()


def _make(write: Write) -> None:
    """Five quick cases; three slow ones and an open one under the earlier version."""
    texts = {
        version: write.insert(
            ProcedureText,
            key="practice-split",
            version=version,
            digest=f"made-{version}",
            content={},
        )
        for version in (1, 2)
    }
    contracts = {
        pct: write.connection.execute(
            "SELECT min(id) FROM contract WHERE pct_code = ?", (pct,)
        ).fetchone()[0]
        for pct in (QUICK, SLOW)
    }
    planned = [(QUICK, 2, days, "split") for days in (10, 11, 12, 13, 14)]
    planned += [(SLOW, 2, 20, "split"), (SLOW, 2, 30, "refused"), (SLOW, 2, 40, "refused")]
    ids = []
    for pct, version, days, outcome in planned:
        closed = OPENED + timedelta(days)
        ids.append(_case(write, contracts[pct], texts[version], closed, outcome))
        _step(write, ids[-1], "decide", "decision", done_on=closed, working="2012-04-22")
    _step(write, ids[0], "more", "task", label="Ask the LMC twice", added=True)
    for case, minutes in ((ids[5], 60), (ids[5], 30), (ids[6], 180)):
        write.insert(
            CaseHours, case=case, person=1, worked_on="2012-04-10", minutes=minutes,
            author="tester", entered_on="2012-04-10",
        )  # fmt: skip
    for case in ids[5:7]:
        _step(write, case, "tell", "letter", label="Tell", skipped_on="2012-04-20",
              skipped_reason="told by telephone")  # fmt: skip
    _case(write, contracts[SLOW], texts[1], None, None)


def _case(write: Write, contract: int, text: int, closed: date | None, outcome: str | None) -> int:
    return write.insert(
        CaseFile, contract_id=contract, procedure_id=text, procedure_key=KEY, title="Made",
        received_on=OPENED.isoformat(), opened_on=OPENED.isoformat(), risk="low", dates={},
        closed_on=closed.isoformat() if closed else None, outcome=outcome,
    )  # fmt: skip


def _step(write: Write, case: int, key: str, kind: str, **values: object) -> None:
    done = values.pop("done_on", None)
    known: dict[str, object] = {
        "label": key, "position": 1, "stage": "one", "step_kind": kind, "role": "panel",
        "gives_first_day": False, "optional": False, "added": False,
        "done_on": done.isoformat() if isinstance(done, date) else None,
    }  # fmt: skip
    write.insert(CaseStep, case_id=case, key=key, **(known | values))


@pytest.fixture(scope="module")
def lines(office: Office) -> dict[str, ConsistencyLine]:
    book = rulebook(office.store.connection, office.catalogue, office.today())
    every = consistency(office.store.connection, book)
    return {line.pct: line for line in every if line.procedure == KEY}


def test_cases_days_and_decisions_are_those_counted_by_hand(
    lines: dict[str, ConsistencyLine],
) -> None:
    quick, slow = lines[QUICK], lines[SLOW]
    assert (quick.cases, quick.open_cases, slow.cases, slow.open_cases) == (5, 0, 4, 1)
    assert quick.days
    assert slow.days
    assert [quick.days.median, quick.days.most] == pytest.approx([12, 13.6])
    assert [slow.days.median, slow.days.most] == pytest.approx([30, 38])
    assert quick.spent is None, "no hours are no time of nought"
    assert slow.spent
    assert (slow.spent.words, slow.spent.cases) == ("2 h 15 min", 2), "of 90 and 180 minutes"
    assert (quick.decided, quick.in_time, quick.share_in_time) == (5, 5, 1)
    assert (slow.decided, slow.in_time) == (3, 1), "decided on the 20th day, which is the last"


def test_outcomes_have_their_shares_and_intervals(lines: dict[str, ConsistencyLine]) -> None:
    refused, split = lines[SLOW].outcomes
    assert (refused.key, refused.cases, refused.of) == ("refused", 2, 3)
    assert refused.interval == pytest.approx((0.2077, 0.9385), abs=1e-4)
    assert split.share == pytest.approx(1 / 3)
    assert refused.words == f"{refused.label} 67%, 21 to 94%"


def test_each_difference_from_the_single_model_has_its_sentence(
    lines: dict[str, ConsistencyLine],
) -> None:
    assert lines[QUICK].differs == ("1 case added “Ask the LMC twice”.",)
    assert (lines[SLOW].versions, lines[SLOW].newest, lines[SLOW].old_open) == ((1, 2), 2, 1)
    assert lines[SLOW].differs == (
        "2 cases passed over “Tell” (told by telephone).",
        "1 case still open under version 1; the single model is 2.",
        "The middle case takes 30 days; 9 of 10 elsewhere are closed within 13.6.",
    )


def test_cases_as_the_single_model_says_differ_in_nothing() -> None:
    said = differences(skipped=(), added=(), old=(), newest=2, days=None, limit=None)
    assert said == ()
    change = StepChange("Tell", 1)
    assert differences(skipped=(change,), added=(), old=(), newest=2, days=None, limit=None) == (
        "1 case passed over “Tell”.",
    )


@pytest.mark.parametrize(
    ("here", "elsewhere", "found"),
    [
        ([30, 30, 30], [10, 10, 10, 10, 20], 16.0),
        ([16, 16, 16], [10, 10, 10, 10, 20], None),
        ([30, 30], [10, 10, 10, 10, 20], None),
        ([30, 30, 30], [10, 10, 10, 20], None),
    ],
)
def test_days_are_compared_only_where_there_are_enough(
    here: list[int], elsewhere: list[int], found: float | None
) -> None:
    assert slower_than(here, elsewhere) == found


def test_letters_are_counted_by_what_they_were_written_on(office: Office) -> None:
    """In 5EM a draft on a template of its own; in 5N8 a template on which nothing is written."""
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, office.today())
    every = {line.pct: line for line in consistency(connection, book, "patient-complaint")}
    city = every["5EM"].letters[0]
    assert (city.letter, city.version, city.written, city.sent) == (
        "complaint-acknowledgement", 1, 1, 0,
    )  # fmt: skip
    (said,) = every["5EM"].differs
    assert said == (
        "“Acknowledgement of a complaint” is written on City complaint received.docx, version 1,"
        " 1 letter so far: it leaves out 3 paragraphs and adds 1."
    )
    assert [use.written for use in every["5N8"].letters if use.differs] == [0]
    assert every["5N6"].differs == ()
    assert all(use.in_use and not use.said for use in every["5N6"].letters)


def test_a_template_that_was_dropped_still_counts_by_what_was_written_on_it(
    office: Office,
) -> None:
    def drop(write: Write) -> None:
        for letter, pct in (("complaint-acknowledgement", "5EM"), ("complaint-response", "5N8")):
            drop_template(write, letter, pct)

    office.write("Drop", drop)
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, office.today())
    every = {line.pct: line for line in consistency(connection, book, "patient-complaint")}
    assert every["5EM"].differs[0].startswith("“Acknowledgement of a complaint” was written on")
    assert [use.in_use for use in every["5EM"].letters[:2]] == [True, False]
    assert len(every["5N8"].differs) == 1, "the step passed over is left"
    office.undo()


def test_letters_from_words_that_were_replaced_are_told() -> None:
    use = LetterUse("a", "Reply", "", "", 0, 1, 2, 3, 3, True, ())
    assert use.differs
    assert use.sentence == "3 letters “Reply” written from version 1; the single model is 2."
    old = replaced(use, wording=None)
    assert not old.differs, "what was not noted is not held against it"
    assert (old.name, use.name) == ("not noted", "the single model")


def test_one_procedure_is_asked_for_by_its_key(office: Office) -> None:
    book = rulebook(office.store.connection, office.catalogue, office.today())
    found = consistency(office.store.connection, book, "k09")
    assert {line.procedure for line in found} == {"list-closure"}
    assert sum(line.cases for line in found) == 4
    with pytest.raises(UserProblem):
        consistency(office.store.connection, book, "no-such-thing")
