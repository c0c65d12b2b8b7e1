"""Judges every nanopublication of a TriG file by the reference library, one by one, without a network.

python tests/peers/nanopub_check.py FILE STEP

STEP is 1 to judge each, 10 to judge every tenth in the order of their IRIs. Runs in the environment that
`tests/peers/install` made for the library. Prints a line of JSON for each: its IRI, whether it is valid,
whether its artifact code is the library's own, and what the library complains of.
"""

from __future__ import annotations

import json
import socket
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

warnings.simplefilter("ignore")


def refuse(*_given: object) -> None:
    """Raises, since the library is to judge what it is given and nothing else."""
    message = "refused to open a connection"
    raise ConnectionRefusedError(message)


def verdict(graph: Any, library: Any) -> dict[str, Any]:  # noqa: ANN401 - a graph of rdflib, and a class
    """What the library says of one nanopublication."""
    said: dict[str, Any] = {"iri": "", "valid": False, "trusty": False, "complaint": ""}
    try:
        nanopub = library(rdf=graph)
        said["iri"] = str(nanopub.metadata.np_uri)
        said["valid"] = nanopub.is_valid
        said["trusty"] = nanopub.has_valid_trusty
    except Exception as error:  # noqa: BLE001 - whatever the library raises is its verdict
        said["complaint"] = f"{type(error).__name__}: {error}"
    return said


def verdicts(path: str, step: int) -> Iterator[dict[str, Any]]:
    """What the library says of each; graphs belong together whose IRIs are alike before the `#`."""
    from nanopub import Nanopub
    from rdflib import ConjunctiveGraph

    groups: dict[str, list[Any]] = defaultdict(list)
    for quad in ConjunctiveGraph().parse(path, format="trig").store.triples((None, None, None)):
        (triple, contexts) = quad
        for context in contexts:
            name = str(context.identifier)
            groups[name.partition("#")[0]].append((*triple, context.identifier))
    for name in sorted(groups)[::step]:
        graph = ConjunctiveGraph()
        for subject, predicate, value, context in groups[name]:
            graph.get_context(context).add((subject, predicate, value))
        yield verdict(graph, Nanopub)


if __name__ == "__main__":
    socket.socket.connect = refuse  # type: ignore[assignment,method-assign]
    for each in verdicts(sys.argv[1], int(sys.argv[2])):
        sys.stdout.write(f"{json.dumps(each)}\n")
