"""What a text promises, and how a line of a pack stands against today."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.catalogue import resources_folder
from areateam.catalogue.promise_phrases import read_promises
from areateam.duties.desk_rules import (
    DeskItem,
    DeskKind,
    Standing,
    new_since,
    promises_in,
    standing_of,
)

PHRASES = read_promises(resources_folder() / "promises")


def test_sentences_with_a_phrase_as_whole_words_are_found() -> None:
    text = "Rang Dr Marsh. I  will send the form. The goodwill is gone; we\nagreed a price"
    assert promises_in(text, PHRASES) == ["I will send the form."]
    for text in (
        "I\N{RIGHT SINGLE QUOTATION MARK}ll ring back on Tuesday",
        "WE AGREED a price",
        "Promised a visit",
        "The owner will send the accounts",
        "Answer by Friday",
    ):
        assert promises_in(text, PHRASES) == [text]
    for text in ("Goodwill payment", "unpromised", "iwill", "They agree", "nearby Fridays", ""):
        assert promises_in(text, PHRASES) == []


def test_a_sentence_stands_once_and_is_cut_where_it_is_long() -> None:
    assert promises_in("We agreed. We agreed. Nothing else", PHRASES) == ["We agreed."]
    (long,) = promises_in("I will " + "do " * 400, PHRASES)
    assert len(long) <= 240
    assert long.endswith("…")


@given(st.text(), st.sampled_from(PHRASES))
def test_a_phrase_alone_in_a_sentence_is_always_found(before: str, phrase: str) -> None:
    assert phrase in promises_in(f"{before}\n{phrase}.", (phrase,))[-1]


def item(key: str, due: str = "2012-11-05", kind: DeskKind = DeskKind.CASE) -> DeskItem:
    return DeskItem(key, kind, "CA1", "Mid-year review", "Oak Dental", due)


def test_a_line_is_the_same_changed_or_gone() -> None:
    listed = item("case 1")
    assert standing_of(listed, item("case 1")) is Standing.SAME
    assert standing_of(listed, item("case 1", "2012-11-06")) is Standing.CHANGED
    assert standing_of(listed, None) is Standing.GONE


def test_new_work_is_told_but_not_new_dates_and_contacts() -> None:
    now = [item("case 1"), item("case 2"), item("date case 2 ask", kind=DeskKind.DATE)]
    assert [each.key for each in new_since(["case 1"], now)] == ["case 2"]
