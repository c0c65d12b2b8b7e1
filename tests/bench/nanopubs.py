"""Nanopublications a second: our writer beside the reference library, in turn, on one machine.

    python -m tests.bench.nanopubs [ROUNDS]

Needs `tests/peers/install`. Prints both rates, as medians over the rounds, and their ratio. Ours is the
whole file: claims to quads, artifact codes, TriG. The library's is what it does with quads that it has
read already: artifact code, renaming, TriG; neither signs.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pharmakon import load
from pharmakon.export import nanopubs

PYTHON = Path(__file__).resolve().parents[2] / ".peers" / "nanopub" / "bin" / "python"
SAMPLE = 60

LIBRARY = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from collections import defaultdict
from rdflib import ConjunctiveGraph
from nanopub.sign_utils import replace_trusty_in_graph
from nanopub.trustyuri.rdf import RdfHasher, RdfUtils
groups = defaultdict(list)
read = ConjunctiveGraph().parse(sys.argv[1], format="trig")
for triple, contexts in read.store.triples((None, None, None)):
    for context in contexts:
        groups[str(context.identifier).partition("#")[0]].append((*triple, context.identifier))
names = sorted(groups)[: int(sys.argv[2])]
for line in sys.stdin:
    start, equal = time.perf_counter(), 0
    for name in names:
        graph = ConjunctiveGraph()
        for subject, predicate, value, context in groups[name]:
            graph.get_context(context).add((subject, predicate, value))
        code = RdfHasher.make_hash(RdfUtils.get_quads(graph), baseuri=name + "#", hashstr=" ")
        equal += name.endswith(code)
        replace_trusty_in_graph(code, name.rpartition("/")[0] + "/", graph).serialize(format="trig")
    print(json.dumps([len(names) / (time.perf_counter() - start), equal]), flush=True)
"""


def main(rounds: int) -> None:
    """Prints the table."""
    dataset = load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nanopubs.trig"
        path.write_bytes(_written(dataset)[0])
        command = [str(PYTHON), "-I", "-c", LIBRARY, str(path), str(SAMPLE)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as library:
            assert library.stdin is not None
            assert library.stdout is not None
            ours, theirs, equal = [], [], set()
            for _ in range(rounds):
                ours.append(_written(dataset)[1])
                library.stdin.write("\n")
                library.stdin.flush()
                rate, same = json.loads(library.stdout.readline())
                theirs.append(rate)
                equal.add(same)
    print(f"pharmakon   {statistics.median(ours):8.0f} nanopublications/s")  # noqa: T201 - what it is for
    print(f"nanopub-py  {statistics.median(theirs):8.0f} nanopublications/s, {equal} of {SAMPLE} codes equal")  # noqa: T201
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    print(f"ratio       {ratio:8.1f}")  # noqa: T201


def _written(dataset: object) -> tuple[bytes, float]:
    """The file, and nanopublications a second."""
    start = time.perf_counter()
    data = b"".join(next(nanopubs.export(dataset)).chunks)  # type: ignore[arg-type]
    return data, data.count(b"@prefix this:") / (time.perf_counter() - start)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
