"""The command that writes a call-off as open contracting data."""

from __future__ import annotations

from argparse import Namespace

from areateam.calloffs.call_off_views import call_off_id_of
from areateam.commands.call_off_clock_commands import book_of
from areateam.commands.output import give, say
from areateam.exports.call_off_export_actions import export_release, release_of
from areateam.office import Office

_NO_PREFIX = "No registered prefix is stated, so its number is unique in the area team only."


def run_ocds(office: Office, options: Namespace) -> int:
    """Write the release of a call-off, or say what it holds where no file is named."""
    connection, book = office.store.connection, book_of(office)
    number = call_off_id_of(connection, options.ref)
    document = release_of(connection, book, number, options.prefix)
    if options.out:
        export_release(connection, book, number, options.out, options.prefix)
        say(options, f"{options.out}: {document['ocid']}")
    else:
        say(options, f"{document['ocid']}: {', '.join(document['tag'])}")
    if not options.prefix:
        say(options, _NO_PREFIX)
    give(options, {"file": str(options.out)} if options.out else document)
    return 0
