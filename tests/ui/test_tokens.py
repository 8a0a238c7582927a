"""Every pair of colours that is used together can be told apart."""

from __future__ import annotations

import pytest

from ui.style.marks import TONES, Mark, Shape
from ui.style.sheet import make_sheet
from ui.style.tokens import DARK, LIGHT, Tokens, contrast

GROUNDS = ("ground", "surface", "head", "hover", "selected")
TINTED = (("late", "late_bg"), ("risk", "risk_bg"), ("ok", "ok_bg"), ("accent", "info_bg"))
PALETTES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#005EB8", "#FFFFFF") == pytest.approx(6.4, abs=0.1)


@PALETTES
@pytest.mark.parametrize("ink", ["text", "text_2", "accent", "late", "risk", "ok"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_reads_on_every_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@PALETTES
@pytest.mark.parametrize(("ink", "ground"), TINTED)
def test_text_reads_on_tinted_grounds(tokens: Tokens, ink: str, ground: str) -> None:
    for each in (ink, "text", "accent"):
        assert contrast(getattr(tokens, each), getattr(tokens, ground)) >= 4.5, each


@PALETTES
@pytest.mark.parametrize("ink", ["accent", "accent_hover"])
def test_filled_buttons_read(tokens: Tokens, ink: str) -> None:
    assert contrast(tokens.on_accent, getattr(tokens, ink)) >= 4.5


@PALETTES
@pytest.mark.parametrize("ink", ["control", "bar", "accent"])
def test_controls_stand_out(tokens: Tokens, ink: str) -> None:
    for ground in ("ground", "surface"):
        assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 3


@PALETTES
def test_sheet_takes_every_colour_from_tokens(tokens: Tokens) -> None:
    sheet = make_sheet(tokens)
    assert "$" not in sheet
    assert tokens.selected in sheet
    other = DARK if tokens is LIGHT else LIGHT
    assert other.ground not in sheet


def test_every_shape_has_a_tone_and_a_sign_of_its_own() -> None:
    assert set(TONES) == set(Shape)
    assert len({shape.value for shape in Shape}) == len(Shape)
    assert Mark(Shape.LATE, "late").text == "▲ late"
