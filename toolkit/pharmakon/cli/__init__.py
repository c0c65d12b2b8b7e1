"""The command line: one command is one verb of the API; data on stdout, talk on stderr.

Exit codes: 0 clean; 1 findings, drift or a mismatch; 2 usage, unknown names, unreadable input;
3 output that could not be written, or an internal error; 130 interrupted.
"""

from __future__ import annotations

import os
import sys

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Runs one command, and returns its exit code; no input ends in a traceback.

    Args:
        arguments: The words after the program's name; by default those of the process.
    """
    import click

    from pharmakon.cli.commands import app
    from pharmakon.errors import PharmakonError, PublishError

    given = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in given
    words = [each for each in given if each != "--debug"]
    try:
        code = app(words, prog_name="pharmakon", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as fault:
        _say(f"{fault.format_message()}; see `pharmakon --help`")
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - the reader went away
        return 0
    except PharmakonError as fault:
        _say(str(fault))
        return 3 if isinstance(fault, PublishError) else 2
    except Exception as fault:
        if debug:
            raise
        _say(f"internal error: {type(fault).__name__}: {fault}; --debug shows where")
        return 3
    return code if isinstance(code, int) else 0


def _say(sentence: str) -> None:
    """Writes one line to stderr."""
    line = "".join(each if each.isprintable() else " " for each in sentence)
    sys.stderr.write(f"pharmakon: {line}\n")
