"""Entry point: no command opens the window; a command does the same job without a screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_NO_WINDOW = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window or a command; returns the exit code."""
    from areateam import cli
    from areateam.commands.command_parser import parser

    words = list(sys.argv[1:] if argv is None else argv)
    options = parser(words).parse_args(words)
    if options.command is None:
        if not can_show(sys.platform, os.environ):
            from areateam.core.wording import sentence

            sys.stderr.write(sentence("no-display") + "\n")
            return _NO_WINDOW
        from ui.app import run_window

        return run_window(options)
    if options.command == "screens":
        from ui.screens import run_screens

        return run_screens(options)
    return cli.run(options, print_page)


def can_show(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown; Qt would end the program without a display."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not platform.startswith("linux") or any(environment.get(name) for name in named)


def print_page(
    html: str, path: Path, *, title: str, landscape: bool = False, sheet: str = "A4"
) -> None:
    """Make a PDF of a page, loading what draws only now; see `ui.printing.write_pdf`."""
    from ui.printing import write_pdf

    write_pdf(html, path, title=title, landscape=landscape, sheet=sheet)


if __name__ == "__main__":
    sys.exit(main())
