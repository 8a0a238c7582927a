"""Entry point: no command opens the window; a command does the same job without a screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window or a command; returns the exit code."""
    from areateam import cli

    words = list(sys.argv[1:] if argv is None else argv)
    options, _ = cli.parser().parse_known_args(words)
    if options.command is None:
        from ui.app import run_window

        return run_window(cli.parser().parse_args(words))
    if options.command == "screens":
        from ui.screens import run_screens

        return run_screens(cli.parser().parse_args(words))
    return cli.main(words)


if __name__ == "__main__":
    sys.exit(main())
