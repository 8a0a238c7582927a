"""Changes in words, sources, the past, notes and tags, and values put back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.contracts.contract_actions import amend_contract, remove_contract
from areateam.contracts.contract_change_views import (
    contract_changes,
    field_sources,
    operation_lines,
)
from areateam.contracts.contract_note_actions import (
    add_note,
    add_tag,
    correct_note,
    give_notice,
    put_back,
    remove_note,
    remove_tag,
)
from areateam.contracts.contract_past_views import contract_record_as_at
from areateam.contracts.contract_term_views import holders, mid_year_of, term_cards
from areateam.contracts.contract_views import contract_record, tag_names
from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.ledger.correction_views import corrected_words
from areateam.ledger.history import operations_since
from areateam.ledger.operation_views import find_operations, people_of_journal
from areateam.organisations.body_views import bodies_of, body_meant, nearest_body
from tests.contract_register import HOME, copied_office, the_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.contracts.contract_term_views import TermLine
    from areateam.contracts.contract_views import ContractRecord
    from areateam.ledger.ledger import Write
    from areateam.office import Office

TIMES = "\N{MULTIPLICATION SIGN}"


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = copied_office(tmp_path, tmp_path_factory)
    yield made
    made.close()


def record_of(office: Office) -> ContractRecord:
    return contract_record(office.store.connection, office.catalogue, 1, HOME)


def lines_of(office: Office) -> dict[str, TermLine]:
    cards = term_cards(office.store.connection, office.catalogue, record_of(office))
    return {line.field.key: line for card in cards for line in card.lines}


def told(office: Office) -> list[tuple[str, str, str]]:
    found = contract_changes(office.store.connection, office.catalogue, 1)
    return [(line.what, line.before, line.after) for line in found]


def refused(office: Office, key: str, value: str | int | None) -> str:
    with pytest.raises(UserProblem) as raised:
        office.write("Back", lambda w: put_back(w, office.catalogue, 1, key, value))
    return problem_sentence(raised.value)


def test_changes_are_told_by_labels_and_values_newest_first(office: Office) -> None:
    assert told(office)[:5] == [
        ("Tag", "", "added: Lease"),
        ("Note", "", "added: Rang about the lease."),
        ("Manager", "nothing", "R. Patel"),
        ("H1 delivered", "4,102", "4,884"),
        ("Signed copy", "Unsigned", "Found"),
    ]
    assert told(office)[-1] == ("Contract", "", "added")


def test_only_what_differs_now_can_be_put_back(office: Office) -> None:
    found = contract_changes(office.store.connection, office.catalogue, 1)
    by_what = {(line.what, line.after): line for line in found}
    assert by_what["Signed copy", "Found"].key == "signed_copy"
    assert by_what["Signed copy", "Found"].old == "unsigned"
    assert by_what["Tag", "added: Lease"].key == ""
    office.write("Back", lambda w: put_back(w, office.catalogue, 1, "signed_copy", "unsigned"))
    found = contract_changes(office.store.connection, office.catalogue, 1)
    assert [line.key for line in found if line.after == "Found"] == [""]
    assert record_of(office).values["signed_copy"] == "unsigned"


def test_a_value_that_no_longer_fits_is_not_put_back(office: Office) -> None:
    assert refused(office, "name", None) == "Contractor cannot be left empty."
    words = "The end, 1 Jan 2000, is before the start, 1 Jun 2007."
    assert refused(office, "end_date", "2000-01-01") == words
    assert "belongs to another group" in refused(office, "contract_type", "gms")
    assert "no person" in refused(office, "manager", 999)
    assert "less than the least" in refused(office, "uda_contracted", -1)


def test_what_an_import_stated_names_file_and_line(office: Office) -> None:
    def imported(write: Write) -> None:
        amend_contract(write, office.catalogue.fields["uda_contracted"], 1, 20_000)
        write.execute(
            "INSERT INTO batch (operation, profile, subject, file, sha256, size, encoding,"
            " delimiter, lines, new, changed, same, doubtful, rejected, absent, settings)"
            " VALUES (?, 'p', 's', 'UDA.csv', '', 0, '', '', 1, 0, 1, 0, 0, 0, 0, '{}')",
            (write.operation,),
        )
        write.execute(
            "INSERT INTO source_line (batch_id, line, fingerprint, kind, record)"
            " VALUES (1, 47, 0, 'contract', 1)"
        )

    office.write("Import UDA.csv", imported)
    connection, catalogue = office.store.connection, office.catalogue
    assert field_sources(connection, catalogue, 1) == {"uda_contracted": "UDA.csv, line 47"}
    assert contract_changes(connection, catalogue, 1)[0].source == "UDA.csv, line 47"


def test_a_day_of_the_past_has_its_own_values_notes_and_tags(office: Office) -> None:
    def then(day: date) -> ContractRecord:
        return contract_record_as_at(office.store.connection, office.catalogue, 1, day)

    # Operation n was written on 2 September plus n days.
    assert then(date(2012, 9, 4)).values["signed_copy"] == "unsigned"
    assert then(date(2012, 9, 6)).values["signed_copy"] == "found"
    assert then(date(2012, 9, 7)).manager_name == ""
    assert then(date(2012, 9, 8)).manager_name == "R. Patel"
    assert (then(date(2012, 9, 8)).notes, then(date(2012, 9, 8)).tags) == ((), ())
    assert then(date(2012, 9, 10)).tags == ("Lease",)
    assert [note.text for note in then(date(2012, 9, 10)).notes] == ["Rang about the lease."]
    office.write("Tag", lambda w: remove_tag(w, 1, "Lease"))
    assert record_of(office).tags == ()
    assert then(date(2012, 9, 10)).tags == ("Lease",)
    whole = then(date(2012, 9, 10))
    office.write("Remove", lambda w: remove_contract(w, 1))
    gone = then(date(2012, 9, 10))
    assert (gone.values, gone.manager_name) == (whole.values, whole.manager_name)
    assert (gone.notes, gone.tags, gone.status) == (whole.notes, whole.tags, whole.status)


def test_a_note_is_corrected_and_taken_back_and_what_it_said_stays(office: Office) -> None:
    (note,) = record_of(office).notes
    assert (note.text, note.corrections) == ("Rang about the lease.", ())
    office.write("Correct", lambda w: correct_note(w, 1, note.id, " Rang about the rent. "))
    office.write("Correct", lambda w: correct_note(w, 1, note.id, "Wrote about the rent."))
    (now,) = record_of(office).notes
    assert (now.on, now.author, now.text) == (note.on, note.author, "Wrote about the rent.")
    assert [each.before for each in now.corrections] == [
        "Rang about the rent.", "Rang about the lease.",
    ]  # fmt: skip
    day = now.corrections[0].at[:10]
    words = corrected_words(now.corrections)
    assert words == f"corrected on {format_date(day)} by {now.corrections[0].who}"
    assert told(office)[0] == (
        "Note: What it says", "Rang about the rent.", "Wrote about the rent.",
    )  # fmt: skip
    then = contract_record_as_at(office.store.connection, office.catalogue, 1, date(2012, 9, 10))
    assert then.notes == (note,), "of an earlier day with the words of then, uncorrected"
    office.undo()
    assert [each.before for each in record_of(office).notes[0].corrections] == [note.text]
    office.redo()
    assert record_of(office).notes == (now,)

    office.write("Remove", lambda w: remove_note(w, 1, note.id))
    assert record_of(office).notes == ()
    assert told(office)[0] == ("Note", "", "removed: Wrote about the rent.")
    office.undo()
    assert record_of(office).notes == (now,)


def test_a_note_of_another_contract_or_without_words_is_not_corrected(office: Office) -> None:
    (note,) = record_of(office).notes
    for act, code in (
        (lambda w: correct_note(w, 2, note.id, "Other"), "note-unknown"),
        (lambda w: remove_note(w, 2, note.id), "note-unknown"),
        (lambda w: correct_note(w, 1, note.id, " "), "value-needed"),
        (lambda w: correct_note(w, 1, note.id, "x" * 4001), "too-long"),
    ):
        with pytest.raises(UserProblem) as raised:
            office.write("Not", act)
        assert raised.value.code == code
    assert record_of(office).notes == (note,)


def test_before_it_was_entered_a_contract_is_not_there(office: Office) -> None:
    with pytest.raises(UserProblem) as raised:
        contract_record_as_at(office.store.connection, office.catalogue, 1, date(2012, 9, 3))
    words = "Bright Smile Ltd was not in the register on 3 Sep 2012."
    assert problem_sentence(raised.value) == words


def test_notes_and_tags_are_checked_and_not_doubled(office: Office) -> None:
    office.write("Tag", lambda w: add_tag(w, 1, "  lease "))
    office.write("Tag", lambda w: add_tag(w, 1, "Closure  risk"))
    assert record_of(office).tags == ("Closure risk", "Lease")
    assert tag_names(office.store.connection) == ["Closure risk", "Lease"]
    with pytest.raises(UserProblem, match="value-needed"):
        office.write("Note", lambda w: add_note(w, 1, " \n", HOME))
    with pytest.raises(UserProblem, match="too-long"):
        office.write("Tag", lambda w: add_tag(w, 1, "x" * 41))


def test_notice_sets_its_day_and_its_side(office: Office) -> None:
    office.write("N", lambda w: give_notice(w, office.catalogue, 1, "2012-10-30", "contractor"))
    record = record_of(office)
    assert record.status.value == "notice given"
    assert record.values["notice_by"] == "contractor"


# ---- terms


def test_terms_say_what_follows_from_others(office: Office) -> None:
    lines = lines_of(office)
    assert lines["end_date"].note == "in 211 days"
    assert lines["decide_by"].shown == "30 Nov 2011"
    assert (lines["serve_notice_by"].shown, lines["serve_notice_by"].editable) == (
        "28 Feb 2013",
        False,
    )
    value = lines["annual_value"]
    assert (value.shown, value.note) == ("£455,100.00", f"18,500 {TIMES} £24.60")
    assert value.reason is not None
    assert lines["h1_pct"].shown == "26.40"
    assert lines["midyear_trigger"].shown == "Yes"
    assert lines["regulation_set"].shown == "PDS Regulations 2005"
    assert lines["regulation_set"].stored is None
    assert lines["pct_code"].shown == "5N6 Derbyshire County PCT"
    assert lines["ye_pct"].shown == ""


def test_a_value_that_its_parts_do_not_give_says_so(office: Office) -> None:
    fields = office.catalogue.fields
    office.write("V", lambda w: amend_contract(w, fields["annual_value"], 1, 1))
    line = lines_of(office)["annual_value"]
    assert (line.note, line.reason) == (f"18,500 {TIMES} £24.60 would be £455,100.00", None)


def test_a_value_of_another_kind_is_not_hidden(office: Office) -> None:
    types = office.catalogue.types
    own = {field.key for field in types["pds"].fields}
    other = next(f for f in types["gms"].fields if f.key not in own and not f.column)
    office.write("V", lambda w: amend_contract(w, other, 1, 12))
    cards = term_cards(office.store.connection, office.catalogue, record_of(office))
    assert [line.field.key for line in cards[-1].lines] == [other.key]


def test_the_holder_follows_the_pct(office: Office) -> None:
    found = holders(record_of(office), office.catalogue)
    assert [(each.when, each.who) for each in found] == [
        ("To 31 Mar 2013", "5N6 Derbyshire County PCT"),
        ("From 1 Apr 2013", "NHS CB, Q55 area team"),
    ]


def test_a_kind_without_units_has_no_mid_year(office: Office) -> None:
    record = record_of(office)
    assert mid_year_of(record) is not None
    assert mid_year_of(replaced(record, type=office.catalogue.types["gms"])) is None


# ---- organisations


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5n6", "5N6"),
        ("5N6 Derbyshire County PCT", "5N6"),
        ("Derbyshire County PCT", "5N6"),
        ("NHS Derbyshire County", "5N6"),
    ],
)
def test_a_body_is_meant_by_code_or_name(office: Office, text: str, code: str) -> None:
    assert body_meant(office.store.connection, office.catalogue, ("pct",), text) == code


def test_an_unknown_body_is_refused_with_the_nearest(office: Office) -> None:
    connection = office.store.connection
    found = body_meant(connection, office.catalogue, ("pct",), "Derbyshire Conty PCT")
    assert found == Fault("body-unknown", "The nearest is 5N6 Derbyshire County PCT")
    listed = bodies_of(connection, ("pct",))
    assert nearest_body(listed, "5N6x") == ""
    assert isinstance(body_meant(connection, office.catalogue, ("pct",), "Q55"), Fault)


# ---- the journal


def test_operations_are_found_by_words_and_person(office: Office) -> None:
    connection = office.store.connection
    found = find_operations(connection, "bright note")
    assert [line.label for line in found] == ["Bright Smile Ltd: Note"]
    assert find_operations(connection, "", "Nobody") == []
    assert people_of_journal(connection) == ["R. Osei"]
    assert [line.operation for line in operations_since(connection, 6)] == [8, 7]


def test_an_operation_tells_what_it_changed_and_added(office: Office) -> None:
    def said(operation: int) -> list[tuple[str, str, str, str]]:
        kinds = office.ledger.kinds
        found = operation_lines(office.store.connection, the_catalogue(), kinds, operation)
        return [(line.name, line.what, line.before, line.after) for line in found]

    assert said(5) == [("Bright Smile Ltd", "H1 delivered", "4,102", "4,884")]
    assert said(6) == [
        ("Bright Smile Ltd", "Manager", "nothing", "R. Patel"),
        ("R. Patel", "Person", "", "added"),
    ]
    note = ("Bright Smile Ltd", "Note", "", "added: Rang about the lease.")
    assert said(7) == [note]
    office.undo(7)
    assert said(7) == [note], "what an undo took away is still told"
    removal = office.write("Remove", lambda w: remove_contract(w, 2)).changes
    assert removal is not None
    assert said(removal.operation) == [("Oak Dental", "Contract", "", "removed")]
    first = operation_lines(office.store.connection, the_catalogue(), office.ledger.kinds, 1, 3)
    assert len(first) == 3
