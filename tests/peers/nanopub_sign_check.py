"""Judges every nanopublication of a TriG file by the library in Rust, one by one, without a network.

python tests/peers/nanopub_sign_check.py FILE

Runs in the environment that `tests/peers/install` made for both libraries. A nanopublication begins where its
prefix `this` is declared. Prints a line of JSON for each: its IRI, and what the library complains of.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path


def verdicts(text: str) -> Iterator[dict[str, str]]:
    """What the library says of each."""
    from nanopub_sign import Nanopub

    head, *blocks = re.split(r"\n(?=@prefix this: )", text)
    for block in blocks:
        said = {"iri": block.partition("<")[2].partition(">")[0], "complaint": ""}
        try:
            Nanopub(f"{head}\n{block}").check()
        except Exception as error:  # noqa: BLE001 - whatever the library raises is its verdict
            said["complaint"] = f"{type(error).__name__}: {error}"
        yield said


if __name__ == "__main__":
    ours = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the library prints its praise
    told = "".join(f"{json.dumps(each)}\n" for each in verdicts(Path(sys.argv[1]).read_text("utf-8")))
    os.write(ours, told.encode())
