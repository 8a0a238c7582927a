"""Money, whole numbers and decimals: exact string arithmetic, never a float.

Money is kept in pence, a decimal scaled by ten to the power of its places.
"""

from __future__ import annotations

import re

from areateam.core.findings import Fault

LARGEST_STORED = 2**63 - 1
"""What a column of the register can hold."""

_NUMBER = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]*))?")
_DAMAGED = re.compile(r"[-(]?[0-9](?:\.[0-9]+)?[Ee][+-][0-9]{1,3}\)?")
_MINUS = ("-", "\N{MINUS SIGN}")
_SIGNIFICANT_IN_A_DOUBLE = 15
_NOISE_DECIMALS = 5


def is_damaged(text: str) -> bool:
    """Whether a spreadsheet has turned a long number or a code into the form 1.23E+08."""
    return _DAMAGED.fullmatch(text) is not None


def parse_money(text: str) -> int | Fault:
    """Return pence for "£1,234.56", "1234.5", "(12.00)" or "-£12".

    Decimals beyond the second must be noughts or the noise that a spreadsheet leaves
    (662069.8200000001). Faults: money-unreadable, money-too-precise, number-damaged,
    number-too-large.
    """
    scaled = _scaled(text, 2, "£")
    if not isinstance(scaled, Fault):
        return scaled
    if scaled.code == "number-unreadable":
        return Fault("money-unreadable")
    return Fault("money-too-precise") if scaled.code == "too-many-places" else scaled


def parse_integer(text: str) -> int | Fault:
    """Return the whole number for "1,234" or "1234.0".

    Faults: number-unreadable, number-not-whole, number-damaged, number-too-large.
    """
    scaled = _scaled(text, 0)
    if isinstance(scaled, Fault) and scaled.code == "too-many-places":
        return Fault("number-not-whole")
    return scaled


def parse_decimal(text: str, places: int) -> int | Fault:
    """Return the number scaled by 10 ** `places`: "12.5" with two places is 1250.

    Faults: number-unreadable, too-many-places (detail: the places kept), number-damaged,
    number-too-large.
    """
    return _scaled(text, places)


def _scaled(text: str, places: int, unit: str = "") -> int | Fault:
    text = text.strip()
    if is_damaged(text):
        return Fault("number-damaged")
    negative, text = _less_sign(text, unit)
    match = _NUMBER.fullmatch(text)
    if not match or not (match[1] or match[2]):
        return Fault("number-unreadable")
    whole, decimals = match[1].replace(",", ""), (match[2] or "").rstrip("0")
    if len(whole.lstrip("0")) > 19:
        return Fault("number-too-large")
    if len(decimals) > places:
        return _less_noise(whole, decimals, places, negative=negative)
    return _in_range(int(whole + decimals.ljust(places, "0") or "0"), negative=negative)


def _less_sign(text: str, unit: str) -> tuple[bool, str]:
    """Return whether the text says a negative number, and its digits without sign and unit."""
    if text[:1] == "(" and text[-1:] == ")":
        return True, text[1:-1].strip().removeprefix(unit).lstrip()
    negative = text[:1] in _MINUS
    bare = text[1:] if negative else text
    if unit:
        bare = bare.lstrip().removeprefix(unit).lstrip()
        if not negative and bare[:1] in _MINUS:  # "£-12"
            return True, bare[1:]
    return negative, bare


def _less_noise(whole: str, decimals: str, places: int, *, negative: bool) -> int | Fault:
    """Return the number less the binary noise of a double, where that is all there is too much.

    A double carries 15 to 17 significant digits; a sum of some hundred amounts is out by a few
    parts in 10 ** 14. Shorter texts mean the decimals that they say.
    """
    digits = (whole + decimals).lstrip("0")
    beyond = len(decimals) - places
    if len(digits) < _SIGNIFICANT_IN_A_DOUBLE or not _NOISE_DECIMALS <= beyond <= 60:
        return Fault("too-many-places", str(places))
    unit = 10**beyond
    exact = int(digits)
    kept = (exact + unit // 2) // unit
    if abs(exact - kept * unit) * 10**13 > exact:
        return Fault("too-many-places", str(places))
    return _in_range(kept, negative=negative)


def _in_range(number: int, *, negative: bool) -> int | Fault:
    if number > LARGEST_STORED:
        return Fault("number-too-large")
    return -number if negative else number


def format_money(pence: int) -> str:
    """Return pence as the screen shows them: "£1,234.56", "-£12.00"."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}.{rest:02}"


def plain_money(pence: int) -> str:
    """Return pence as files carry them: "1234.56", "-12.00"."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{pounds}.{rest:02}"


def format_integer(number: int) -> str:
    """Return a whole number as the screen shows it: "1,234"."""
    return f"{number:,}"


def format_decimal(scaled: int, places: int) -> str:
    """Return a scaled decimal as the screen shows it: "1,234.5", exact, no trailing noughts."""
    whole, rest = divmod(abs(scaled), 10**places)
    return ("-" if scaled < 0 else "") + _pointed(f"{whole:,}", rest, places)


def plain_decimal(scaled: int, places: int) -> str:
    """Return a scaled decimal as files carry it: "1234.5", exact, no trailing noughts."""
    whole, rest = divmod(abs(scaled), 10**places)
    return ("-" if scaled < 0 else "") + _pointed(str(whole), rest, places)


def _pointed(whole: str, rest: int, places: int) -> str:
    return f"{whole}.{rest:0{places}}".rstrip("0") if rest else whole
