"""What a letter says in another way than the single model: paragraph beside paragraph, pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

_ALIKE, _KEPT, _FEWEST = 0.5, 0.8, 3
"""Two paragraphs are one that was changed where so much of both is the same; or where so much of
the shorter stands in the longer, and that is so many words or more."""


class Pair(msgspec.Struct, frozen=True):
    """A paragraph of the single model beside the local one; "" where there is none.

    A pair of two different paragraphs is one that was changed.
    """

    model: str
    local: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.model != self.local


def side_by_side(model: Sequence[str], local: Sequence[str]) -> tuple[Pair, ...]:
    """Every paragraph of both letters, those that belong together side by side, in their order."""
    found: list[Pair] = []
    for kind, a, b, c, d in SequenceMatcher(None, model, local, autojunk=False).get_opcodes():
        if kind == "equal":
            found += (Pair(text, text) for text in model[a:b])
        else:
            found += _matched(model[a:b], local[c:d])
    return tuple(found)


def difference_words(pairs: Sequence[Pair]) -> str:
    """What differs, counted: "leaves out 1 paragraph, adds 2 and changes 1"; "" for nothing."""
    left = sum(not pair.local for pair in pairs)
    added = sum(not pair.model for pair in pairs)
    changed = sum(pair.differs and bool(pair.model and pair.local) for pair in pairs)
    counted = [("leaves out", left), ("adds", added), ("changes", changed)]
    said = [f"{verb} {count:,}" for verb, count in counted if count]
    if not said:
        return ""
    first = next(count for _, count in counted if count)
    said[0] += f" paragraph{'' if first == 1 else 's'}"
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _matched(model: Sequence[str], local: Sequence[str]) -> Iterator[Pair]:
    """Pairs of what is alike, in order; what has no like stands alone."""
    rest = list(local)
    for text in model:
        at = next((n for n, other in enumerate(rest) if _alike(text, other)), None)
        if at is None:
            yield Pair(text, "")
            continue
        yield from (Pair("", other) for other in rest[:at])
        yield Pair(text, rest[at])
        del rest[: at + 1]
    yield from (Pair("", other) for other in rest)


def _alike(one: str, other: str) -> bool:
    words, others = one.split(), other.split()
    same = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    kept, shorter = sum(block.size for block in same), min(len(words), len(others))
    alike = 2 * kept >= _ALIKE * (len(words) + len(others))
    return alike or (kept >= _FEWEST and kept >= _KEPT * shorter)
