"""`python -m game` is `hyosan`."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    try:
        from game.cli import main
    except KeyboardInterrupt:  # Ctrl-C while Python is still importing leaves at once, and quietly
        sys.exit(130)
    sys.exit(main())
