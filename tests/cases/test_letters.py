"""Letters: every one fills and opens again, what is blank blocks, drafts and sent are both kept."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest

from areateam.cases.case_texts import case_facts
from areateam.cases.case_timeline_views import case_timeline
from areateam.cases.case_views import case_view
from areateam.cases.document_actions import Filing, file_document
from areateam.cases.document_views import (
    document_bytes,
    documents_of_case,
    documents_of_contract,
)
from areateam.cases.letter_actions import (
    Made,
    bring_template,
    drop_template,
    file_letter,
    make_file,
    send_letter,
)
from areateam.cases.letter_files import make_letter, template_fields
from areateam.cases.letter_views import LetterText, draft_of_step, letter_text
from areateam.cases.rulebook_views import rulebook
from areateam.contracts.merge_actions import merge_records
from areateam.contracts.merge_rules import SideOf
from areateam.core.problems import FileProblem, UserProblem
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.team_address_actions import set_team_address
from tests.cases.letter_cases import (
    DAY,
    all_asked,
    make_office,
    open_with_letter,
    the_catalogue,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A register that tests may add cases to and need not have for themselves."""
    opened = make_office(tmp_path_factory.mktemp("letters") / "q55.areateam")
    yield opened
    opened.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = make_office(tmp_path / "q55.areateam")
    yield opened
    opened.close()


def text_of(
    office: Office, case: int, step: str, stated: dict[str, str], dated: date = DAY
) -> LetterText:
    book = rulebook(office.store.connection, office.catalogue, DAY)
    return letter_text(
        office.store.connection, book, case, step, stated, dated=dated, user=office.user
    )


def made_of(office: Office, text: LetterText) -> Made:
    connection = office.store.connection
    return make_file(connection, rulebook(connection, office.catalogue, DAY), text)


def lines_of(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def draft(office: Office, case: int, step: str, stated: dict[str, str]) -> int:
    text = text_of(office, case, step, stated)
    made = made_of(office, text)
    return office.write("Draft", lambda write: file_letter(write, text, made)).result


def send(office: Office, document: int, on: date = DAY) -> int:
    book = rulebook(office.store.connection, office.catalogue, DAY)
    return office.write("Send", lambda write: send_letter(write, book, document, on)).result


@pytest.mark.parametrize("key", sorted(the_catalogue().letters.known))
def test_every_letter_fills_and_opens_again(shared: Office, key: str) -> None:
    case, step = open_with_letter(shared, key)
    stated = all_asked(the_catalogue().letters.known[key])
    text = text_of(shared, case, step, stated)
    assert text.unfilled == ()
    made = made_of(shared, text)
    lines = lines_of(made.content)
    whole = "\n".join(lines)
    assert not any(mark in whole for mark in ("{{", "}}", "{%", "[", "]"))
    assert "1 November 2012" in lines
    assert lines[0] == "Derbyshire County PCT"
    assert "Derbyshire and Nottinghamshire Area Team" in lines
    assert lines[-2:] == ["J. Patel", "Contract manager"]
    for ask in text.spec.ask:
        if ask.kind in ("line", "text"):
            assert f"Stated {ask.label}" in whole, ask.key
    assert made_of(shared, text) == made


def test_the_figures_of_a_mid_year_letter_are_those_of_the_contract(shared: Office) -> None:
    case, step = open_with_letter(shared, "mid-year-review")
    text = text_of(shared, case, step, {"meeting": "14/11/2012", "reply_by": "9 Nov 2012"})
    whole = "\n".join(lines_of(made_of(shared, text).content))
    assert "10,000 units" in whole
    assert "2,400 units, which is 24%" in whole
    assert "below 30%, which is 3,000 units" in whole
    assert (
        "paragraph 58 of Schedule 3 to the NHS (General Dental Services Contracts) Regulations"
        in whole
    )
    assert "begin by 31 October 2012" in whole
    # £246,000.00 less twice 2,400 units at £24.60.
    assert "could be withheld is £127,920.00" in whole
    assert "a meeting on 14 November 2012." in whole
    assert "by 9 November 2012" in whole


def test_the_sum_of_a_clawback_begins_with_what_the_year_gives(shared: Office) -> None:
    case, step = open_with_letter(shared, "clawback")
    stated = {"reasons": "Delivered less than 96%", "agree_by": "2013-06-30"}
    whole = "\n".join(lines_of(made_of(shared, text_of(shared, case, step, stated)).content))
    # 10,000 less 9,125 units at £24.60.
    assert (
        "repay £21,525.00. The shortfall is 875 units, which at £24.60 each is £21,525.00." in whole
    )
    assert "you delivered 9,125 of 10,000 units" in whole.replace("You", "you")
    other = text_of(shared, case, step, stated | {"amount": "£20,000"})
    assert "repay £20,000.00. The" in "\n".join(other.filled.paragraphs)


def test_the_last_day_to_appeal_counts_from_the_letter(shared: Office) -> None:
    case, step = open_with_letter(shared, "market-entry-decision")
    stated = {"facts": "None", "reasons": "None"}
    filled = text_of(shared, case, step, stated, date(2012, 10, 31)).filled.paragraphs
    # 30 days after 31 October, the day after which is day 1.
    assert "sent by 30 November 2012." in filled[-1]
    assert "SI 2012/1909 Sch 2 Part 5" in filled[-1]


def test_a_letter_is_the_boards_from_1_april_2013(shared: Office) -> None:
    case, step = open_with_letter(shared, "acknowledgement")
    before = text_of(shared, case, step, {"what": "request"}, date(2013, 3, 31))
    after = text_of(shared, case, step, {"what": "request"}, date(2013, 4, 1))
    assert before.sender[0] == "Derbyshire County PCT"
    assert after.sender[0] == "NHS Commissioning Board"


def test_a_letter_begins_with_our_address_where_it_is_of_our_team(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")

    def sender() -> tuple[str, ...]:
        return text_of(office, case, step, {"what": "request"}).sender

    stated = {"address_1": "1 Example Road", "postcode": "NG1 1AA", "phone": "0115 496 0100"}
    office.write("Address", lambda write: set_team_address(write, stated))
    ours = ("1 Example Road", "NG1 1AA", "Telephone 0115 496 0100")
    assert sender()[-3:] == ours
    made = made_of(office, text_of(office, case, step, {"what": "request"}))
    lines = lines_of(made.content)
    at = lines.index("1 Example Road")
    assert tuple(lines[at : at + 3]) == ours
    office.write("Name", lambda write: set_team_address(write, {**stated, "name": "Our Team"}))
    assert sender()[1] == "Our Team"
    # A contract of another team is not written about from our address.
    other = "UPDATE contract SET area_team_code = 'Q54'"
    office.write("Other", lambda write: write.execute(other))
    assert not set(sender()) & {*ours, "Our Team"}
    office.undo()
    office.write("None", lambda write: set_team_address(write, {}))
    assert len(sender()) == 2
    with pytest.raises(UserProblem, match="address-incomplete"):
        office.write("Half", lambda write: set_team_address(write, {"postcode": "NG1 1AA"}))


def test_without_a_pct_no_letter_of_2012_is_the_boards(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")
    (contract,) = office.store.connection.execute(
        "SELECT contract_id FROM case_file WHERE id = ?", (case,)
    ).fetchone()
    office.write(
        "PCT", lambda w: w.execute("UPDATE contract SET pct_code = NULL WHERE id = ?", (contract,))
    )
    before = text_of(office, case, step, {"what": "request"}, date(2013, 3, 31))
    assert before.sender == ("Derbyshire and Nottinghamshire Area Team",)
    assert not any("Board" in line for line in lines_of(made_of(office, before).content))
    after = text_of(office, case, step, {"what": "request"}, date(2013, 4, 1))
    assert after.sender[0] == "NHS Commissioning Board"


def test_only_a_refusal_to_close_the_list_says_when_to_apply_again(shared: Office) -> None:
    case, step = open_with_letter(shared, "list-closure-decision")
    approved = text_of(shared, case, step, {"reasons": "Workload"})
    assert approved.unfilled == ()
    assert not any("apply again" in line for line in approved.filled.paragraphs)
    assert "dispute resolution procedure" in approved.filled.paragraphs[-1]
    refused = text_of(shared, case, step, {"reasons": "None", "afresh": "1 Feb 2013"})
    assert refused.filled.paragraphs[-1].startswith("You may apply again from 1 February 2013")


def test_what_is_left_blank_blocks_and_is_named(office: Office) -> None:
    case, step = open_with_letter(office, "request-for-information")
    text = text_of(office, case, step, {"wanted": "The lease"})
    assert text.unfilled == ("Reply by",)
    assert any("by [Reply by]." in line for line in text.preview)
    with pytest.raises(UserProblem) as caught:
        made_of(office, text)
    assert (caught.value.code, caught.value.facts["detail"]) == (
        "letter-unfilled",
        "Reply by (reply_by)",
    )


def test_a_letter_to_somebody_else_never_falls_to_the_contractor(office: Office) -> None:
    case, step = open_with_letter(office, "complaint-response")
    stated = all_asked(the_catalogue().letters.known["complaint-response"])
    del stated["recipient"]
    assert text_of(office, case, step, stated).unfilled == ("Name and address",)
    text = text_of(office, case, step, stated | {"recipient": "Mrs P Ash\n3 Low Road"})
    assert text.address == ("Mrs P Ash", "3 Low Road")
    assert "Brook & Sons" not in lines_of(made_of(office, text).content)


def test_what_was_suggested_can_be_cleared(office: Office) -> None:
    case, step = open_with_letter(office, "decision-with-reasons")
    assert "Our decision is: Approved as asked" in (
        text_of(office, case, step, {"reasons": "x"}).filled.paragraphs
    )
    assert "Decision" in text_of(office, case, step, {"reasons": "x", "decision": ""}).unfilled


def test_documents_stand_on_the_timeline(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")
    send(office, draft(office, case, step, {"what": "request"}))
    office.write("File", lambda w: file_document(w, Filing(1, "Lease", DAY, case), "l.pdf", b"x"))
    lines = case_timeline(office.store.connection, case)
    own = {(line.category.value, line.text) for line in lines if line.who == "R. Osei"}
    assert ("file", "Lease, received") in own
    assert ("communication", "Acknowledgement: Brook <gp> Lane, sent") in own
    assert sum(line.text == "File" for line in lines) == 1


def test_a_part_without_its_field_is_left_out(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")
    short = text_of(office, case, step, {"what": "request"}).filled.paragraphs
    long = text_of(office, case, step, {"what": "request", "missing": "a lease"}).filled.paragraphs
    assert [line for line in long if line not in short] == [
        "We still need the following from you: a lease"
    ]


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"wnated": "x"}, "letter-ask-unknown"),
        ({"reply_by": "31/11/2012"}, "date-impossible"),
        ({"reply_by": "soon"}, "date-unreadable"),
    ],
)
def test_what_is_stated_wrongly_is_told(office: Office, stated: dict[str, str], code: str) -> None:
    case, step = open_with_letter(office, "request-for-information")
    with pytest.raises(UserProblem) as caught:
        text_of(office, case, step, stated)
    assert caught.value.code == code


def test_a_step_without_a_letter_says_which_have_one(office: Office) -> None:
    case, step = open_with_letter(office, "mid-year-review")
    view = case_view(
        office.store.connection, rulebook(office.store.connection, office.catalogue, DAY), case
    )
    other = next(s for s in view.steps if not s.letter)
    with pytest.raises(UserProblem) as caught:
        text_of(office, case, other.key, {})
    assert caught.value.code == "step-without-letter"
    assert step in str(caught.value.facts["known"])


def test_drafts_and_what_was_sent_are_all_kept(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")
    first = draft(office, case, step, {"what": "request"})
    second = draft(office, case, step, {"what": "application"})
    sent = send(office, second)
    found = {d.id: d for d in documents_of_case(office.store.connection, case)}
    assert [(d.state, d.follows) for d in (found[first], found[second], found[sent])] == [
        ("draft", None),
        ("draft", first),
        ("sent", second),
    ]
    assert found[sent].sha256 == found[second].sha256 != found[first].sha256
    assert document_bytes(office.store.connection, first)[1][:2] == b"PK"


def test_sending_finishes_the_step_and_undo_takes_both_back(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")
    document = draft(office, case, step, {"what": "request"})
    send(office, document, date(2012, 10, 31))
    done = "SELECT done_on FROM case_step WHERE case_id = ? AND key = ?"
    assert office.store.connection.execute(done, (case, step)).fetchone() == ("2012-10-31",)
    office.undo()
    assert office.store.connection.execute(done, (case, step)).fetchone() == (None,)
    (left,) = documents_of_case(office.store.connection, case)
    assert (left.id, left.state) == (document, "draft")
    assert draft_of_step(office.store.connection, office.store.connection.execute(
        "SELECT id FROM case_step WHERE case_id = ? AND key = ?", (case, step)
    ).fetchone()[0]) == document  # fmt: skip
    assert office.check() == []


def test_nothing_is_sent_tomorrow_or_twice(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")
    document = draft(office, case, step, {"what": "request"})
    with pytest.raises(UserProblem) as caught:
        send(office, document, date(2012, 11, 2))
    assert caught.value.code == "sent-later"
    sent = send(office, document)
    with pytest.raises(UserProblem) as caught:
        send(office, sent)
    assert caught.value.code == "letter-not-draft"


def test_hostile_text_stays_text(office: Office) -> None:
    office.write(
        "Rename",
        lambda write: write.execute("UPDATE contract SET name = '../../{{ x }}<w:p>&\\'"),
    )
    case, step = open_with_letter(office, "acknowledgement")
    stated = {"what": "{% for x in y %}{{ 7*7 }}</w:t>\x00\x0b[a] {{ case.title }}"}
    text = text_of(office, case, step, stated)
    made = made_of(office, text)
    assert "/" not in made.name
    assert "\\" not in made.name
    whole = "\n".join(lines_of(made.content))
    assert "{% for x in y %}{{ 7*7 }}</w:t>" in whole
    assert "[a] {{ case.title }}" in whole
    assert "../../{{ x }}<w:p>&\\" in whole


def test_a_merged_contract_leaves_its_cases_and_documents_to_the_other(office: Office) -> None:
    office.write(
        "Copy",
        lambda w: w.execute(
            "INSERT INTO contract (made, group_key, contract_type, contract_no, name,"
            " contractor_id, site_id, pct_code, terms) SELECT ?, group_key, contract_type,"
            " '799999', name, contractor_id, site_id, pct_code, terms FROM contract WHERE id = 1",
            (w.operation,),
        ),
    )
    case, step = open_with_letter(office, "acknowledgement")
    draft(office, case, step, {"what": "request"})
    office.write(
        "Merge",
        lambda w: merge_records(
            w, office.catalogue, "contract", (5, 1), {"contract_no": SideOf.LEFT}, DAY
        ),
    )
    assert [d.case for d in documents_of_contract(office.store.connection, 5)] == [case]
    assert case_facts(office.store.connection, case).contract == 5
    office.undo()
    assert [d.case for d in documents_of_contract(office.store.connection, 1)] == [case]
    assert office.check() == []


def test_whatever_names_a_contract_is_moved_by_a_merge(office: Office) -> None:
    connection = office.store.connection
    tables = [row[0] for row in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
    )]  # fmt: skip
    naming = {
        table
        for table in tables
        for link in connection.execute(f'PRAGMA foreign_key_list("{table}")')
        if link[2] == "contract"
    }
    moved = {"note", "case_file", "document", "tagging", "contract_site", "stocktake_line"}
    moved |= {"call_off", "plan_line", "verdict", "series_base"}
    assert naming == moved


@pytest.mark.parametrize("both", [False, True])
def test_a_merged_contract_has_one_line_in_the_stocktake(office: Office, both: bool) -> None:
    def act(write: Write) -> None:
        copied = write.execute(
            "INSERT INTO contract (made, group_key, contract_type, contract_no, name,"
            " contractor_id, site_id, pct_code, terms) SELECT ?, group_key, contract_type,"
            " '799999', name, contractor_id, site_id, pct_code, terms FROM contract WHERE id = 1",
            (write.operation,),
        ).lastrowid
        lines = ((1, "theirs"), (copied, "mine")) if both else ((1, "theirs"),)
        for contract, action in lines:
            write.execute(
                "INSERT INTO stocktake_line (made, contract_id, action, stage)"
                " VALUES (?, ?, ?, 'stocktake')",
                (write.operation, contract, action),
            )

    office.write("Copy", act)
    office.write(
        "Merge",
        lambda w: merge_records(
            w, office.catalogue, "contract", (5, 1), {"contract_no": SideOf.LEFT}, DAY
        ),
    )
    rows = office.store.connection.execute("SELECT contract_id, action FROM stocktake_line")
    assert rows.fetchall() == [(5, "mine" if both else "theirs")]


def template(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = "{{ contract.number }}"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_template_says_which_fields_it_asks_for() -> None:
    own = template("{{ contract.name }}", "{%p for a in address %}", "{{ a }}", "{%p endfor %}")
    assert template_fields(own) == ["contract.name", "contract.number"]
    assert "letter.date" in template_fields(
        (the_catalogue().folder / "letters" / "letter.docx").read_bytes()
    )


@pytest.mark.parametrize(
    ("line", "code", "named"),
    [
        ("{{ contract.nmae }}", "template-field-unknown", "contract.nmae"),
        ("{{ nobody }}", "template-field-unknown", "nobody"),
        ("{{ contract }}", "template-field-unknown", "contract"),
        ("{{ contract.name.upper }}", "template-field-unknown", "upper"),
        ("{{ contract.name.__class__ }}", "template-field-unknown", "__class__"),
        ("{{ contract.name() }}", "template-not-plain", None),
        ("{{ contract.name|upper }}", "template-not-plain", None),
        ("{{ 7*7 }}", "template-not-plain", None),
        ("{% for x in range(9999) %}{{ x }}{% endfor %}", "template-not-plain", None),
        ("{{ contract.name", "template-unreadable", None),
    ],
)
def test_a_template_that_asks_for_more_is_refused(line: str, code: str, named: str | None) -> None:
    with pytest.raises(FileProblem) as caught:
        template_fields(template(line), "ours.docx")
    assert caught.value.code == code
    assert caught.value.facts.get("field") == named


def test_a_template_that_draws_on_something_outside_is_refused() -> None:
    document = docx.Document(io.BytesIO(template("{{ contract.name }}")))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    document.part.relate_to("https://example.org/", kind + "hyperlink", is_external=True)
    held = io.BytesIO()
    document.save(held)
    assert template_fields(held.getvalue()) == ["contract.name", "contract.number"]
    document.part.relate_to("https://example.org/a.dotm", kind + "image", is_external=True)
    document.save(held)
    with pytest.raises(FileProblem) as caught:
        template_fields(held.getvalue())
    assert caught.value.code == "template-links-out"


def test_a_template_does_nothing_in_its_properties_either() -> None:
    document = docx.Document(io.BytesIO(template("{{ contract.name }}")))
    document.core_properties.title = "{{ 'a' * 999 }}"
    held = io.BytesIO()
    document.save(held)
    with pytest.raises(FileProblem) as caught:
        template_fields(held.getvalue())
    assert caught.value.code == "template-not-plain"


def test_what_is_no_word_file_is_no_template() -> None:
    for content in (b"", b"PK\x03\x04", b"hello"):
        with pytest.raises(FileProblem) as caught:
            make_letter(content, {}, {}, title="", author="", dated=DAY)
        assert caught.value.code == "template-unreadable"


def bring(office: Office, content: bytes) -> int:
    return office.write(
        "Template",
        lambda write: bring_template(
            write, office.catalogue, "acknowledgement", "ours.docx", content
        ),
    ).result


def test_a_letter_is_written_on_the_template_that_the_office_brought(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")
    text = text_of(office, case, step, {"what": "request"})
    ours = lines_of(made_of(office, text).content)
    bring(office, template("Ours: {{ contractor.name }}, {{ letter.subject }}"))
    made = made_of(office, text)
    assert lines_of(made.content) == [f"Ours: Brook & Sons, {text.filled.subject}"]
    header = docx.Document(io.BytesIO(made.content)).sections[0].header
    assert header.paragraphs[0].text == "700001"
    bring(office, template("Newer: {{ contractor.name }}"))
    assert lines_of(made_of(office, text).content) == ["Newer: Brook & Sons"]
    office.undo()
    assert lines_of(made_of(office, text).content)[0].startswith("Ours:")
    office.write("Back", lambda write: drop_template(write, "acknowledgement"))
    assert lines_of(made_of(office, text).content) == ours
    assert office.check() == []
    with pytest.raises(UserProblem) as caught:
        office.write("Back", lambda write: drop_template(write, "acknowledgement"))
    assert caught.value.code == "template-not-own"


def test_a_field_that_only_the_template_asks_for_blocks_when_blank(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")
    bring(office, template("{{ contract.end }}"))
    with pytest.raises(UserProblem) as caught:
        made_of(office, text_of(office, case, step, {"what": "request"}))
    assert caught.value.facts["detail"] == "the end of the contract"


def test_a_template_with_an_unknown_field_is_not_kept(office: Office) -> None:
    with pytest.raises(FileProblem) as caught:
        bring(office, template("{{ contract.nmae }}"))
    assert caught.value.facts["field"] == "contract.nmae"
    assert office.store.connection.execute("SELECT * FROM letter_template").fetchall() == []
