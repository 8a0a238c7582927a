"""A letter beside the single model's: paragraphs paired, templates by PCT and version."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from areateam.cases.letter_actions import bring_template, drop_template, file_letter, make_file
from areateam.cases.letter_compare_rules import Pair, difference_words, side_by_side
from areateam.cases.letter_files import letter_lines, template_body
from areateam.cases.letter_views import letter_text, shipped_template, template_of
from areateam.cases.rulebook_views import rulebook
from areateam.core.problems import FileProblem, UserProblem
from areateam.office import Office
from tests.cases.letter_cases import DAY, make_office, open_with_letter, the_catalogue

LETTER = "acknowledgement"
MODEL = ("Thank you.", "We shall write by 3 May.", "Help is free of charge.", "Write to me.")


def word(*lines: str) -> bytes:
    """A Word file of these paragraphs."""
    document, made = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("local", "apart", "said"),
    [
        (MODEL, [], ""),
        (MODEL[:2] + MODEL[3:], [Pair(MODEL[2], "")], "leaves out 1 paragraph"),
        (
            ("Thank you.", "We shall write by 9 June.", "Pay first.", *MODEL[2:]),
            [Pair(MODEL[1], "We shall write by 9 June."), Pair("", "Pay first.")],
            "adds 1 paragraph and changes 1",
        ),
        (
            ("Thank you.", "Goodbye."),
            [*(Pair(text, "") for text in MODEL[1:]), Pair("", "Goodbye.")],
            "leaves out 3 paragraphs and adds 1",
        ),
        (
            (*MODEL[:3], "Write to me. That is the end of the matter for us all."),
            [Pair(MODEL[3], "Write to me. That is the end of the matter for us all.")],
            "changes 1 paragraph",
        ),
    ],
)
def test_paragraphs_are_paired_and_what_differs_is_counted(
    local: tuple[str, ...], apart: list[Pair], said: str
) -> None:
    pairs = side_by_side(MODEL, local)
    assert [pair for pair in pairs if pair.differs] == apart
    assert [pair.model for pair in pairs if pair.model] == list(MODEL)
    assert [pair.local for pair in pairs if pair.local] == list(local)
    assert difference_words(pairs) == said


def test_the_lines_of_a_template_have_the_letters_own_paragraphs_in_their_place() -> None:
    spec = the_catalogue().letters.named(LETTER)
    shipped = letter_lines(template_body(shipped_template(the_catalogue()).content), spec)
    at = shipped.index(spec.paragraphs[0])
    assert shipped[at : at + len(spec.paragraphs)] == spec.paragraphs
    assert shipped[at - 1] == spec.subject
    assert not any("{%" in line for line in shipped)
    own = word("{{letter.subject }}", "{%p for x in address %}", "{{ x }}", "{%p endfor %}", "Bye")
    assert letter_lines(template_body(own), spec) == (spec.subject, "{{ address }}", "Bye")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = make_office(tmp_path / "q55.areateam")
    yield opened
    opened.close()


def bring(office: Office, line: str, pct: str = "") -> int:
    return office.write(
        "Template",
        lambda write: bring_template(
            write, office.catalogue, LETTER, f"{line}.docx", word(line), pct
        ),
    ).result


def used(office: Office, pct: str = "") -> tuple[str, int]:
    found = template_of(office.store.connection, office.catalogue, LETTER, pct)
    return found.name, found.version


def test_a_pct_has_its_own_template_before_that_of_all_and_versions_count_up(
    office: Office,
) -> None:
    (pct,) = office.store.connection.execute(
        "SELECT code FROM body WHERE kind_of = 'pct' ORDER BY code LIMIT 1"
    ).fetchone()
    bring(office, "Ours")
    bring(office, "Theirs", pct)
    bring(office, "Newer", pct)
    assert (used(office), used(office, pct), used(office, "5XX")) == (
        ("Ours.docx", 1), ("Newer.docx", 2), ("Ours.docx", 1),
    )  # fmt: skip
    office.undo()
    assert used(office, pct) == ("Theirs.docx", 1)
    office.redo()
    office.write("Drop", lambda write: drop_template(write, LETTER, pct))
    assert used(office, pct) == ("Ours.docx", 1)
    with pytest.raises(UserProblem, match="template-not-own"):
        office.write("Drop", lambda write: drop_template(write, LETTER, pct))
    assert bring(office, "Third", pct)
    assert used(office, pct) == ("Third.docx", 3), "a version is never given twice"
    with pytest.raises(UserProblem, match="body-unknown"):
        bring(office, "Nobody's", "ZZZ")
    assert office.check() == []


def test_a_letter_notes_what_it_was_written_on_and_may_name_what_is_asked(office: Office) -> None:
    case, step = open_with_letter(office, LETTER)
    template = bring(office, "We have your {{ ask.what }}.")
    connection, book = (
        office.store.connection,
        rulebook(office.store.connection, office.catalogue, DAY),
    )
    text = letter_text(
        connection, book, case, step, {"what": "letter"}, dated=DAY, user=office.user
    )
    made = make_file(connection, book, text)
    assert docx.Document(io.BytesIO(made.content)).paragraphs[0].text == "We have your letter."
    filed = office.write("Draft", lambda write: file_letter(write, text, made)).result
    row = connection.execute(
        "SELECT template_id, letter_version FROM document WHERE id = ?", (filed,)
    ).fetchone()
    assert row == (template, text.spec.version)
    with pytest.raises(FileProblem, match="template-field-unknown"):
        bring(office, "{{ ask.other }}")
