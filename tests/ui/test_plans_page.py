"""Plans in the window: adding, editing in place, the crosswalk, versions, and a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPixmap

from areateam.catalogue.indicator_definitions import Figures
from areateam.demo.demo_plans import plan_steps
from areateam.office import new_office, open_office
from tests.calloffs.test_call_offs import opened
from tests.ui.contracts_desk import until
from tests.ui.test_duties_page import TODAY, Saving
from ui.desk import Desk
from ui.pages.page_lines import PAGES
from ui.pages.plan_benefits import _WAYS
from ui.pages.plans_page import PlansPage
from ui.settings import Settings
from ui.widgets.money_bars import MoneyBar, MoneyBars
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.office import Office
    from areateam.plans.plan_views import PlanView


class PlansDesk:
    """The page over the plan of the demonstration; close it after use."""

    def __init__(self, path: Path, folder: Path) -> None:
        def opened() -> Office:
            return open_office(path, as_at=TODAY, user="R. Osei")

        self.desk = Desk(opened, Settings(folder / "window.json"))
        ready: list[bool] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.start(lambda fault: pytest.fail(str(fault)))
        until(lambda: bool(ready))
        self.desk.set_home_day(TODAY)
        self.out = folder / "plan.csv"
        self.page = PlansPage(self.desk, Saving(self.out))
        self.desk.refresh.changed.connect(self.page.refresh)
        self.page.resize(1080, 720)
        self.page.show()
        self.page.show_args({})
        self.settle()
        self._before = self._last()

    def _last(self) -> int:
        row = self.desk.connection.execute("SELECT max(id) FROM operation").fetchone()
        return int(row[0])

    @property
    def plan(self) -> PlanView:
        """The plan on the page."""
        assert self.page.read.plan is not None
        return self.page.read.plan

    def settle(self) -> None:
        """Wait until everything asked has been answered."""
        for _ in range(3):
            until(lambda: self.desk.is_idle)
            QCoreApplication.processEvents()

    def press(self, verb: str, **said: str) -> None:
        """Press a button, fill what it asks and agree."""
        self.page.buttons.buttons[verb].click()
        if said:
            panel = self.page.doings.panel
            assert panel is not None
            for key, text in said.items():
                panel.fill(key, text)
            panel.agreed.emit()
        self.settle()

    def change(self, field: str, text: str) -> None:
        """Edit a value of the chosen line in place."""
        self.page._show_side()
        form = self.page.side.form
        assert form is not None
        row = form.rows[field]
        row.edit()
        editor: Any = row.editor
        if hasattr(editor, "setText"):
            editor.setText(text)
        else:
            editor.setCurrentIndex(editor.findData(text))
        row.commit()
        self.settle()

    def close(self) -> None:
        """Close page and register."""
        self.page.close()
        self.desk.close()
        self.page.deleteLater()
        self.desk.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "a.areateam"
    office = new_office(path, area_team="Q55")
    for step in plan_steps():
        office.write(step.label, step.act)
    opened(office)
    office.close()
    return path


@pytest.fixture
def desk(planned: Path, tmp_path: Path, qapp: object) -> Iterator[PlansDesk]:
    copy = tmp_path / "a.areateam"
    copy.write_bytes(planned.read_bytes())
    made = PlansDesk(copy, tmp_path)
    yield made
    made.close()


def sentence(desk: PlansDesk) -> str:
    return desk.page.header._sentence.text()


def test_the_page_says_how_money_and_aims_meet_and_lets_them_be_changed(desk: PlansDesk) -> None:
    assert desk.plan.head.version == 2
    assert "£412,000.00 serves none; 2 aims without money" in sentence(desk)
    page = desk.page
    page.go_to(f"plan_line {desk.plan.lines[5].id}")
    bare = next(aim for aim in desk.plan.living if not desk.plan.lines_of(aim.id))
    desk.change("aim", str(bare.id))
    assert "£391,000.00 serves none; 1 aim without money" in sentence(desk)
    desk.change("amount", "1,200")
    assert desk.plan.lines[5].costs == {2014: 120_000, 2015: 120_000}
    desk.change("first", "1 Apr 2016")
    assert desk.plan.lines[5].stream.first.year == 2014
    assert page.side.form is not None
    assert page.side.form.rows["first"].editor is not None, "a refused value stays open"
    desk.desk.undo()
    desk.settle()
    assert desk.plan.lines[5].stream.pence == 1_050_000


def test_aims_measures_figures_and_money_are_added(desk: PlansDesk) -> None:
    page = desk.page
    desk.press("aim", name="Quick answers", benefit="B3")
    assert desk.plan.aims[-1].name == "Quick answers"
    assert page._chosen() == f"plan_aim {desk.plan.aims[-1].id}"
    desk.press("measure", name="Calls answered", unit="%", places="1")
    measure = desk.plan.aims[-1].measures[0]
    assert page._chosen() == f"plan_measure {measure.id}"
    desk.change("y2013", "80")
    desk.press("figure", figure="81.5", source="Telephone log")
    measure = desk.plan.aims[-1].measures[0]
    assert (dict(measure.targets), measure.actuals[0][1]) == ({2013: 800}, 815)
    assert measure.met(2013)
    page.go_to(f"plan_aim {desk.plan.aims[-1].id}")
    desk.press("drop", reason="Another team does it")
    assert desk.plan.aims[-1].drop_reason == "Another team does it"
    page.show_tab("money")
    before = sum(desk.plan.totals.values())
    desk.press("line", name="Locks", amount="100.01", recurrent="0")
    assert sum(desk.plan.totals.values()) == before + 10_001
    desk.press("limit", year="2015", limit="400000", reason="Board")
    assert desk.plan.controls[2015].pence == 40_000_000
    desk.press("remove")
    assert sum(desk.plan.totals.values()) == before


def test_versions_scenarios_and_what_moved(desk: PlansDesk) -> None:
    page = desk.page
    page.show_tab("versions")
    shown = [page.versions.drift.rows_model.index(n, 0).data() for n in range(2)]
    assert shown[0].startswith("dropped A shared web page")
    assert "softer" in shown[1]
    tried = next(head for head in page.read.kin if head.is_scenario)
    page._look_at(tried.id)
    desk.settle()
    assert desk.plan.head.is_scenario
    assert page.read.drift is not None
    assert [moved.name for moved in page.read.drift.lines] == ["Extended opening, enhanced service"]
    desk.press("adopt")
    assert (desk.plan.head.version, desk.plan.head.is_current) == (3, True)
    desk.press("refresh", years="4")
    assert (desk.plan.head.version, desk.plan.years[-1]) == (4, 2016)
    page._look_at(tried.id)
    desk.settle()
    page.show_tab("aims")
    assert not page.buttons.buttons["aim"].isEnabled()


def test_two_plans_become_one_and_what_does_not_agree_is_shown_first(desk: PlansDesk) -> None:
    page = desk.page
    page.show_tab("versions")
    before, names = dict(desk.plan.totals), {aim.lineage for aim in desk.plan.living}
    page.buttons.buttons["merge"].click()
    panel = page.merging.panel
    assert panel is not None
    ours = desk.plan.aims[0]
    (joined,) = panel.joins().items()
    assert joined[1] == ours.id, "aims that are called the same are one at first"
    assert "it will serve Consistency and fairness" in " ".join(panel.said)
    panel.pick(joined[0], 0)
    assert panel.said[0].startswith("7 aims.")
    panel.pick(joined[0], ours.id)
    assert panel.said[0].startswith("6 aims.")
    panel.fill("name", "Primary care 2013-17")
    panel.agreed.emit()
    desk.settle()
    head = desk.plan.head
    assert (head.name, head.body, head.years[-1]) == ("Primary care 2013-17", "Q55", 2016)
    assert names < {aim.lineage for aim in desk.plan.aims}
    assert desk.plan.totals[2013] - before[2013] == 3_493_750
    assert "the plans that were merged into it" in page.versions._against.text()
    assert not page.buttons.buttons["merge"].isEnabled()
    assert len(page.read.kin) == 5
    desk.desk.undo()
    desk.settle()
    assert desk.plan.totals == before


def test_the_crosswalk_leads_to_what_does_not_meet(desk: PlansDesk) -> None:
    page = desk.page
    page.show_tab("crosswalk")
    key = page.crosswalk.apart.rows_model.id_at(0)
    page.crosswalk.apart.opened.emit(key)
    assert page.tabs.current() == "money"
    assert page.money.current_id() == key
    assert "2013-14: £532,614.88 with an aim, £195,500.00 without an aim" in (
        page.crosswalk.bars.accessibleName()
    )
    page.save()
    desk.settle()
    assert desk.out.read_text(encoding="utf-8-sig").count("\n") == 1 + len(desk.plan.lines)


def test_money_is_tied_to_a_call_off_and_a_case_and_leads_there(desk: PlansDesk) -> None:
    page = desk.page
    gone: list[tuple[str, Any]] = []
    desk.desk.open = lambda page, **args: gone.append((page, args))
    page.show_tab("money")
    desk.press(
        "line", name="Locks", amount="100.01", calloff="12/01", aim=str(desk.plan.aims[0].id)
    )
    line = desk.plan.lines[-1]
    (tie,) = page.read.ties[line.id]
    assert line.aim == desk.plan.aims[0].id
    assert tie.words == "12/01 Dental needs assessment"
    labels = [each for each in page.side.findChildren(SpanLabel) if not each.isHidden()]
    links = [span.link for label in labels for span in label._spans if span.link]
    assert links == ["calloff 1"]
    page.side.linked.emit(links[0])
    assert gone == [("calloff", {"id": 1})]
    desk.change("case", "CA99")
    assert page.side.form is not None
    assert page.side.form.rows["case"].editor is not None, "a refused value stays open"
    assert desk.plan.lines[-1].case is None
    desk.change("calloff", "")
    assert page.read.ties.get(line.id) is None


def test_a_part_is_stood_on_in_its_own_plan(desk: PlansDesk) -> None:
    page = desk.page
    (part,) = desk.desk.connection.execute(
        "SELECT m.id FROM plan_measure m JOIN plan_aim a ON a.id = m.aim_id"
        " JOIN plan p ON p.id = a.plan_id WHERE p.body = '5N7' ORDER BY m.id LIMIT 1"
    ).fetchone()
    page.show_args({"part": f"plan_measure {part}"})
    desk.settle()
    assert desk.plan.head.body == "5N7"
    assert page.tabs.current() == "aims"
    assert page._chosen() == f"plan_measure {part}"


def test_the_crosswalk_goes_into_a_file_with_its_sentence_and_day(desk: PlansDesk) -> None:
    desk.out = desk.out.with_suffix(".svg")
    desk.page.ask = Saving(desk.out)
    desk.page.show_tab("crosswalk")
    desk.page.picture.click()
    text = desk.out.read_text("utf-8")
    assert "<title>Money by year, Primary care 2013-16, version 2</title>" in text
    assert "serves none; 2 aims without money." in text
    assert "As at 1 Nov 2012" in text
    assert "2013-14" in text


def test_a_register_without_plans_says_what_they_are_for(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "b.areateam"
    new_office(path, area_team="Q55").close()
    desk = PlansDesk(path, tmp_path)
    try:
        assert desk.page.empty.isVisible()
        desk.page.empty.chosen.emit("new")
        panel = desk.page.doings.panel
        assert panel is not None
        panel.fill("name", "First plan")
        panel.agreed.emit()
        desk.settle()
        assert desk.plan.head.name == "First plan"
        assert desk.plan.head.starts_on.isoformat() == "2013-04-01"
        assert not desk.page.empty.isVisible()
        assert "There is no aim yet" in sentence(desk)
        desk.page.show_tab("crosswalk")
        assert desk.page.crosswalk.apart.rows_model.rowCount() == 1
    finally:
        desk.close()


def test_bars_of_savings_hang_below_nought(qapp: object) -> None:
    bars = MoneyBars()
    bars.set_bars([MoneyBar("2012-13", 500, -200, 100), MoneyBar("2013-14", -300, 0)], ("a", "b"))
    assert [MoneyBar("x", 500, -200, 100).ends, MoneyBar("x", -300, 0).ends] == [
        (-200, 500),
        (-300, 0),
    ]
    bars.resize(400, 228)
    picture = QPixmap(bars.size())
    bars.render(picture)
    assert not picture.isNull()
    bars.deleteLater()


def test_a_benefit_without_figures_says_what_is_missing_and_leads_there(desk: PlansDesk) -> None:
    opened: list[tuple[str, dict[str, Any]]] = []
    desk.desk.open = lambda key, /, **args: opened.append((key, args))
    desk.page.show_tab("benefits")
    desk.settle()
    benefits = desk.page.benefits
    table = benefits.table
    said = {}
    for row in range(table.rows_model.rowCount()):
        code = table.rows_model.id_at(row)
        if code in benefits.lines:
            said[code] = [str(table.rows_model.index(row, at).data()) for at in (2, 4)]
    assert said["I12"] == ["no figures", "needs “Patients seen in 24 months”"]
    needed = "needs “Hours of staff on cases” and “Rate of staff an hour”"
    assert said["I33"] == ["no figures", needed]
    for code, page in (("I12", "imports"), ("I33", "rules"), ("I28", "cases"), ("I32", "calloffs")):
        table.go_to(code)
        assert f"{benefits.lines[code].label} has no figures: " in benefits._words.text()
        table.opened.emit(code)
        assert opened[-1][0] == page
    assert opened[1] == ("rules", {"tab": "rates"})
    table.go_to("B1")
    assert "has no figures" not in benefits._words.text()


def test_every_kind_of_figures_has_a_way_to_enter_them() -> None:
    assert set(_WAYS) == {None, *Figures}
    pages = {line.key for line in PAGES}
    assert {page for _, page, _ in _WAYS.values()} <= pages
