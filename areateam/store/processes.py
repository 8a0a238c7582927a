"""Whether a process still runs, so that what a killed one left can be told from work under way."""

from __future__ import annotations

import os
import sys
from typing import Any

if sys.platform == "win32":

    def is_running(process: int) -> bool:
        """Whether a process of this number runs on this computer."""
        import ctypes

        kernel: Any = ctypes.windll.kernel32
        # May ask for no more than whether it has ended.
        handle = kernel.OpenProcess(0x00100000, False, process)
        if not handle:
            return False
        running = kernel.WaitForSingleObject(handle, 0) != 0
        kernel.CloseHandle(handle)
        return bool(running)

else:

    def is_running(process: int) -> bool:
        """Whether a process of this number runs on this computer."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):
            return True
        return True
