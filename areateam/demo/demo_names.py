"""What the invented contractors of each kind are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from areateam.demo.demo_recipe import Draw, Town

Name = tuple[str, str, bool]
"""A pattern, the word for its {}, and whether that word is a surname."""


def draw_name(draw: Draw, kind: str, town: Town, party: str) -> Name:
    """A name that nobody has yet, for a contractor of the kind and legal form in the town."""
    if party == "nhs_body":
        pattern = "{} (" + town.name + ")"
        return draw.unused(lambda: (pattern, draw.one(draw.words["bodies"]), False))
    return draw.unused(lambda: _NAMERS[kind](draw, town, party))


def _surgery(draw: Draw, town: Town, party: str) -> Name:
    ending = draw.one(draw.words["surgery"])
    if party == "company":
        return f"{town.name} " + "{} Health Ltd", draw.one(draw.words["streets"]), False
    if draw.chance(22):
        return "Dr {} & Partners", draw.one(draw.words["surnames"]), True
    return _placed(draw, town, ending)


def _dentist(draw: Draw, town: Town, party: str) -> Name:
    ending = draw.one(draw.words["dentist"])
    initial = draw.one(draw.words["initials"])
    if party == "individual":
        title = draw.one(["Mr", "Mrs", "Miss", "Dr"])
        return f"{title} {initial} " + "{}", draw.one(draw.words["surnames"]), True
    if party == "partnership" and draw.chance(45):
        return f"Dr {initial} " + "{} & Partners", draw.one(draw.words["surnames"]), True
    if party in ("company", "dental_corporation"):
        return _placed(draw, town, f"{ending} Ltd")
    return _placed(draw, town, ending)


def _chemist(draw: Draw, town: Town, party: str) -> Name:
    if party == "partnership":
        return "Dr {} & Partners, Dispensary", draw.one(draw.words["surnames"]), True
    if draw.chance(12):
        return "{} Chemists", draw.one(draw.words["surnames"]), True
    return _placed(draw, town, draw.one(draw.words["chemist"]))


def _optician(draw: Draw, town: Town, party: str) -> Name:
    if party == "individual" or draw.chance(30):
        initial = draw.one(draw.words["initials"])
        return f"{initial} " + "{} Opticians", draw.one(draw.words["surnames"]), True
    return _placed(draw, town, draw.one(draw.words["optician"]))


def _placed(draw: Draw, town: Town, ending: str) -> Name:
    """A name after a street of the town: "Abbey Surgery", "Belper Mill Lane Pharmacy"."""
    street = draw.one(draw.words["streets"])
    return ("{} " + ending, street if draw.chance(35) else f"{town.name} {street}", False)


_NAMERS: Mapping[str, Callable[[Draw, Town, str], Name]] = {
    "surgery": _surgery,
    "dentist": _dentist,
    "chemist": _chemist,
    "optician": _optician,
}
