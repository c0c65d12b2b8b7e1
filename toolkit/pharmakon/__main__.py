"""`python -m pharmakon` is the command `pharmakon`."""

from __future__ import annotations

import sys

from pharmakon.cli import main


def run() -> None:
    """Runs the command of this process and ends it with its exit code."""
    sys.exit(main())


if __name__ == "__main__":
    run()
