"""Codes, postcodes, telephone numbers and e-mail addresses: texts with a grammar, never numbers.

ODS codes are those of the Organisation Data Service. Files of NHS Choices carry identifiers
that may hold an ODS code (PH_FG421__000001_LU12TY), the number that a PCT gave to a
contractor (OP_5K9_7722__000001_CR01UY), or neither (BD10 0BN__000002_BD100BN).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from areateam.core.amounts import is_damaged
from areateam.core.findings import Fault

# The positions' letters follow the Royal Mail's rules (BS 7666-2). ZZ99 are the ODS's pseudo
# postcodes for no fixed abode and for countries overseas, GIR 0AA is the one old exception.
_OUTWARD = (
    r"(?:[A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-HJKPS-UW]"
    r"|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][ABEHMNPRVWXY]))"
)
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
POSTCODE_PATTERN = rf"(?:{_OUTWARD} {_INWARD}|ZZ99 [0-9][A-Z]{{2}}|GIR 0AA)"
"""A postcode as it is kept; used on joined columns too, so it has no groups and no anchors."""
PHONE_PATTERN = r"[0-9+(][0-9](?:[0-9 ()-]*[0-9()-])?"
"""A telephone number without padding or any further words."""
EMAIL_PATTERN = r"""[^\s\0@<>()\[\],;:"]+@[^\s\0@<>()\[\],;:".]+(?:\.[^\s\0@<>()\[\],;:".]+)+"""

_POSTCODE = re.compile(POSTCODE_PATTERN)
_COMPACT_POSTCODE = rf"(?:{_OUTWARD}[ _]?{_INWARD})"
_OUTWARD_ONLY = re.compile(_OUTWARD)
_EMAIL = re.compile(EMAIL_PATTERN)
_DIGIT = re.compile(r"[0-9]")

_PHARMACY = r"F[A-Z][0-9A-Z][0-9][0-9A-Z]"
_CONTRACTOR = rf"(?:{_PHARMACY}|[A-Z][0-9]{{5}}|TP[0-9A-Z]{{3}})"
_ODS_CODE = re.compile(
    rf"[0-9A-Z]{{3}}|{_PHARMACY}|[A-Z][0-9]{{5}}(?:[0-9]{{3}})?|[A-Z]{{3}}[0-9]{{3}}"
    r"|(?=.*[0-9])(?=.*[A-Z])(?![A-Z][0-9]{2}[A-Z]{2})[0-9A-Z]{5}"
)

_PCT = r"5[A-Z][0-9A-Z]|TA[A-Z](?![A-Z])"
_PREFIX = re.compile(r"(?:DE|PH|OP|OPT|GP|DELETED)[_-] ?|(?:OP|DE) (?=5[A-Z])|OP(?=5[A-Z])")
_LED_BY_POSTCODE = re.compile(rf"{_COMPACT_POSTCODE}(?![0-9A-Z])[ _/]*")
_LED_BY_ODS_CODE = re.compile(rf"({_CONTRACTOR})(?:_(?:{_COMPACT_POSTCODE}|NEW))?")
_LED_BY_PCT = re.compile(rf"({_PCT})[ _/^.-]*(.*)")
_ENDED_BY_PCT = re.compile(r"-?((?:[A-Z]+[/-])?[0-9](?:[0-9/-]*[0-9])?)[ _/-]*(5[A-Z][0-9A-Z])")
_LOCAL_NUMBER = re.compile(r"[0-9](?:[0-9/.-]*[0-9])?")


class _Identifier(NamedTuple):
    ods_code: str
    pct: str
    local_number: str


def tidy_code(text: str) -> str:
    """Return a code in capitals without blanks at its ends; leading noughts stay."""
    return text.strip().upper()


def parse_code(text: str) -> str | Fault:
    """Return the tidy code; fault number-damaged where a spreadsheet has made it 5.00E+01."""
    return Fault("number-damaged") if is_damaged(text.strip()) else tidy_code(text)


def is_ods_code(text: str) -> bool:
    """Whether a tidy text has the form of a code of the Organisation Data Service.

    Three characters: PCTs, trusts, CCGs, area teams. Five: pharmacies, opticians and sites.
    Six: practices of doctors and dentists; three more digits for a branch.
    """
    return _ODS_CODE.fullmatch(text) is not None


def ods_code_in(text: str) -> str:
    """Return the contractor's ODS code that an identifier of NHS Choices holds, or ""."""
    return _taken_apart(text).ods_code


def pct_in(text: str) -> str:
    """Return the code of the PCT or care trust that an identifier holds, or "".

    The code may be of a PCT that was merged before 2012.
    """
    return _taken_apart(text).pct


def local_number_in(text: str) -> str:
    """Return the number that a PCT knew the contractor by, or "" where an identifier has none."""
    return _taken_apart(text).local_number


def _taken_apart(text: str) -> _Identifier:
    """Return the parts of an identifier: [DE_|PH_|OP_] identity [__ counter _ postcode]."""
    identity = tidy_code(text).replace("\N{NO-BREAK SPACE}", " ").partition("__")[0]
    prefix = _PREFIX.match(identity)
    if prefix:
        identity = identity[prefix.end() :]
    identity = identity.strip(" _-/")
    postcode = _LED_BY_POSTCODE.match(identity)
    if postcode:
        return _Identifier("", "", _local_number(identity[postcode.end() :]))
    own = _LED_BY_ODS_CODE.fullmatch(identity) or _LED_BY_ODS_CODE.fullmatch(
        identity.replace(" ", "")
    )
    if own:
        return _Identifier(own[1], "", "")
    match = _LED_BY_PCT.fullmatch(identity)
    if match:
        return _of_pct(match[1], match[2])
    match = _ENDED_BY_PCT.fullmatch(identity)
    if match:
        return _Identifier("", match[2], match[1])
    return _Identifier("", "", _local_number(identity))


def _of_pct(pct: str, rest: str) -> _Identifier:
    own = _LED_BY_ODS_CODE.fullmatch(rest)
    if own and not rest[0].isdigit():
        return _Identifier(own[1], pct, "")
    if not _DIGIT.search(rest) or _LED_BY_POSTCODE.fullmatch(rest):
        return _Identifier("", pct, "")
    return _Identifier("", pct, rest)


def _local_number(text: str) -> str:
    return text if _LOCAL_NUMBER.fullmatch(text) else ""


def parse_postcode(text: str) -> str | Fault:
    """Return a postcode in capitals with its one space: "ng15fs" is "NG1 5FS".

    Fault postcode-unreadable; the detail says so where only the first half is given.
    """
    compact = "".join(text.split()).upper()
    postcode = f"{compact[:-3]} {compact[-3:]}"
    if _POSTCODE.fullmatch(postcode):
        return postcode
    first_half = _OUTWARD_ONLY.fullmatch(compact)
    return Fault("postcode-unreadable", "only its first half is given" if first_half else "")


def parse_phone(text: str) -> str | Fault:
    """Return a telephone number as written less padding.

    Faults: number-damaged (1.25E+09), phone-unreadable where there is no digit.
    """
    phone = text.strip()
    if is_damaged(phone):
        return Fault("number-damaged")
    return phone if _DIGIT.search(phone) else Fault("phone-unreadable")


def parse_email(text: str) -> str | Fault:
    """Return an e-mail address as written less padding; fault email-unreadable."""
    email = text.strip()
    return email if _EMAIL.fullmatch(email) else Fault("email-unreadable")
