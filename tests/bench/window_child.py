"""Opens a window and leaves once it is painted: ours, or a bare one of the same library."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> int:
    """Show the window that the first argument names, "ours" or "bare"."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    class Leave(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, QApplication.quit)
            return False

    window: QWidget
    if sys.argv[1] == "ours":
        from areateam.commands.command_parser import parser
        from ui.app import Entrance, make_application
        from ui.settings import Settings

        settings = Settings()
        app = make_application()
        options = parser([]).parse_args([])
        window = Entrance(settings, options).shell
    else:
        app = QApplication([])
        window = QMainWindow()
        window.resize(1280, 800)
    leave = Leave()
    window.installEventFilter(leave)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
