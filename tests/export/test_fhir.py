"""The files of FHIR: lines, bundles, manifest and losses say the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pharmakon import export, fhir
from pharmakon.dataset import Dataset

VERSIONS = ("r5", "r4b")
Files = dict[str, bytes]


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """The name of each version."""
    return str(request.param)


@pytest.fixture(scope="module")
def files(version: str, packaged: Dataset) -> Files:
    """The files of the packaged dataset, by name."""
    made = export.module(f"fhir-{version}").export(packaged)
    top = f"fhir/{version}/"
    return {each.path.removeprefix(top): b"".join(each.chunks) for each in made}


@pytest.fixture(scope="module")
def lines(files: Files) -> dict[str, Any]:
    """The resources of all NDJSON files, by type and id."""
    found = [
        json.loads(line)
        for name, data in files.items()
        if name.endswith(".ndjson")
        for line in data.splitlines()
    ]
    return {f"{each['resourceType']}/{each['id']}": each for each in found}


@pytest.mark.parametrize("kind", ["collection", "transaction"])
def test_bundles_hold_what_the_lines_hold(kind: str, files: Files, lines: dict[str, Any]) -> None:
    """Each bundle holds every resource once, under a full URL that ends in its type and id."""
    bundle = json.loads(files[f"{kind}.json"])
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", kind)
    assert len({each["fullUrl"] for each in bundle["entry"]}) == len(bundle["entry"]) == len(lines)
    for entry in bundle["entry"]:
        resource = entry["resource"]
        name = f"{resource['resourceType']}/{resource['id']}"
        assert resource == lines[name]
        assert entry["fullUrl"].endswith(f"/{name}")
        assert entry["fullUrl"].startswith("https://")


def test_a_transaction_puts_and_a_collection_asks_nothing(files: Files) -> None:
    """A transaction puts each resource under its own id, so it may be sent again; a collection does not."""
    for entry in json.loads(files["transaction.json"])["entry"]:
        name = f"{entry['resource']['resourceType']}/{entry['resource']['id']}"
        assert entry["request"] == {"method": "PUT", "url": name}
        assert not entry["resource"]["id"].isdigit()
    assert all("request" not in each for each in json.loads(files["collection.json"])["entry"])


def test_the_manifest_lists_the_lines(files: Files) -> None:
    """The manifest names each NDJSON file, its type and its number of resources, and has no clock."""
    manifest = json.loads(files["manifest.json"])
    listed = {each["url"]: (each["type"], each["count"]) for each in manifest["output"]}
    assert set(listed) == {name for name in files if name.endswith(".ndjson")}
    for name, (type_, count) in listed.items():
        found = [json.loads(line)["resourceType"] for line in files[name].splitlines()]
        assert (set(found), len(found)) == ({type_}, count)
    assert manifest["requiresAccessToken"] is False
    assert manifest["error"] == []


def test_losses_are_listed(version: str, files: Files, packaged: Dataset) -> None:
    """The list of losses is that of the conversion, a loss on each line."""
    listed = json.loads(files["loss.json"])
    assert listed == [each.json() for each in fhir.export(packaged, fhir.edition(version)).losses]
    assert files["loss.json"].count(b"\n") == len(listed) + 2


def test_numbers_are_decimals_of_fhir(tiny: Dataset) -> None:
    """Whole amounts are written without a decimal point that would claim a precision."""
    made = b"".join(b"".join(each.chunks) for each in export.module("fhir-r5").export(tiny))
    assert b'"low":{"value":0.5,' in made
    assert b'"high":{"value":2,' in made


def test_a_dataset_that_says_nothing_of_itself_has_no_dates(version: str) -> None:
    """Without metadata there is no date and no publisher, and none is invented."""
    made = {
        each.path.rpartition("/")[2]: b"".join(each.chunks)
        for each in export.module(f"fhir-{version}").export(Dataset(None, ()))
    }
    assert "transactionTime" not in json.loads(made["manifest.json"])
    assert b'"date":' not in b"".join(made.values())
