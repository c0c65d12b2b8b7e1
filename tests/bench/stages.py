"""What is measured beside what: the programs, the files they read, and how many records each can bear."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .processes import ROOT, Failed, run

OURS = (sys.executable, "-m", "pharmakon")
_RUN = str(ROOT / "tests" / "bench" / "peers" / "run.py")
_PEERS = Path(os.environ.get("PHARMAKON_PEERS", ROOT / ".peers"))
_BENCH = _PEERS / "bench" / "bin" / "python"


@dataclass
class Files:
    """The files that programs read, each made once.

    Args:
        folder: Where they are kept.
        seed: What the records depend on.
    """

    folder: Path
    seed: int = 7
    _made: set[Path] = field(default_factory=set)

    def lines(self, count: int) -> Path:
        """Generated records as JSON Lines."""
        made = self.folder / f"{count}.jsonl"
        generator = (sys.executable, "-m", "tests.bench.generate", str(count), "--seed", str(self.seed))
        return self._once(made, (*generator, "-o", str(made)))

    def ours(self, count: int, to: str) -> Path:
        """The same as we convert them."""
        made = self.folder / f"{count}.{to}"
        return self._once(made, (*OURS, "convert", str(self.lines(count)), "--to", to, "-o", str(made)))

    def type_first(self, count: int) -> Path:
        """Our JSON-LD with the type of an object as its first key."""
        made = self.folder / f"{count}.type-first.jsonld"
        source = self.ours(count, "jsonld")
        return self._once(made, (sys.executable, _RUN, "type-first", str(source), str(made)))

    def linkml(self) -> Path:
        """Our record types as a LinkML schema."""
        made = self.folder / "linkml.yaml"
        script = str(ROOT / "tests" / "bench" / "peers" / "linkml_schema.py")
        return self._once(made, (sys.executable, script, str(made)))

    @property
    def out(self) -> str:
        """Where programs write."""
        return str(self.folder / "out")

    def _once(self, made: Path, command: tuple[str, ...]) -> Path:
        if made not in self._made:
            run(command, self.folder)
            self._made.add(made)
        return made


Command = Callable[[Files, int], tuple[str, ...]]
"""The command for so many records; makes what it reads."""


@dataclass(frozen=True)
class Stage:
    """One program within a contest.

    Args:
        contest: What is done; all programs of one contest do the same.
        name: The program.
        command: How it is called.
        most: The largest number of records that is put before it.
        ours: Whether it is the one that the others are measured by.
        allowed: The exit codes that are not failures.
    """

    contest: str
    name: str
    command: Command
    most: int = 10**9
    ours: bool = False
    allowed: tuple[int, ...] = (0,)


def convert(to: str, *options: str) -> Command:
    """Our command that converts."""
    return lambda files, count: (
        *(*OURS, "convert", str(files.lines(count)), "--to", to, "-o", files.out),
        *options,
    )


def validate(*options: str) -> Command:
    """Our command that validates."""
    return lambda files, count: (*OURS, "validate", str(files.lines(count)), *options)


def _peer(
    name: str,
    reads: Callable[[Files, int], Path] = Files.lines,
    more: Callable[[Files, int], object] | None = None,
    *,
    bench: bool = False,
) -> Command:
    """Another program, in the environment of the tests or, with `bench`, in that of tests/bench/install."""

    def command(files: Files, count: int) -> tuple[str, ...]:
        if bench and not _BENCH.is_file():
            raise Failed("it is not installed; run tests/bench/install")
        python = str(_BENCH) if bench else sys.executable
        told = (python, _RUN, name, str(reads(files, count)), files.out)
        return (*told, str(more(files, count))) if more else told

    return command


def _schemas(_: Files, __: int) -> Path:
    return ROOT / "schema"


SHAPE = ("--stream", "--select", "PK0,PK101,PK103")
"""Shape, identity and references, which is more than a JSON Schema can say."""

TRIPLES, JUDGING, FHIR = "JSON Lines to N-Triples", "validation", "FHIR R5"
FEW, SOME, MANY = 2_000, 10_000, 100_000

STAGES = (
    Stage(TRIPLES, "pharmakon", convert("ntriples"), ours=True),
    Stage(TRIPLES, "pharmakon, two jobs", convert("ntriples", "--jobs", "2")),
    Stage(TRIPLES, "pharmakon, no references", convert("ntriples", "--no-references")),
    Stage(TRIPLES, "rdflib graph and nt", _peer("rdflib"), SOME),
    Stage(TRIPLES, "pyoxigraph terms", _peer("pyoxigraph-terms"), SOME),
    Stage(TRIPLES, "pyoxigraph JSON-LD", _peer("pyoxigraph-jsonld", Files.type_first), MANY),
    Stage(TRIPLES, "PyLD", _peer("pyld", lambda files, count: files.ours(count, "jsonld")), FEW),
    Stage(
        TRIPLES,
        "LinkML load and dump",
        _peer("linkml", more=lambda files, _: files.linkml(), bench=True),
        FEW,
    ),
    Stage(
        TRIPLES,
        "floor: orjson, same bytes",
        _peer("floor", more=lambda files, count: files.ours(count, "ntriples").stat().st_size, bench=True),
    ),
    Stage(JUDGING, "pharmakon", validate(*SHAPE), ours=True, allowed=(0, 1)),
    Stage(JUDGING, "pharmakon, two jobs", validate(*SHAPE, "--jobs", "2"), allowed=(0, 1)),
    Stage(JUDGING, "pharmakon, rules of a stream", validate("--stream"), SOME, allowed=(0, 1)),
    Stage(JUDGING, "pharmakon, all rules", validate(), SOME, allowed=(0, 1)),
    Stage(JUDGING, "jsonschema, by type", _peer("jsonschema", more=_schemas), SOME),
    Stage(JUDGING, "jsonschema-rs, by type", _peer("jsonschema-rs", more=_schemas, bench=True)),
    Stage(FHIR, "pharmakon writes", convert("fhir-r5"), FEW, ours=True),
    Stage(
        FHIR,
        "fhir.resources reads, judges, writes",
        _peer("fhir.resources", lambda files, count: files.ours(count, "fhir-r5")),
        FEW,
    ),
)
"""All programs; within a round they run in this order."""

GROWTH = (
    Stage("growth", "convert", convert("ntriples")),
    Stage("growth", "convert, two jobs", convert("ntriples", "--jobs", "2")),
    Stage("growth", "convert, 10,000 ids in memory", convert("ntriples", "--max-index", "10000")),
    Stage("growth", "convert, no references", convert("ntriples", "--no-references")),
    Stage("growth", "validate, a stream", validate(*SHAPE), allowed=(0, 1)),
)
"""Our programs whose time and memory are followed while the number of records grows."""
