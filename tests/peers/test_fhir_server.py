"""HAPI's FHIR server takes the transaction bundle twice, and finds in it what is asked for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from peers.fhir_judges import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.peers.conftest import Peer, Release

Json = dict[str, Any]
"""A JSON object."""
PATIENCE = 600
"""Seconds that the server may take to start, and for one answer, before it counts as hung."""
REFERENCE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}")
BATCH = 300
"""Reads in one request."""


class Client:
    """What a program that knows FHIR's REST interface sees of a server, with a transcript."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.transcript: list[str] = []

    def ask(self, method: str, path: str, body: Json | None = None) -> tuple[int, Json]:
        """Returns the status and the body of an answer."""
        headers = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}{path}", data, headers, method=method)  # noqa: S310 - loopback
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def say(self, text: str) -> None:
        """Adds a line to the transcript; `pytest -s` shows it."""
        self.transcript.append(text)
        print(text)  # noqa: T201 - this is what -s is for

    def found(self, kind: str, **parameters: str) -> set[str]:
        """Returns the ids that a search finds, all pages of it."""
        query = urlencode(parameters)
        status, page = self.ask("GET", f"/{kind}?{query}&_count=500&_elements=identifier")
        assert status == 200, page
        assert page["type"] == "searchset"
        assert not [link for link in page["link"] if link["relation"] == "next"]
        ids = {entry["resource"]["id"] for entry in page.get("entry", [])}
        self.say(f"GET /{kind}?{query} -> {status}, {len(ids)} found")
        return ids

    def count(self, kind: str) -> int:
        """Returns how many resources of a type there are."""
        status, page = self.ask("GET", f"/{kind}?_summary=count")
        assert status == 200, page
        total: int = page["total"]
        return total


def references(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yields the relative references in a resource."""
    if isinstance(value, dict):
        if REFERENCE.fullmatch(str(value.get("reference", ""))):
            yield value["reference"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def codes(concept: Json | None) -> list[str]:
    """Returns the codes of a CodeableReference, as searches spell them."""
    codings = (concept or {}).get("concept", {}).get("coding", [])
    return [f"{coding['system']}|{coding['code']}" for coding in codings]


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """Returns a version of FHIR; a second server is worth its minute only where all is judged."""
    thorough = {os.environ.get("PHARMAKON_FULL"), os.environ.get("PHARMAKON_REQUIRE_PEERS")}
    if request.param != VERSIONS[0] and "1" not in thorough:
        pytest.skip(f"a server of {request.param} runs with PHARMAKON_FULL=1 or where all peers are required")
    return str(request.param)


@pytest.fixture(scope="module")
def client(
    version: str, peer: Callable[[str], Peer], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """Returns a client of a fresh server, which ends with the tests by its own process id."""
    log = tmp_path_factory.mktemp("server") / "log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [*peer("HAPI server").command, version],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as server,
    ):
        # A server that hangs before it says where it is would keep readline waiting.
        guard = threading.Timer(PATIENCE, server.kill)
        guard.start()
        try:
            assert server.stdout is not None
            base = server.stdout.readline().strip()
            guard.cancel()
            assert base.startswith("http://127.0.0.1:"), log.read_text(errors="replace")[-3000:]
            yield Client(base)
        finally:
            guard.cancel()
            server.kill()


@pytest.fixture(scope="module")
def transaction(version: str, release: Release) -> Json:
    """Returns the transaction bundle."""
    bundle: Json = json.loads((release.export / "fhir" / version / "transaction.json").read_bytes())
    return bundle


@pytest.fixture(scope="module")
def resources(transaction: Json) -> list[Json]:
    """Returns the resources of the transaction bundle."""
    return [entry["resource"] for entry in transaction["entry"]]


@pytest.fixture(scope="module")
def posted(client: Client, transaction: Json, resources: list[Json]) -> Client:
    """Returns the client of a server that took the transaction, as if nobody had seen it before."""
    status, answer = client.ask("POST", "", transaction)
    assert status == 200, json.dumps(answer)[:2000]
    said = Counter(entry["response"]["status"] for entry in answer["entry"])
    client.say(f"POST / {len(resources)} entries -> {status}, {dict(said)}")
    assert said == {"201 Created": len(resources)}
    return client


def test_second_post_changes_nothing(posted: Client, transaction: Json, resources: list[Json]) -> None:
    """The transaction can be sent again: all is there under the same ids, in the same version."""
    expected = Counter(resource["resourceType"] for resource in resources)
    assert {kind: posted.count(kind) for kind in expected} == expected
    status, answer = posted.ask("POST", "", transaction)
    said = Counter(entry["response"]["status"] for entry in answer["entry"])
    posted.say(f"POST / again -> {status}, {dict(said)}")
    assert (status, said) == (200, {"200 OK": len(resources)})
    assert {entry["response"]["etag"] for entry in answer["entry"]} == {"1"}
    assert {kind: posted.count(kind) for kind in expected} == expected
    posted.say(f"counts by type -> {dict(sorted(expected.items()))}")


def test_the_line_of_the_readme_loads_it(posted: Client, version: str, release: Release) -> None:
    """The one line that the README gives for HAPI, with this server's address, sends R5's transaction."""
    if version != "r5":
        pytest.skip("the README's line sends the transaction of R5")
    page = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^\| HAPI FHIR \| `([^`]+)` \|$", page, re.MULTILINE)
    command = line.replace("http://localhost:8080/fhir", posted.base)
    assert posted.base in command
    done = subprocess.run(
        ["bash", "-euc", command],
        cwd=release.export.parents[1],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    answer = json.loads(done.stdout)
    posted.say(f"{line.partition(' ')[0]} of the README -> {len(answer['entry'])} entries")
    assert {entry["response"]["status"] for entry in answer["entry"]} == {"200 OK"}


def test_search_by_subject(posted: Client, resources: list[Json]) -> None:
    """What is said of the substance with most indications and adverse events is found by type and subject."""
    uses = [each for each in resources if each["resourceType"] == "ClinicalUseDefinition"]
    for kind in ("indication", "undesirable-effect"):
        subjects = {
            each["id"]: {subject["reference"] for subject in each.get("subject", [])}
            for each in uses
            if each["type"] == kind
        }
        most = Counter(sorted(one for some in subjects.values() for one in some)).most_common(1)[0][0]
        expected = {name for name, some in subjects.items() if most in some}
        assert len(expected) > 1
        assert posted.found("ClinicalUseDefinition", type=kind, subject=most) == expected


def test_search_by_code(posted: Client, resources: list[Json]) -> None:
    """The condition with most indications, and the effect that is named most, are found by their codes."""
    uses = [each for each in resources if each["resourceType"] == "ClinicalUseDefinition"]
    for parameter, block, element in (
        ("indication", "indication", "diseaseSymptomProcedure"),
        ("effect", "undesirableEffect", "symptomConditionEffect"),
    ):
        given = {each["id"]: codes(each[block].get(element)) for each in uses if block in each}
        most = Counter(sorted(code for some in given.values() for code in some)).most_common(1)[0][0]
        expected = {name for name, some in given.items() if most in some}
        assert expected != set()
        assert posted.found("ClinicalUseDefinition", **{parameter: most}) == expected


def test_search_by_identifier_of_the_subject(posted: Client, resources: list[Json]) -> None:
    """From the identifier of our own record of a drug one gets, in one search, to what it is used for."""
    identifiers = {
        f"Substance/{each['id']}": each["identifier"][0]
        for each in resources
        if each["resourceType"] == "Substance"
    }
    subjects = {
        each["id"]: {subject["reference"] for subject in each.get("subject", [])} & identifiers.keys()
        for each in resources
        if each["resourceType"] == "ClinicalUseDefinition"
    }
    most = Counter(sorted(one for some in subjects.values() for one in some)).most_common(1)[0][0]
    token = f"{identifiers[most]['system']}|{identifiers[most]['value']}"
    expected = {name for name, some in subjects.items() if most in some}
    assert posted.found("ClinicalUseDefinition", **{"subject:Substance.identifier": token}) == expected


def test_references_resolve(posted: Client, resources: list[Json]) -> None:
    """Every resource, and everything that one refers to, can be read under its own name."""
    own = {f"{each['resourceType']}/{each['id']}" for each in resources}
    names = sorted(own | set(references(resources)))
    statuses: Counter[str] = Counter()
    for start in range(0, len(names), BATCH):
        entry = [{"request": {"method": "GET", "url": name}} for name in names[start : start + BATCH]]
        status, answer = posted.ask("POST", "", {"resourceType": "Bundle", "type": "batch", "entry": entry})
        assert status == 200, answer
        statuses.update(each["response"]["status"] for each in answer["entry"])
        read = [f"{each['resource']['resourceType']}/{each['resource']['id']}" for each in answer["entry"]]
        assert read == names[start : start + BATCH]
    posted.say(f"GET of each of {len(names)} resources and targets of references -> {dict(statuses)}")
    assert set(statuses) == {"200 OK"}
    assert set(references(resources)) <= own


def test_server_refuses(posted: Client, resources: list[Json]) -> None:
    """The server is no mere store: it refuses wrong references, a wrong id, and what is no FHIR."""
    use = next(
        {**each, "id": "x"}
        for each in resources
        if each["resourceType"] == "ClinicalUseDefinition" and "subject" in each
    )
    citation = next(each["id"] for each in resources if each["resourceType"] == "Citation")
    broken = {
        "a reference to nothing": {**use, "subject": [{"reference": "Substance/not-there"}]},
        "a reference to a wrong type": {**use, "subject": [{"reference": f"Citation/{citation}"}]},
        "another id than the address": {**use, "id": "y"},
        "an unknown type": {**use, "resourceType": "ClinicalUse"},
    }
    for name, resource in broken.items():
        status, answer = posted.ask("PUT", "/ClinicalUseDefinition/x", resource)
        reason = "".join(issue.get("diagnostics", "") for issue in answer.get("issue", []))
        posted.say(f"PUT /ClinicalUseDefinition/x with {name} -> {status}, {reason[:110]}")
        assert (name, status // 100) == (name, 4)
    assert posted.ask("GET", "/ClinicalUseDefinition/x")[0] == 404
