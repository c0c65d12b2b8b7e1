"""Judges nodes and edges of KGX by the validator of kgx, with a Biolink Model that is at hand and no network.

python tests/peers/kgx_check.py MODEL PREFIXES NODES EDGES

MODEL is biolink_model.yaml, PREFIXES the model's map of prefixes, to which those of our records are added.
Runs in the environment that `tests/peers/install` made for kgx. Prints a line of JSON for each complaint: its
kind, the node or edge, and the message.
"""

from __future__ import annotations

import io
import json
import logging
import socket
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

OURS = "https://w3id.org/pharmakon/"


def refuse(*_given: object) -> None:
    """Raises, since kgx would fetch the model and the prefixes as it is imported."""
    message = "refused to open a connection"
    raise ConnectionRefusedError(message)


def validator(model: str, prefixes: dict[str, str]) -> Any:  # noqa: ANN401 - a class of kgx
    """The validator, with the model that is at hand as everybody's default."""
    import bmt.toolkit

    made = bmt.toolkit.Toolkit.__init__

    def at_hand(self: Any, schema: object = model, predicate_map: object = None) -> None:  # noqa: ANN401
        made(self, model, {"predicate mappings": []})

    bmt.toolkit.Toolkit.__init__ = at_hand
    from kgx import config

    config.get_config()
    config.jsonld_context_map["biolink"] = prefixes
    from kgx.validator import Validator

    return Validator()


def complaints(model: str, prefix_map: str, nodes: str, edges: str) -> list[dict[str, str]]:
    """What kgx says of each node and edge; an empty list if it is content."""
    told = {name: _lines(path) for name, path in (("nodes", nodes), ("edges", edges))}
    every = json.loads(Path(prefix_map).read_text(encoding="utf-8"))
    ends = [each["id"] for each in told["nodes"]]
    ours = {end.partition(":")[0] for end in ends if end.startswith("pharmakon.")}
    judge = validator(model, every | {prefix: f"{OURS}{prefix}/" for prefix in ours})
    for node in told["nodes"]:
        judge.analyse_node(node["id"], node)
    for edge in told["edges"]:
        judge.analyse_edge(edge["subject"], edge["object"], edge["id"], edge)
    return [
        {"kind": kind, "message": message, "of": of}
        for kinds in judge.get_errors().values()
        for kind, messages in kinds.items()
        for message, owners in messages.items()
        for of in sorted(set(owners))
    ]


def _lines(path: str) -> list[dict[str, Any]]:
    text = Path(path).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


if __name__ == "__main__":
    socket.socket.connect = refuse  # type: ignore[assignment,method-assign]
    logging.disable(logging.CRITICAL)
    with redirect_stdout(io.StringIO()):
        heard = complaints(*sys.argv[1:])
    for each in heard:
        sys.stdout.write(f"{json.dumps(each)}\n")
