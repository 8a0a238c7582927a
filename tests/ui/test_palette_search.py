"""What the palette finds for a text: records, pages and commands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.office import Office, open_office
from tests.fresh_register import fresh_register
from ui.dialogs.palette_list import PaletteItem
from ui.dialogs.palette_search import Command, palette_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = [PaletteItem("page:today", "calendar", "Today"), PaletteItem("page:h", "help", "Help")]
COMMANDS = [
    Command("import", "Import a file", "download", lambda: None, "Ctrl+I"),
    Command("backup", "Make a backup now", "history", lambda: None),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_office(fresh_register(tmp_path_factory.mktemp("palette") / "small.areateam", ""))
    made.write(
        "Add a person",
        lambda write: (
            write.execute(
                "INSERT INTO person (made, name, job) VALUES (?, 'Tod Marsh', 'dentist')",
                (write.operation,),
            ).rowcount
        ),
    )
    yield made
    made.close()


def found(office: Office, text: str) -> dict[str, list[str]]:
    groups = palette_groups(office.store.connection, text, PAGES, COMMANDS, {}, date(2012, 11, 1))
    return {group.title: [item.key for item in group.items] for group in groups}


def test_without_a_text_pages_and_commands_are_offered(office: Office) -> None:
    assert found(office, " ") == {
        "Pages": ["page:today", "page:h"],
        "Commands": ["command:import", "command:backup"],
    }


def test_a_text_finds_records_first(office: Office) -> None:
    assert found(office, "tod") == {"Records": ["person:1"], "Pages": ["page:today"]}


def test_a_bracket_leaves_commands_alone(office: Office) -> None:
    assert found(office, "> file import") == {"Commands": ["command:import"]}


def test_nothing_found_is_no_group(office: Office) -> None:
    assert found(office, "zzz") == {}


def test_a_question_is_answered_with_the_body_of_the_day(office: Office) -> None:
    for text in ("Who do I ring about controlled-drugs?", "F41"):
        assert found(office, text)["Who answers"] == ["duty:F41"]
    groups = palette_groups(
        office.store.connection, "controlled-drugs", PAGES, COMMANDS, {}, date(2013, 4, 1)
    )
    (answer,) = next(group.items for group in groups if group.title == "Who answers")
    assert answer.tail == "AT Area team since 1 Apr 2013 · nobody is named there"
