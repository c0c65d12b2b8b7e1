"""The FHIR referees: each is asked once for all resources of a version, since it takes its time to start.

HL7 publishes an XML Schema of R5 only among its packages; R4B's is not to be had from a registry.
"""

from __future__ import annotations

import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tests.peers.conftest import Answer, Peer

    Find = Callable[[str], Peer]

Json = dict[str, Any]
"""A JSON object."""
VERSIONS = ("r5", "r4b")
REFEREES = {
    "r5": (
        "HL7 validator",
        "XML Schema",
        "HAPI parser",
        "JSON Schema",
        "Medplum",
        "FHIRPath",
        "bindings",
        "fhir.resources",
    ),
    "r4b": (
        "HL7 validator",
        "HAPI parser",
        "JSON Schema",
        "Medplum",
        "FHIRPath",
        "bindings",
        "fhir.resources",
    ),
}
"""The referees of each version."""

EXTENSIONS = "http://hl7.org/fhir/StructureDefinition/"
LINE = re.compile(r"(?:.*/)?(?P<index>[0-9]+)\.xml:[0-9]+: (?P<message>.*)")


@dataclass(frozen=True, order=True)
class Issue:
    """What a referee says of a resource.

    Attributes:
        severity: error, warning, information, or undecided where the referee says that it cannot tell.
        message: Where and what.
    """

    severity: str
    message: str


Verdicts = list[list[Issue]]
"""Issues, resource by resource."""


def lines(resources: Iterable[Json]) -> str:
    """Returns JSON Lines."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in resources)


def verdicts(answer: Answer, count: int) -> Verdicts:
    """Returns what an adapter printed, a list for each of so many resources."""
    assert answer.code == 0, answer.err[-2000:]
    found = [
        [Issue(each["severity"], each["message"]) for each in json.loads(line)]
        for line in answer.out.splitlines()
    ]
    assert len(found) == count, answer.err[-2000:]
    return found


def xml_schema(peer: Find, folder: Path, count: int) -> Verdicts:
    """Returns what xmllint says of the XML files in a folder by HL7's XML Schema of R5."""
    schema = packages(peer) / "hl7.fhir.r5.core" / "xml" / "fhir-single.xsd"
    found: Verdicts = [[] for _ in range(count)]
    answer = peer("XML Schema").ask("--schema", schema, *sorted(folder.glob("*.xml")))
    for line in answer.err.splitlines():
        if line.endswith((" validates", " fails to validate")):
            continue
        complaint = LINE.fullmatch(line)
        assert complaint is not None, line
        found[int(complaint["index"])].append(Issue("error", complaint["message"]))
    return found


def packages(peer: Find) -> Path:
    """Returns the folder of HL7's packages."""
    return peer("HL7 definitions").folder / "node_modules"


def examples(peer: Find, version: str, types: set[str], most: int) -> list[Json]:
    """Returns HL7's official examples of these resource types, up to so many of each."""
    found = []
    for path in sorted((packages(peer) / f"hl7.fhir.{version}.examples").glob("*.json")):
        # The package has hundreds of other types; reading them all takes longer than judging these.
        if path.name.partition("-")[0] in types:
            content = json.loads(path.read_bytes())
            if content["resourceType"] in types:
                found.append(content)
    by_type: dict[str, list[Json]] = {}
    for each in found:
        by_type.setdefault(each["resourceType"], []).append(each)
    draw = random.Random(0)  # noqa: S311 - the same examples in every run
    return [each for _, some in sorted(by_type.items()) for each in draw.sample(some, min(len(some), most))]


Opinions = dict[str, dict[int, list[Issue]]]
"""By referee and index of a resource, what it says of that; a resource that it was not shown is missing."""


@dataclass(frozen=True)
class Docket:
    """What referees are to judge.

    Attributes:
        version: r5 or r4b.
        resources: All of it.
        few: The indices of the resources that HL7's validator is shown, which takes much longer.
        ours: How many, from the first on, are ours: what they define is known to HL7's validator.
    """

    version: str
    resources: Sequence[Json]
    few: Sequence[int]
    ours: int


def judge(peer: Find, docket: Docket, folder: Path) -> Opinions:
    """Returns what each referee of a version says; the folder is an empty one."""
    version, resources = docket.version, docket.resources
    xml, known = folder / "xml", folder / "known"
    xml.mkdir()
    known.mkdir()
    more = {"HAPI parser": [xml], "HL7 validator": definitions(peer, resources[: docket.ours], known)}

    def ask(name: str) -> dict[int, list[Issue]]:
        shown = list(docket.few) if name == "HL7 validator" else list(range(len(resources)))
        text = lines(resources[index] for index in shown)
        answer = peer(name).ask(version, *more.get(name, []), stdin=text)
        return dict(zip(shown, verdicts(answer, len(shown)), strict=True))

    for name in REFEREES[version]:
        peer(name)  # a missing one skips here, and not in a thread
    asked = [name for name in REFEREES[version] if name != "XML Schema"]
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(asked, pool.map(ask, asked), strict=True))
    if "XML Schema" in REFEREES[version]:
        found["XML Schema"] = dict(enumerate(xml_schema(peer, xml, len(resources))))
    return {name: found[name] for name in REFEREES[version]}


def definitions(peer: Find, resources: Sequence[Json], folder: Path) -> list[Path]:
    """Returns files of what HL7's validator shall know: these CodeSystems, and extensions that are used."""
    files = []
    for index, each in enumerate(resources):
        if each["resourceType"] == "CodeSystem":
            files.append(folder / f"{index}.json")
            files[-1].write_text(json.dumps(each), encoding="utf-8")
    package = peer("HL7 extensions").folder / "hl7.fhir.uv.extensions.r5"
    names = sorted({url.removeprefix(EXTENSIONS) for url in extensions(list(resources)) if EXTENSIONS in url})
    paths = [package / f"StructureDefinition-{name}.json" for name in names]
    return files + [path for path in paths if path.is_file()]


def extensions(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yields the URLs of the extensions in a resource."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"extension", "modifierExtension"} and isinstance(inner, list):
                yield from (str(each["url"]) for each in inner if isinstance(each, dict) and "url" in each)
            yield from extensions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from extensions(inner)


def sample(resources: Sequence[Json], part: int, least: int) -> list[int]:
    """Returns the indices of a seeded part of the resources of each type, in order.

    Args:
        resources: All of them.
        part: One of how many.
        least: How many of each type at least, if there are as many.
    """
    by_type: dict[str, list[int]] = {}
    for index, each in enumerate(resources):
        by_type.setdefault(each["resourceType"], []).append(index)
    draw = random.Random(0)  # noqa: S311 - the same part in every run
    return sorted(
        index
        for _, some in sorted(by_type.items())
        for index in draw.sample(some, min(len(some), max(least, len(some) // part)))
    )
