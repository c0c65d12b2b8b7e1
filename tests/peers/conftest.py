"""The independent programs, the release that they judge, and triples in a form that can be compared."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

collect_ignore = [
    "fhir_read.py",
    "fhir_resources_parse.py",
    "sarif_read.py",
]  # they run where the peers are, not here
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PATIENCE = 900
"""Seconds that a program may take before it counts as hung; no test measures time."""

Triple = tuple[str, str, str, str]
"""Subject, predicate, object, and its kind: `<>`, `_:`, `^^` with a datatype, or `@` with a language."""

LINE = re.compile(
    r"""
    (?: <(?P<subject>[^<>"{}|^`\s]*)> | (?P<blank>_:\S+) )
    [ ] <(?P<predicate>[^<>"{}|^`\s]*)>
    [ ] (?: <(?P<iri>[^<>"{}|^`\s]*)> | (?P<node>_:\S+)
          | "(?P<text>(?:[^"\\]|\\.)*)" (?: \^\^<(?P<datatype>[^<>\s]*)> | @(?P<language>[A-Za-z0-9-]+) )? )
    [ ]? \.
    """,
    re.VERBOSE,
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
STRING = "http://www.w3.org/2001/XMLSchema#string"


def plain(text: str) -> str:
    """Returns the text with its escapes resolved, since programs differ in what they escape."""
    return ESCAPE.sub(
        lambda found: CHARACTERS[found[3]] if found[3] else chr(int(found[1] or found[2], 16)), text
    )


def triple(line: str) -> Triple:
    """Returns the triple of a line of N-Triples: lexical forms as they are, language tags in lower case.

    Raises:
        ValueError: The line is no triple; a quad with a graph name is none.
    """
    found = LINE.fullmatch(line)
    if found is None:
        message = f"not a line of N-Triples: {line!r}"
        raise ValueError(message)
    subject = found["blank"] or plain(found["subject"])
    predicate = plain(found["predicate"])
    if found["node"]:
        return subject, predicate, found["node"], "_:"
    if found["text"] is None:
        return subject, predicate, plain(found["iri"]), "<>"
    kind = f"@{found['language'].lower()}" if found["language"] else f"^^{found['datatype'] or STRING}"
    return subject, predicate, plain(found["text"]), kind


def triples(text: str) -> frozenset[Triple]:
    """Returns the triples of a text of N-Triples; only LF ends a line, for U+2028 may stand in a literal."""
    return frozenset(triple(line) for line in text.split("\n") if line)


@dataclass(frozen=True)
class Answer:
    """What a program said."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """What the program found wrong; empty when it accepts its input without a warning."""
        if self.code == 0 and not re.search(r"\b(?:WARN|ERROR)\b", self.err):
            return ""
        return self.err.strip() or f"exit code {self.code}"

    @property
    def triples(self) -> frozenset[Triple]:
        """The triples that it printed."""
        return triples(self.out)


@dataclass(frozen=True)
class Peer:
    """A program that this project did not write.

    Attributes:
        name: The name that tests ask for.
        command: The program and its first arguments.
        folders: What `tests/peers/install` fills for it, if anything.
    """

    name: str
    command: tuple[str, ...]
    folders: tuple[Path, ...] = ()

    @property
    def folder(self) -> Path:
        """The first of its folders."""
        return self.folders[0]

    @property
    def absence(self) -> str:
        """Why the program cannot run here; empty when it can."""
        for folder in self.folders:
            if not (folder / "stamp").is_file():
                return f"{self.name} cannot run: {folder.name} is not installed among the peers"
        if shutil.which(self.command[0]) is None:
            return f"{self.name} cannot run: the program {self.command[0]} is not installed"
        return ""

    def ask(self, *arguments: str | Path, stdin: str = "") -> Answer:
        """Returns the answer to the arguments and the standard input."""
        done = subprocess.run(
            [*self.command, *map(str, arguments)],
            input=stdin.encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace"))


def installed() -> Path:
    """Returns the folder of what `tests/peers/install` fills."""
    return Path(os.environ.get("PHARMAKON_PEERS") or ROOT / ".peers")


def java(folder: Path, *program: str) -> tuple[str, ...]:
    """Returns the command of a Java program with the jars of a folder."""
    return ("java", "-Xmx3g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{folder}/*", *program)


def known_peers() -> Iterator[Peer]:
    """Yields every peer; a new one is a line here and a line in `tests/peers/install`."""
    at = installed()
    jena = at / "jena"
    yield Peer("serdi", ("serdi", "-o", "nquads"))
    yield Peer("riot", java(jena, "riotcmd.riot", "--check", "--strict", "--output=nquads"), (jena,))
    yield Peer("riot --validate", java(jena, "riotcmd.riot", "--validate"), (jena,))
    yield Peer("arq", java(jena, "arq.arq", "--results=json"), (jena,))
    yield Peer("robot", java(at / "robot", "org.obolibrary.robot.CommandLineInterface"), (at / "robot",))
    yield Peer("jsonld", ("node", str(HERE / "jsonld_nquads.mjs")), (at / "jsonld",))
    yield Peer("ajv", ("node", str(HERE / "ajv_validate.mjs")), (at / "ajv",))
    multitool = at / "multitool"
    program = multitool / "@microsoft/sarif-multitool-linux/Sarif.Multitool"
    yield Peer("multitool", (str(program),), (multitool,))
    yield Peer("schema.org", ("cat",), (at / "schemaorg",))
    for name, adapter, folder in (
        ("sarif", "sarif_read.py", "sarif"),
        ("nanopub", "nanopub_check.py", "nanopub"),
        ("nanopub-sign", "nanopub_sign_check.py", "nanopub"),
        ("kgx", "kgx_check.py", "kgx"),
        ("fhir.resources", "fhir_resources_parse.py", "fhir-resources"),
        ("fhir.resources and back", "fhir_read.py", "fhir-resources"),
        *((name, f"{name}_report.py", name) for name in ("frictionless", "csvw", "croissant", "rocrate")),
        ("duckdb", "duckdb_ask.py", "duckdb"),
        ("spark", "spark_convert.py", "spark"),
    ):
        python = at / folder / "bin" / "python"
        yield Peer(name, (str(python), "-I", str(HERE / adapter)), (at / folder,))
    yield Peer("Java", ("java",))
    for name, *words in (
        ("cffconvert", "-c", "from cffconvert.cli.cli import cli; cli()"),
        ("datasette", "-m", "datasette"),
    ):
        yield Peer(name, (str(at / name / "bin" / "python"), *words), (at / name,))
    yield from fhir_peers(at)


def fhir_peers(at: Path) -> Iterator[Peer]:
    """Yields the peers that read FHIR."""
    hl7, hapi = at / "hl7", at / "hapi"
    yield Peer("HL7 definitions", ("node",), (hl7,))
    yield Peer("HL7 extensions", ("node",), (at / "extensions",))
    yield Peer("HL7 validator", java(hapi, str(HERE / "FhirEngine.java")), (hapi,))
    yield Peer("HAPI parser", java(hapi, str(HERE / "FhirXml.java")), (hapi,))
    yield Peer("HAPI server", java(hapi, str(HERE / "FhirServer.java")), (hapi,))
    yield Peer("XML Schema", ("xmllint", "--noout", "--nonet"), (hl7,))
    yield Peer("JSON Schema", ("node", str(HERE / "fhir_json_schema.mjs")), (hl7, at / "ajv"))
    yield Peer("Medplum", ("node", str(HERE / "fhir_medplum.mjs")), (hl7, at / "medplum"))
    yield Peer("FHIRPath", ("node", str(HERE / "fhir_invariants.mjs")), (hl7, at / "fhirpath"))
    yield Peer("bindings", ("node", str(HERE / "fhir_bindings.mjs")), (hl7,))


def oxigraph(path: Path) -> Answer:
    """Returns what pyoxigraph, which is a library, reads in a file, as if a program had answered."""
    format_ = pyoxigraph.RdfFormat.from_extension(path.suffix.removeprefix("."))
    try:
        quads = list(pyoxigraph.parse(path=path, format=format_))
    except (SyntaxError, ValueError) as error:
        return Answer(1, "", str(error))
    return Answer(0, "".join(f"{quad} .\n" for quad in quads), "")


@dataclass(frozen=True)
class Release:
    """The files of a release, as `pharmakon build` writes them.

    Attributes:
        schema: The folder of the schema artefacts.
        export: The folder of the exports.
    """

    schema: Path
    export: Path

    def rdf(self, spelling: str) -> Path:
        """Returns the file of the graph in one spelling: nt, ttl or jsonld."""
        return self.export / "rdf" / f"pharmakon.{spelling}"

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the N-Triples, as they stand."""
        text = self.rdf("nt").read_bytes().decode()
        return text.removesuffix("\n").split("\n")

    @cached_property
    def triples(self) -> frozenset[Triple]:
        """The graph by its N-Triples, read here without any library."""
        return frozenset(map(triple, self.lines))

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The canonical records."""
        text = (self.export / "records" / "pharmakon.jsonl").read_bytes().decode()
        return [json.loads(line) for line in text.removesuffix("\n").split("\n")]

    @cached_property
    def jsonld(self) -> dict[str, Any]:
        """The JSON-LD as plain JSON."""
        document: dict[str, Any] = json.loads(self.rdf("jsonld").read_bytes())
        return document

    @property
    def base(self) -> str:
        """The base of all records' IRIs, as the JSON-LD states it."""
        contexts = self.jsonld["@context"]
        for context in contexts if isinstance(contexts, list) else [contexts]:
            if isinstance(context, dict) and "@base" in context:
                return str(context["@base"])
        message = "the context of the JSON-LD has no @base"
        raise AssertionError(message)


@pytest.fixture(scope="session")
def peer() -> Callable[[str], Peer]:
    """Returns a peer by its name; a missing one skips the test, or fails it where all are required."""
    table = {known.name: known for known in known_peers()}
    required = os.environ.get("PHARMAKON_REQUIRE_PEERS") == "1"

    def find(name: str) -> Peer:
        found = table[name]
        if found.absence:
            reason = f"{found.absence}; run tests/peers/install"
            if required:
                pytest.fail(reason)
            pytest.skip(reason)
        return found

    return find


@pytest.fixture(scope="session")
def newer_python() -> Path:
    """Returns a Python newer than 3.11 with what the toolkit needs; not every machine has one."""
    folder = installed() / "newer-python"
    if not (folder / "stamp").is_file():
        pytest.skip("there is no Python newer than 3.11 here, or tests/peers/install did not run")
    return folder / "bin" / "python"


@pytest.fixture(scope="session")
def reader(peer: Callable[[str], Peer]) -> Callable[[str], Callable[[Path], Answer]]:
    """Returns a reader of RDF files by its name: pyoxigraph, or one of the peers."""
    return lambda name: oxigraph if name == "pyoxigraph" else peer(name).ask


@pytest.fixture(scope="session")
def release() -> Release:
    """Returns the committed release, or the one in the folder that PHARMAKON_RELEASE names."""
    root = Path(os.environ.get("PHARMAKON_RELEASE") or ROOT)
    dataset = root / "dataset"
    found = Release(schema=root / "schema", export=(dataset if dataset.is_dir() else root) / "export")
    if not found.export.is_dir() or not found.schema.is_dir():
        pytest.fail(f"there is no release in {root}; run `pharmakon build`")
    return found


@pytest.fixture(scope="session")
def as_triples() -> Callable[[str], frozenset[Triple]]:
    """Returns the function that makes comparable triples of a text of N-Triples."""
    return triples
