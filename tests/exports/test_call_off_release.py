"""Call-offs as releases of the Open Contracting Data Standard 1.1.

What is required and which codes there are is typed in from the documented release schema 1.1.5
and its code lists; JSON Schema does not check that references meet and ids do not repeat, so
that is checked too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from areateam import cli
from areateam.calloffs.bidder_actions import reject_award
from areateam.calloffs.call_off_views import CallOffBook, call_off_book, call_offs
from areateam.calloffs.paper_views import papers_of
from areateam.calloffs.way_rules import Maker
from areateam.catalogue.catalogue import load_catalogue
from areateam.demo.demo_call_offs import call_off_steps
from areateam.exports.call_off_release import Publisher, release
from areateam.office import Office, open_office
from areateam.store.backup import copy_register
from tests.conftest import nine_o_clock

TODAY = date(2012, 11, 1)
REQUIRED = {
    "release": {"ocid", "id", "date", "tag", "initiationType"},
    "tender": {"id"},
    "awards": {"id"},
    "contracts": {"id", "awardID"},
    "documents": {"id"},
    "milestones": {"id"},
}
CODES = {
    "tag": {"planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate",
            "tenderCancellation", "award", "awardUpdate", "awardCancellation", "contract",
            "contractUpdate", "contractAmendment", "implementation", "implementationUpdate",
            "contractTermination", "compiled"},
    "initiationType": {"tender"},
    "procurementMethod": {"open", "selective", "limited", "direct"},
    "mainProcurementCategory": {"goods", "works", "services"},
    "roles": {"buyer", "procuringEntity", "supplier", "tenderer", "funder", "enquirer", "payer",
              "payee", "reviewBody", "interestedParty"},
    "relationship": {"framework", "planning", "parent", "prior", "unsuccessfulProcess",
                     "subContract", "replacementProcess", "renewalProcess"},
    "currency": {"GBP"},
    "documentType": {"technicalSpecifications", "evaluationCriteria", "needsAssessment",
                     "feasibilityStudy", "procurementPlan", "riskProvisions", "clarifications",
                     "conflictOfInterest", "evaluationReports", "awardNotice", "contractSigned"},
}  # fmt: skip
STATUS = {
    "tender": {"planning", "planned", "active", "cancelled", "unsuccessful", "complete",
               "withdrawn"},
    "awards": {"pending", "active", "cancelled", "unsuccessful"},
    "contracts": {"pending", "active", "cancelled", "terminated"},
    "milestones": {"scheduled", "met", "notMet", "partiallyMet"},
}  # fmt: skip
DATES = {"date", "startDate", "endDate", "dueDate", "dateMet", "dateSigned", "dateModified"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
PUBLISHER = Publisher("Q55", "Derbyshire and Nottinghamshire", "ocds-abc123")


def faults(value: Any, name: str = "release") -> Iterator[str]:
    """What breaks the rules in a value that stands under a name."""
    if value in (None, "", [], {}):
        yield f"{name} is empty"
    if isinstance(value, dict):
        yield from (f"{name} lacks {key}" for key in REQUIRED.get(name, set()) - set(value))
        if value.get("status") not in STATUS.get(name, set()) | {None}:
            yield f"{name} has the status {value['status']}"
        for key, part in value.items():
            yield from faults(part, key)
    elif isinstance(value, list):
        ids = [each["id"] for each in value if isinstance(each, dict)]
        yield from (f"{name} has {each} twice" for each in set(ids) if ids.count(each) > 1)
        for each in value:
            yield from faults(each, name)
    else:
        yield from plain_faults(value, name)


def plain_faults(value: Any, name: str) -> Iterator[str]:
    """What is wrong with a text or a number: no code of its list, no moment."""
    if name in CODES and value not in CODES[name]:
        yield f"{name} is no {value}"
    if name in DATES and not MOMENT.fullmatch(str(value)):
        yield f"{name} is {value}"


def named(value: Any) -> Iterator[str]:
    """The ids of every organisation that something refers to."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("procuringEntity", "buyer"):
                yield part["id"]
            elif key in ("tenderers", "suppliers"):
                yield from (each["id"] for each in part)
            else:
                yield from named(part)
    elif isinstance(value, list):
        for each in value:
            yield from named(each)


@pytest.fixture(scope="module")
def worked(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A register with the call-offs of the demonstration, one in every state."""
    path = tmp_path_factory.mktemp("releases") / "register.areateam"
    path.write_bytes(_template.read_bytes())
    office = open_office(path, as_at=TODAY, user="R. Osei", now=nine_o_clock)
    for step in call_off_steps(load_catalogue()):
        office.write(step.label, step.act)
    yield office
    office.close()


def book(office: Office) -> CallOffBook:
    return call_off_book(office.store.connection, office.catalogue, TODAY)


def releases(office: Office, publisher: Publisher = PUBLISHER) -> dict[str, dict[str, Any]]:
    connection = office.store.connection
    return {
        view.number: release(view, book(office), papers_of(connection, view.id), publisher)
        for view in call_offs(connection, book(office))
    }


def test_every_state_makes_a_release_that_keeps_the_schema(worked: Office) -> None:
    states = {view.state for view in call_offs(worked.store.connection, book(worked))}
    assert states == {state.key for state in book(worked).framework.state}
    for number, found in releases(worked).items():
        assert list(faults(found)) == [], number
        assert "#" not in found["id"]
        parties = {party["id"] for party in found["parties"]}
        assert set(named(found)) <= parties
        awards = {award["id"] for award in found.get("awards", ())}
        assert {each["awardID"] for each in found.get("contracts", ())} <= awards


def test_the_rules_find_what_is_wrong(worked: Office) -> None:
    broken = dict(releases(worked)["12/01"])
    del broken["ocid"]
    broken["contracts"] = [{"id": "x", "status": "done"}, {"id": "x", "awardID": ""}]
    assert set(faults(broken)) == {
        "release lacks ocid", "contracts lacks awardID", "contracts has the status done",
        "contracts has x twice", "awardID is empty",
    }  # fmt: skip


def test_tags_and_statuses_follow_how_far_it_is(worked: Office) -> None:
    found = releases(worked)
    said = {number: (each["tag"][-1], each["tender"]["status"]) for number, each in found.items()}
    assert said == {
        "12/04": ("planning", "planning"),
        "12/03": ("tender", "active"),
        "12/05": ("award", "complete"),
        "12/06": ("tender", "active"),
        "12/07": ("tenderCancellation", "cancelled"),
        "12/08": ("tender", "planned"),
        **{f"12/0{n}": ("contract", "complete") for n in (1, 2)},
        **{f"11/0{n}": ("contract", "complete") for n in (1, 2, 3, 4)},
    }
    assert found["11/01"]["contracts"][0]["status"] == "terminated"
    assert found["12/01"]["contracts"][0]["period"] == {"endDate": "2014-03-31T23:59:59Z"}
    assert found["12/05"]["awards"][0]["date"] == "2012-10-24T00:00:00Z"


def test_both_paths_are_told_by_method_and_a_direct_award_has_no_tender_period(
    worked: Office,
) -> None:
    found = releases(worked)
    direct = found["12/08"]["tender"]
    assert (direct["procurementMethod"], "tenderPeriod" in direct) == ("direct", False)
    assert direct["procurementMethodRationale"] == "One supplier on the lot values surgeries"
    assert "competition" not in [each["id"] for each in direct["milestones"]]
    further = found["12/03"]["tender"]
    assert further["procurementMethod"] == "selective"
    assert further["tenderPeriod"]["startDate"] == "2012-10-19T00:00:00Z"
    assert {d["documentType"] for d in further["documents"]} == {
        "technicalSpecifications", "evaluationCriteria", "conflictOfInterest",
    }  # fmt: skip
    met = {each["id"]: each.get("dateMet", "")[:10] for each in further["milestones"]}
    assert (met["requirement"], met["contract"]) == ("2012-10-15", "")


def test_without_a_prefix_or_a_team_only_what_is_known_is_said(worked: Office) -> None:
    found = releases(worked, Publisher("", ""))["12/04"]
    assert found["ocid"] == "12-04"
    assert "procuringEntity" not in found["tender"]
    assert "parties" not in found
    assert list(faults(found)) == []


def test_a_rejected_award_stays_as_cancelled_beside_the_one_that_stands(worked: Office) -> None:
    at = book(worked)
    number = next(v.id for v in call_offs(worked.store.connection, at) if v.number == "12/05")
    maker = Maker("director", "C. Director")
    worked.write("Reject", lambda write: reject_award(write, at, number, "Insolvent", maker))
    found = releases(worked)["12/05"]
    worked.undo()  # the register is shared by the tests, in any order
    assert [award["status"] for award in found["awards"]] == ["cancelled", "active"]
    assert found["awards"][1]["date"] == "2012-11-01T00:00:00Z"
    assert list(faults(found)) == []


def test_the_command_writes_the_file_and_says_what_a_prefix_would_do(
    worked: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = tmp_path / "copy.areateam"
    copy_register(worked.path, copied)
    out = tmp_path / "release.json"
    at = ["--register", str(copied), "--as-at", "2012-11-01", "calloff", "ocds", "12/03"]
    assert cli.main([*at, "-o", str(out)]) == 0
    assert "unique in the area team only" in capsys.readouterr().out
    assert list(faults(json.loads(out.read_text(encoding="utf-8")))) == []
    assert cli.main([*at, "--json", "--prefix", "ocds-abc123"]) == 0
    assert json.loads(capsys.readouterr().out)["ocid"].startswith("ocds-abc123-")


def test_the_export_writes_all_call_offs_asked_for_as_one_package(
    worked: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied, out = tmp_path / "copy.areateam", tmp_path / "package.json"
    copy_register(worked.path, copied)
    at = ["--register", str(copied), "--as-at", "2012-11-01", "--json"]
    assert cli.main([*at, "list", "calloffs"]) == 0
    refs = [row["ref"] for row in json.loads(capsys.readouterr().out)["rows"]]
    assert cli.main([*at, "export", "calloffs", "--format", "ocds", "-o", str(out)]) == 0
    package = json.loads(out.read_text(encoding="utf-8"))
    assert {"uri", "version", "publishedDate", "publisher", "releases"} <= package.keys()
    assert [each["tender"]["id"] for each in package["releases"]] == refs
    for each in package["releases"]:
        assert list(faults(each)) == []
    assert cli.main([*at, "export", "sites", "--format", "ocds", "-o", str(out)]) == 3
