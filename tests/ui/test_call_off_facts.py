"""Facts of a call-off entered in the window: papers, savings, contract, need, weight, tiers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtWidgets import QBoxLayout

from areateam.calloffs.finished_views import savings_of, tier_lines
from areateam.calloffs.paper_views import papers_of
from tests.ui.call_offs_desk import CallOffDesk
from tests.ui.contracts_desk import until
from tests.ui.test_case_documents import Answers
from ui.pages.call_off_words import desk_call_off_book
from ui.widgets.span_label import SpanLabel
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def at(
    qapp: object, _template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CallOffDesk]:
    folder = tmp_path_factory.mktemp("facts")
    path = folder / "register.areateam"
    path.write_bytes(_template.read_bytes())
    made = CallOffDesk(path, folder)
    # The thread that reads beside the window must not begin within a test: it outlasts that.
    ready: list[bool] = []
    made.desk.read("ready", lambda _: True, ready.append)
    until(lambda: bool(ready))
    yield made
    made.close()


def said(part: ValueList) -> str:
    """What stands in a list of values."""
    return "\n".join(label.text() for label in part.findChildren(SpanLabel))


def test_files_dropped_are_filed_as_one_step(at: CallOffDesk, tmp_path: Path) -> None:
    paths = [tmp_path / "case.pdf", tmp_path / "notes.pdf"]
    for path in paths:
        path.write_bytes(path.name.encode())
    before = at.page.doings.panel
    at.page.dropped.emit(paths)
    until(lambda: at.page.doings.panel is not before)
    at.agree(paper="case-2", on="31 Oct 2012")
    filed = papers_of(at.desk.connection, at.view().id)[4:]
    assert [(p.name, p.paper, p.dated_on) for p in filed] == [
        ("case.pdf", "case-2", "2012-10-31"),
        ("notes.pdf", "case-2", "2012-10-31"),
    ]
    at.page.entering.remove_paper(at.view(), at.page.more)
    at.agree(id=str(filed[1].id))
    assert [p.name for p in papers_of(at.desk.connection, at.view().id)][4:] == ["case.pdf"]
    at.undo()
    at.undo()
    assert len(papers_of(at.desk.connection, at.view().id)) == 4


def test_a_file_that_cannot_be_read_is_told(at: CallOffDesk, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    before = at.page.doings.panel
    at.page.entering.file_paths(at.view(), [empty], at.page.more)
    until(lambda: at.page.doings.panel is not before)
    at.agree()
    assert len(papers_of(at.desk.connection, at.view().id)) == 4


def test_papers_stand_by_stage_missing_ones_are_flagged_and_filed_ones_open(
    at: CallOffDesk,
) -> None:
    assert "●\xa0 2 missing, 4 filed" in said(at.page.facts)
    text = said(at.page.papers)
    assert "●\xa0 Signed permission missing" in text
    assert "Scores and moderation to come" in text
    opened: list[QUrl] = []
    at.page.terms.copies.opener = opened.append
    first = papers_of(at.desk.connection, at.view().id)[0]
    at.page.papers.linked.emit(f"paper:{first.id}")
    until(lambda: bool(opened))
    path = Path(opened[0].toLocalFile())
    assert path.name == f"P{first.id} Outline case.txt"
    assert path.read_bytes().startswith(b"Dental needs assessment")


def test_the_states_are_drawn_from_the_framework_and_said(at: CallOffDesk) -> None:
    diagram = at.page.standing.diagram
    framework = desk_call_off_book(at.desk).framework
    assert [box.label for box in diagram.boxes] == [state.label for state in framework.state]
    assert [box.key for box in diagram.boxes if box.is_current] == ["running"]
    ways = {(edge.source, edge.to) for edge in framework.edge}
    assert {(arrow.source, arrow.to) for arrow in diagram.arrows} == ways
    clock = [(arrow.source, arrow.to) for arrow in diagram.arrows if arrow.is_clock]
    assert clock == [("planned", "running")]
    spoken = diagram.accessibleDescription()
    assert all(edge.on in spoken for edge in framework.edge)
    assert "running, the clock: the start date comes." in said(at.page.standing.moves)
    assert "Area team director: the contract is signed." in said(at.page.standing.ways)


def test_cards_stand_beneath_each_other_in_a_narrow_window(at: CallOffDesk) -> None:
    at.page.set_narrow(narrow=True, low=False)
    assert at.page.cards.direction() is QBoxLayout.Direction.TopToBottom
    at.page.set_narrow(narrow=False, low=False)
    assert at.page.cards.direction() is QBoxLayout.Direction.LeftToRight


def test_a_stop_is_refused_to_others_than_the_sponsor(at: CallOffDesk) -> None:
    at.page.doings.stop(at.view(), at.page.more)
    panel = at.page.doings.panel
    assert panel is not None
    assert "It is for the sponsor, A. Marsh" in panel._words.text()
    at.agree(reason="No money", by="R. Osei")
    assert at.view().is_open
    assert "R. Osei may not decide this. It is for: A. Marsh." in panel._words.text()
    at.agree(role="contract-manager")
    assert (
        "may not decide this. It is for: Area team director, or a role above it."
        in panel._words.text()
    )
    at.agree(role="sponsor", by="A. Marsh")
    assert at.view().state == "stopped"
    at.undo()
    assert at.view().state == "running"


def test_path_bids_and_what_becomes_of_the_contract_are_entered(at: CallOffDesk) -> None:
    at.page.terms.path(at.view(), at.page.more)
    at.agree(reason="One supplier")
    assert at.view().path.key == "competition"
    panel = at.page.doings.panel
    assert panel is not None
    assert "is done already" in panel._words.text()
    assert "nobody has said what becomes of it" in said(at.page.ties)
    at.page.terms.ending(at.view(), at.page.more)
    at.agree(last="31 Mar 2014", early="yes", terms="three months", after="novated")
    assert at.view().ending.after == ""
    at.agree(body="NHS CB")
    assert "is novated by agreement of all three to NHS CB" in said(at.page.ties)
    assert "may be ended early: three months" in said(at.page.ties)
    at.undo()
    at.page.terms.bids(at.view(), at.page.more)
    at.agree(day="5 Nov 2012")
    assert at.view().bids_due_on is None


def test_a_saving_is_claimed_and_validated_in_its_parts(at: CallOffDesk) -> None:
    at.page.entering.claim(at.view(), at.page.more)
    at.agree(title="Fewer visits", claimed="12,000")
    assert "not validated" in said(at.page.ties)
    at.page.entering.validate(at.view(), at.page.more)
    at.agree(valid="8,000", cash="9,000", by="D. Finance")
    assert savings_of(at.desk.connection, at.view().id)[0].validated_pence is None
    at.agree(cash="3,000")
    assert "£8,000.00 validated by D. Finance, £3,000.00 of it cashable" in said(at.page.ties)


def test_the_contract_and_the_need_are_refused_where_there_is_none(at: CallOffDesk) -> None:
    at.page.entering.contract(at.view(), at.page.more)
    at.agree(contract="C99999")
    assert at.view().contract is None
    at.page.entering.need(at.view(), at.page.more)
    at.agree(by="6 Nov 2012", task="5N8-T99")
    assert at.view().task_uid == ""
    at.agree(task="")
    assert at.view().needed_by == date(2012, 11, 6)
    assert "●\xa0 Tue 6 Nov 2012: it ends 2 working days later" in said(at.page.facts)


def test_a_stage_begins_on_a_day_and_is_undone(at: CallOffDesk) -> None:
    at.page.entering.begin(at.view(), at.page.more)
    at.agree(stage="evaluation", on="31 Oct 2012")
    assert at.view().clock.stages[5].facts.begun_on == date(2012, 10, 31)
    at.undo()
    assert at.view().clock.stages[5].facts.begun_on is None


def test_a_weight_is_shown_and_raises_the_tier(at: CallOffDesk) -> None:
    at.page.entering.weigh(at.view(), at.page.more)
    panel = at.page.doings.panel
    assert panel is not None
    panel.fill("value", "2,000,000")
    panel.changed.emit()
    assert "Tier 4, the highest of" in panel._words.text()
    at.agree()
    assert at.view().tier == 4
    at.undo()
    assert at.view().tier == 2


def test_figures_of_a_tier_need_a_source_and_are_then_this_offices(at: CallOffDesk) -> None:
    panel = at.list.ask_tiers()
    panel.fill("tier", "2")
    assert panel.text_of("gate-award") == "1"
    assert "Unconfirmed" in panel._words.text()
    at.agree_on(panel, **{"below": "120,000", "gate-award": "1½"})
    book = desk_call_off_book(at.desk)
    assert book.framework.tier[2].below_pence == 11_305_700
    at.agree_on(panel, source="Standing orders, June 2012")
    book = desk_call_off_book(at.desk)
    found = tier_lines(at.desk.connection, book.framework)[2]
    assert (found.below_pence, found.governance) == (12_000_000, 5)
    assert "Standing orders, June 2012" in found.known
    QCoreApplication.processEvents()
    at.undo()
    assert desk_call_off_book(at.desk).framework.tier[2].below_pence == 11_305_700


def test_a_paper_and_the_release_are_saved_where_the_user_says(
    at: CallOffDesk, tmp_path: Path
) -> None:
    told: list[str] = []
    at.desk.told.connect(told.append)
    terms = at.page.terms
    terms.ask = Answers(save=tmp_path / "case.txt")
    terms.save_paper(at.view(), at.page.more).agreed.emit()
    until(lambda: "case.txt was written." in told)
    terms.ask = Answers(save=tmp_path / "release.json")
    panel = terms.release(at.view(), at.page.more)
    panel.fill("prefix", "ocds-abc123")
    panel.agreed.emit()
    until(lambda: "release.json was written." in told)
    assert (tmp_path / "case.txt").read_bytes().startswith(b"Dental needs assessment")
    written = json.loads((tmp_path / "release.json").read_text(encoding="utf-8"))
    assert written["ocid"].startswith("ocds-abc123-")
    assert at.desk.settings.get("ocds_prefix", "") == "ocds-abc123"
    at.desk.told.disconnect(told.append)
