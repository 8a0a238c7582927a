"""The certificate and the report to the board as pages of HTML, for a browser or for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from areateam.core.amounts import format_money
from areateam.core.burnup import METHOD, BurnUp, burn_sentence
from areateam.core.count_words import counted, working_days
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.paper import heading, page, paragraph, table
from areateam.transition.certificate_views import Certificate, CertifiedCase
from areateam.transition.readiness_rules import RULE
from areateam.transition.status_views import StatusReport

_NOTHING = "None."


def certificate_title(certificate: Certificate) -> str:
    """What the certificate is called."""
    return f"Hand-over certificate, {certificate.head.place} {certificate.head.place_name}"


def certificate_page(certificate: Certificate) -> str:
    """The certificate as a page: what is missing comes before what moves."""
    return page(certificate_title(certificate), _certificate(certificate))


def _certificate(shown: Certificate) -> Iterator[str]:
    head = shown.head
    yield heading(certificate_title(shown))
    yield paragraph(
        f"{shown.programme}. As at {format_weekday_date(shown.day.isoformat())}.", quiet=True
    )
    contracts, cases = counted(len(shown.contracts), "contract"), len(shown.cases)
    yield paragraph(
        f"{head.sender} hands to {head.receiver}, with effect from"
        f" {format_date(head.vesting.isoformat())}: {contracts} worth"
        f" {format_money(shown.value_pence)} a year, {counted(cases, 'open case')} and"
        f" {counted(len(shown.documents), 'document')}."
        f" {shown.missing_in_all:,} things are missing."
    )
    yield paragraph(
        f"Of {counted(shown.tasks, 'task')} {shown.accepted} are accepted by both sides;"
        f" {shown.without_evidence} were closed without evidence, for a reason that is on record."
    )
    yield from _part(
        "What is missing", ("Where", "What"), ((m.where, m.what) for m in shown.missing)
    )
    if shown.unread:
        yield from _part(
            "Read from files, and not a contract yet",
            ("File", "Line", "Key", "Name", "Why"),
            ((u.file, f"{u.line:,}", u.code, u.name, u.why) for u in shown.unread),
            numbers=(1,),
        )
    if shown.called_off:
        yield from _part(
            "External support for its tasks",
            ("Ref", "Call-off", "Task", "Stands at", "What becomes of the contract"),
            ((c.ref, c.title, c.task, c.stands, c.becomes) for c in shown.called_off),
        )
    yield from _part("Liabilities", _CASE_HEADS, map(_case, shown.liabilities), numbers=(5,))
    yield from _part("Open cases", _CASE_HEADS, map(_case, shown.cases), numbers=(5,))
    # Where all go to the one receiver that is named above, their names get its room.
    split = any(c.receiver != head.receiver for c in shown.contracts)
    heads = ("Ref", "Number", "Name", "Type", "Signed copy", "Ends", "A year")
    yield from _part(
        "Contracts",
        (*heads, "Receiver") if split else heads,
        (
            (c.ref, c.number, c.name, c.kind, c.signed or "not known", c.end or "open",
             _money(c.value_pence), *([c.receiver] if split else []))
            for c in shown.contracts
        ),
        numbers=(6,),
    )  # fmt: skip
    yield from _part(
        "Documents",
        ("Title", "Of", "Dated", "SHA-256"),
        ((d.title, d.belongs_to, d.dated, _broken(d.sha256)) for d in shown.documents),
    )
    yield heading("Signatures", 2)
    yield table(
        ("For", "Name", "Signature", "Date"),
        ((f"Sender: {head.sender}", "", "", ""), (f"Receiver: {head.receiver}", "", "", "")),
    )


_CASE_HEADS = ("Ref", "Case", "Contract", "Next due", "Manager", "Value")


def _case(case: CertifiedCase) -> tuple[str, ...]:
    return (
        case.ref, case.title, case.name, case.next_due or "none", case.manager or "nobody",
        _money(case.value_pence),
    )  # fmt: skip


def _part(
    title: str,
    heads: tuple[str, ...],
    lines: Iterable[tuple[str, ...]],
    numbers: tuple[int, ...] = (),
) -> Iterator[str]:
    listed = list(lines)
    yield heading(f"{title} ({len(listed):,})", 2)
    yield table(heads, listed, numbers=numbers) if listed else paragraph(_NOTHING)


def _money(pence: int | None) -> str:
    return "not stated" if pence is None else format_money(pence)


def _broken(digest: str) -> str:
    """A digest in groups of eight, so that a narrow column can break it."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def status_title(report: StatusReport) -> str:
    """What the report is called."""
    return f"Transition status, {format_date(report.day.isoformat())}"


def status_page(report: StatusReport) -> str:
    """The report to the transition board as one page."""
    return page(status_title(report), _status(report))


def _status(report: StatusReport) -> Iterator[str]:
    total = report.ready.total
    yield heading(status_title(report))
    yield paragraph(
        f"{working_days(report.working_days_left)} to the switch on"
        f" {format_weekday_date(report.vesting.isoformat())}. Of {counted(total.tasks, 'task')}"
        f" {total.accepted:,} are accepted, {total.late:,} are late, {total.at_risk:,} at risk and"
        f" {report.ready.not_due:,} not due yet or on track."
    )
    yield heading("Readiness", 2)
    yield table(
        ("Place", "Accepted", "Of", "Late", "At risk"),
        (
            (f"{p.place} {p.name}", f"{p.total.accepted:,}", f"{p.total.tasks:,}",
             f"{p.total.late:,}", f"{p.total.at_risk:,}")
            for p in report.ready.places
        ),
        numbers=(1, 2, 3, 4),
    )  # fmt: skip
    yield from _progress(report.burn)
    yield from _slipped(report)
    yield heading(_cut("Critical path", len(report.critical), report.critical_in_all), 2)
    yield table(
        ("Place", "Task", "", "Expected", "In hand"),
        (
            (t.place, t.facts.key, t.facts.title, format_date(t.forecast.finish.isoformat()),
             str(t.forecast.slack))
            for t in report.critical
        ),
        numbers=(4,),
    )  # fmt: skip
    yield heading(_cut("Decisions needed", len(report.decisions), report.decisions_in_all), 2)
    if report.decisions:
        yield table(
            ("Place", "Task", "", "Why"),
            (
                (t.place, t.facts.key, t.facts.title,
                 f"Queried: {t.facts.query}" if t.facts.query else t.reason)
                for t in report.decisions
            ),
        )  # fmt: skip
    else:
        yield paragraph(_NOTHING)
    yield paragraph(RULE, quiet=True)


def _progress(burn: BurnUp) -> Iterator[str]:
    """How far it is, the pace, and where both lead by the switch."""
    last = burn.at_switch()
    ahead = f" By {format_date(last.day.isoformat())} {last.expected or 0:,} are expected"
    if last.slowest is not None:
        ahead += f", at the pace so far {last.slowest:,} to {last.fastest:,}"
    yield heading("Progress", 2)
    yield paragraph(burn_sentence(burn) + (f"{ahead}." if burn.today < burn.switch else ""))
    yield paragraph(METHOD, quiet=True)


def _slipped(report: StatusReport) -> Iterator[str]:
    if report.baseline is None:
        yield heading("Slippage", 2)
        yield paragraph("No baseline has been kept yet, so nothing can be compared.")
        return
    since = format_date(report.baseline.taken_on.isoformat())
    title = f"Slippage since “{report.baseline.name}”, {since}"
    yield heading(_cut(title, len(report.slips), report.slips_in_all), 2)
    if not report.slips:
        yield paragraph(_NOTHING)
        return
    yield table(
        ("Place", "Task", "", "Was", "Expected", "Working days"),
        (
            (s.task.place, s.task.facts.key, s.task.facts.title,
             format_date(s.before.isoformat()),
             format_date(s.task.forecast.finish.isoformat()), str(s.working_days))
            for s in report.slips
        ),
        numbers=(5,),
    )  # fmt: skip


def _cut(title: str, shown: int, in_all: int) -> str:
    return f"{title} ({shown} of {in_all})" if shown < in_all else f"{title} ({in_all})"
