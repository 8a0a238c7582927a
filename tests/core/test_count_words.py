"""Numbers with what they count."""

from __future__ import annotations

from areateam.core.count_words import counted, unit_for


def test_a_unit_after_one_is_one() -> None:
    assert [unit_for(n, "months") for n in ("1", "3", "0")] == ["month", "months", "months"]
    assert unit_for("1", "a year") == "a year"
    assert counted(1, "month") == f"1 {unit_for('1', 'months')}"
