"""Commands about duplicates: list them, make two records one, keep two apart."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from areateam.commands.output import give, say, table
from areateam.contracts.comparison_views import SideOf, record_named, record_values, ref_in
from areateam.contracts.duplicate_views import KINDS, Candidate, duplicates
from areateam.contracts.merge_actions import keep_apart, merge_records
from areateam.core.problems import UserProblem
from areateam.office import Office

_SHOWN = 50


def run_duplicates(office: Office, options: Namespace) -> int:
    """List the pairs that may be the same and that nobody has decided about."""
    kinds = [options.kind] if options.kind else list(KINDS)
    found = [each for kind in kinds for each in duplicates(office.store.connection, KINDS[kind])]
    if found:
        headers = ("Score", "", "", "", "Because of")
        cells = [[str(c.score), c.words, *_named(c), ", ".join(c.reasons)] for c in found[:_SHOWN]]
        say(options, table(headers, cells, [True, False, False, False, False]))
    say(options, f"{len(found):,} {'pair' if len(found) == 1 else 'pairs'} to decide about")
    rows = [
        {
            "ref": each.refs[0],
            "other": each.refs[1],
            "kind": each.kind,
            "score": each.score,
            "likeness": each.likeness.value,
            "reasons": list(each.reasons),
            "names": [each.one_name, each.other_name],
        }
        for each in found
    ]
    give(options, {"rows": rows, "total": len(rows)})
    return 0


def _named(candidate: Candidate) -> list[str]:
    names = (candidate.one_name, candidate.other_name)
    return [f"{ref} {name}" for ref, name in zip(candidate.refs, names, strict=True)]


def run_merge(office: Office, options: Namespace) -> int:
    """Make two records one; the first stands."""
    kind, pair, names = _pair(office, options.ref, options.other)
    choices = dict(map(_choice, options.choices))
    written = office.write(
        f"Merge {names[1]} into {names[0]}",
        lambda write: merge_records(write, office.catalogue, kind, pair, choices, office.today()),
    )
    ref = ref_in(kind, pair[0])
    say(options, f"{ref} stands for both; what hung on the other hangs on it.")
    give(
        options,
        {
            "ref": ref,
            "merged": ref_in(kind, pair[1]),
            "moved": written.result,
            "operation": written.operation,
        },
    )
    return 0


def run_not_same(office: Office, options: Namespace) -> int:
    """Remember that two records are not the same."""
    kind, pair, names = _pair(office, options.ref, options.other)
    written = office.write(
        f"{names[0]} and {names[1]}: not the same", lambda write: keep_apart(write, kind, pair)
    )
    refs = [ref_in(kind, each) for each in pair]
    say(options, f"{refs[0]} and {refs[1]} are not offered again.")
    give(options, {"ref": refs[0], "other": refs[1], "operation": written.operation})
    return 0


def _pair(office: Office, ref: str, other: str) -> tuple[str, tuple[int, int], Sequence[str]]:
    connection = office.store.connection
    (kind, left), (other_kind, right) = (record_named(connection, each) for each in (ref, other))
    if kind != other_kind:
        raise UserProblem("merge-of-kinds", ref=ref, other=other)
    names = [str(record_values(connection, kind, each)["name"]) for each in (left, right)]
    return kind, (left, right), names


def _choice(word: str) -> tuple[str, SideOf]:
    key, _, side = word.partition("=")
    if side.casefold() not in ("left", "right"):
        raise UserProblem("side-unreadable", value=word)
    return key, SideOf(side.casefold())
