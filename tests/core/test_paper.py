"""Pages of HTML: whatever a person typed stands there as text and never as markup."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from areateam.core import paper

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@given(st.lists(TEXTS, min_size=2, max_size=2), st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_texts_are_never_markup(heads: list[str], lines: list[tuple[str, str]]) -> None:
    read = _Tags()
    read.feed(paper.page(heads[0], [paper.paragraph(heads[1]), paper.table(heads, lines)]))
    assert read.tags.count("td") == 2 * len(lines)
    assert {tag for tag in read.tags if tag not in _KNOWN} == set()
    whole = "".join(read.text)
    assert all(cell in whole for line in lines for cell in line)


_KNOWN = {
    *("html", "head", "meta", "title", "style", "body", "p"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def test_numbers_stand_at_the_right() -> None:
    made = paper.table(("What", "Value"), [("Rent", "£1.00")], numbers=(1,))
    assert '<td>Rent</td><td class="number">£1.00</td>' in made
    assert '<th class="number">Value</th>' in made
