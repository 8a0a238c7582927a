"""How words from files are compared: by letters and digits alone."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SPELT = {"&": "and", "%": "percent", "+": "plus", "#": "no"}
_PLAIN = str.maketrans(
    {chr(n): _SPELT.get(chr(n)) for n in range(128) if not chr(n).isalnum()} | {"£": "gbp"}
)


@lru_cache(maxsize=8192)
def bare_words(text: str) -> str:
    """The text in lower case with only its letters and digits left.

    "Contract No." and "CONTRACT_NO" give the same; so do "UDA's" and "UDAs". The signs
    & % + # and £ are spelt out, so that "Late FP17 %" differs from "Late FP17".
    """
    if text.isascii():
        return text.lower().translate(_PLAIN)
    bare = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    return "".join(filter(str.isalnum, bare))
