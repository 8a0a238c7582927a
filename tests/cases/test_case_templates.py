"""Cases opened from what calls for them: the template's procedure, facts, first note and source."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.cases.case_actions import contract_managers
from areateam.cases.case_template_actions import Source, open_from
from areateam.cases.case_timeline_views import Category, case_timeline
from areateam.cases.case_views import case_view
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.case_template_definitions import (
    CaseTemplate,
    CaseTemplates,
    TemplateSource,
    template_faults,
)
from areateam.core.problems import UserProblem
from tests.cases.letter_cases import CONTRACTS, DAY, make_office, the_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.cases.case_rules import Rulebook
    from areateam.office import Office

open_it = partial(open_from, owners=contract_managers)
TEMPLATES = the_catalogue().case_templates
GROUPS = tuple(CONTRACTS)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = make_office(Path(tmp_path_factory.mktemp("templates")) / "q55.areateam")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def book(office: Office) -> Rulebook:
    return rulebook(office.store.connection, office.catalogue, DAY)


def every() -> list[tuple[TemplateSource, CaseTemplate]]:
    return [(s, each) for s in TEMPLATES.sources.values() for each in s.template]


def test_a_case_can_begin_with_each_kind_of_source_in_each_group() -> None:
    procedures = the_catalogue().procedures
    assert set(TEMPLATES.sources) == {"finding", "outlier", "task"}
    for kind in TEMPLATES.sources:
        offered = {group for group in GROUPS if TEMPLATES.fitting(kind, group, procedures)}
        assert offered == set(GROUPS), kind


@pytest.mark.parametrize(("source", "template"), every(), ids=lambda each: getattr(each, "key", ""))
def test_every_template_opens_its_case(
    office: Office, book: Rulebook, source: TemplateSource, template: CaseTemplate
) -> None:
    connection = office.store.connection
    group = book.catalogue.procedures.named(template.procedure).groups[0]
    said = Source("X1", "12 percent over the limit {of} it")
    written = office.write(
        "Open", lambda write: open_it(write, book, template.key, CONTRACTS[group], said)
    )
    view = case_view(connection, book, written.result)
    assert (view.procedure.key, view.risk) == (template.procedure, template.risk)
    assert view.origin == f"{source.word} X1: 12 percent over the limit {{of}} it"
    assert view.received_on == DAY.isoformat()
    notes = [
        line.text for line in case_timeline(connection, view.id) if line.category is Category.NOTE
    ]
    assert notes == [template.note.replace("{words}", said.words)]
    office.undo()
    with pytest.raises(UserProblem):
        case_view(connection, book, written.result)


def test_it_goes_to_the_manager_of_the_contract_and_needs_words(
    office: Office, book: Rulebook
) -> None:
    gp = CONTRACTS["gp"]
    said = Source("", "Two partners left")
    early = date(2012, 10, 15)
    written = office.write(
        "Open", lambda write: open_it(write, book, "finding-partners", gp, said, early)
    )
    view = case_view(office.store.connection, book, written.result)
    assert (view.manager, view.received_on) == ("J. Patel", early.isoformat())
    assert view.origin == "Import finding: Two partners left"
    for template, source, code in (
        ("finding-partners", Source("W1", " "), "text-needed"),
        ("nothing", said, "case-template-unknown"),
        ("finding-owner", said, "procedure-of-another-group"),
    ):
        act = partial(open_it, book=book, template=template, contract=gp, source=source)
        with pytest.raises(UserProblem) as caught:
            office.write("Open", act)
        assert caught.value.code == code


def test_faults_of_templates_are_found() -> None:
    wrong = (
        CaseTemplate("a", "A", "list-closure", "{words}"),
        CaseTemplate("a", "A", "no-such", "{words}"),
        CaseTemplate("b", "B", "list-closure", "{what}"),
    )
    templates = CaseTemplates({"finding": TemplateSource("Finding", wrong)})
    faults = list(template_faults(templates, the_catalogue().procedures))
    assert faults == [
        "template a stands twice",
        "a: there is no procedure no-such",
        "b: the note has a blank that no source fills",
    ]
