"""The colours and measures of the product, light and dark, and how contrast is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette; every colour is "#RRGGBB" and named for what it is used for."""

    name: str
    ground: str
    surface: str
    head: str
    hover: str
    selected: str
    line: str
    line_soft: str
    control: str
    text: str
    text_2: str
    accent: str
    on_accent: str
    accent_hover: str
    late: str
    late_bg: str
    risk: str
    risk_bg: str
    ok: str
    ok_bg: str
    info_bg: str
    bar: str
    bar_soft: str
    # How the national charts over time colour a point: better, worse, common, no judgement.
    spc_improve: str
    spc_concern: str
    spc_common: str
    spc_neutral: str

    @property
    def is_dark(self) -> bool:
        """Whether this palette is the dark one."""
        return self.name == "dark"


LIGHT = Tokens(
    name="light",
    ground="#F0F4F5",
    surface="#FFFFFF",
    head="#F7F9FA",
    hover="#EEF3F6",
    selected="#DFEBF7",
    line="#D8DDE0",
    line_soft="#E8EDEE",
    control="#768692",
    text="#212B32",
    text_2="#4C6272",
    accent="#005EB8",
    on_accent="#FFFFFF",
    accent_hover="#004B93",
    late="#B3170D",
    late_bg="#FBE9E7",
    risk="#7A4B00",
    risk_bg="#FDF0D5",
    ok="#00642F",
    ok_bg="#E2F2E8",
    info_bg="#E8F1FA",
    bar="#748D9C",
    bar_soft="#D5DEE3",
    spc_improve="#00B0F0",
    spc_concern="#E46C0A",
    spc_common="#A6A6A6",
    spc_neutral="#490092",
)

DARK = Tokens(
    name="dark",
    ground="#1A2126",
    surface="#212B32",
    head="#262F36",
    hover="#2A363F",
    selected="#1E3D5C",
    line="#3A4751",
    line_soft="#303C45",
    control="#8393A0",
    text="#E8EDEE",
    text_2="#AAB7C0",
    accent="#7CB9FF",
    on_accent="#10202F",
    accent_hover="#9ECBFF",
    late="#FF9C91",
    late_bg="#43241F",
    risk="#FFC56B",
    risk_bg="#40321A",
    ok="#86D9A9",
    ok_bg="#1C3A2B",
    info_bg="#1F3449",
    bar="#7C8E9B",
    bar_soft="#3D4B55",
    spc_improve="#00B0F0",
    spc_concern="#E46C0A",
    spc_common="#A6A6A6",
    spc_neutral="#B48CE8",
)

TOP_BAR = 48
BANNER = 36
STATUS_BAR = 28
NAV_WIDTH = 200
RAIL_WIDTH = 48
NAV_ITEM = 32
SAVED_VIEW = 28
CONTROL_HEIGHT = 32
BAR_CONTROL_HEIGHT = 28
ROW_HEIGHT = 28
TWO_LINES = 44
"""A row of a table that is too narrow for its words in one line."""
HEADER_HEIGHT = 32
WORK_ROW = 36
WORK_ROW_LOW = 30
FACET_LINE = 26
FACETS_WIDTH = 188
PREVIEW_WIDTH = 284
BULK_BAR = 44
TAB_HEIGHT = 36
PALETTE_WIDTH = 640
POPOVER_WIDTH = 452
PAGE_MARGIN = 24
CARD_PADDING = 16
GAP = 16
GAP_LOW = 12
NARROW_WIDTH = 1100
LOW_HEIGHT = 760
MARK_SLOT = 19
RADIUS_CONTROL = 4
RADIUS_CARD = 6
RADIUS_SMALL = 2


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two "#RRGGBB" colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    if part <= 0.04045:
        return part / 12.92
    return float(((part + 0.055) / 1.055) ** 2.4)
