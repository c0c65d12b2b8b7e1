"""The FHIR export before its referees, beside HL7's official examples and what is broken on purpose."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from peers.fhir_faults import broken, unheard
from peers.fhir_judges import REFEREES, VERSIONS, Docket, Issue, Opinions, examples, judge, sample
from peers.fhir_known import ACCEPTED, FALSE_COMPLAINTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.peers.conftest import Peer, Release

Json = dict[str, Any]
"""A JSON object."""
THOROUGH = "1" in {os.environ.get("PHARMAKON_FULL"), os.environ.get("PHARMAKON_REQUIRE_PEERS")}
"""Whether HL7's validator, which is the slow one, sees all: in CI, and on demand."""
FEWEST = 100
FEWEST_FAULTS = 20
MOST_EXAMPLES = 25
"""Of each type, since HL7 has hundreds of code systems."""
BLOCKS = {
    "indication": "indication",
    "contraindication": "contraindication",
    "interaction": "interaction",
    "undesirable-effect": "undesirableEffect",
    "warning": "warning",
}
"""The block of a ClinicalUseDefinition by its type."""


@dataclass(frozen=True)
class Sitting:
    """One session of all referees of a version.

    Attributes:
        version: r5 or r4b.
        groups: What was judged: ours, bundles, examples, faults and unheard, each by its names.
        opinions: What each referee said; the index counts through all groups.
    """

    version: str
    groups: dict[str, list[tuple[str, Json]]]
    opinions: Opinions

    def of(self, group: str, referee: str) -> dict[str, list[Issue]]:
        """Returns what a referee said of a group, by name; what it was not shown is missing."""
        before = list(self.groups)[: list(self.groups).index(group)]
        start = sum(len(self.groups[each]) for each in before)
        opinion = self.opinions[referee]
        return {
            name: opinion[start + index]
            for index, (name, _) in enumerate(self.groups[group])
            if start + index in opinion
        }


def named(resources: list[Json]) -> list[tuple[str, Json]]:
    """Returns resources with their names."""
    return [(f"{each['resourceType']}/{each['id']}", each) for each in resources]


def exported(release: Release, version: str) -> list[Json]:
    """Returns the resources of the export, in the order of their files."""
    files = sorted((release.export / "fhir" / version).glob("*.ndjson"))
    return [json.loads(line) for path in files for line in path.read_bytes().decode().split("\n") if line]


def bundle(release: Release, version: str, name: str) -> Json:
    """Returns one of the bundles."""
    found: Json = json.loads((release.export / "fhir" / version / f"{name}.json").read_bytes())
    return found


def thinned(whole: Json) -> Json:
    """Returns a bundle with some entries of each type, since its resources are judged one by one already."""
    kept = sample([entry["resource"] for entry in whole["entry"]], 50, 1)
    return {**whole, "entry": [whole["entry"][index] for index in kept]}


@pytest.fixture(scope="module", params=VERSIONS)
def sitting(
    request: pytest.FixtureRequest,
    release: Release,
    peer: Callable[[str], Peer],
    tmp_path_factory: pytest.TempPathFactory,
) -> Sitting:
    """Returns what all referees of a version say of all groups."""
    version = str(request.param)
    ours = exported(release, version)
    types = {each["resourceType"] for each in ours}
    groups = {
        "ours": named(ours),
        "bundles": [
            (name, thinned(bundle(release, version, name))) for name in ("collection", "transaction")
        ],
        "examples": named(examples(peer, version, types, MOST_EXAMPLES)),
        "faults": list(broken(version, ours)),
        "unheard": list(unheard(ours)),
    }
    everything = [resource for group in groups.values() for _, resource in group]
    few = list(range(len(ours))) if THOROUGH else sample(ours, 10, 3)
    few += range(len(ours), len(everything))
    docket = Docket(version, everything, few, len(ours))
    return Sitting(version, groups, judge(peer, docket, tmp_path_factory.mktemp(version)))


def show(title: str, rows: list[str]) -> None:
    """Prints a table, which `pytest -s` shows."""
    print("\n".join(["", title, *rows]))  # noqa: T201


def unexplained(
    found: dict[str, list[Issue]], severities: set[str], table: dict[str, str]
) -> tuple[list[str], Counter[str]]:
    """Returns the issues that no row of a table explains, and how often each row explains one."""
    left, used = [], Counter[str]()
    for name, issues in found.items():
        for issue in issues:
            if issue.severity in severities:
                row = next((row for row in table if re.search(row, issue.message)), None)
                if row is None:
                    left.append(f"{name}: {issue.severity}: {issue.message}")
                else:
                    used[row] += 1
    return left, used


def test_export_has_no_error(sitting: Sitting) -> None:
    """No referee finds an error in the export, resource by resource and in its bundles."""
    ours = [resource["resourceType"] for _, resource in sitting.groups["ours"]]
    assert len(ours) >= FEWEST
    rows, errors = [], []
    for referee in REFEREES[sitting.version]:
        judged = sitting.of("ours", referee) | sitting.of("bundles", referee)
        severities = Counter(issue.severity for issues in judged.values() for issue in issues)
        rows.append(f"{referee:15} {len(judged):6} resources  {dict(severities)}")
        errors += [(referee, line) for line in unexplained(judged, {"error"}, {})[0]]
        assert {name.partition("/")[0] for name in judged} >= set(ours)
    show(f"{sitting.version}: the export", rows)
    assert errors == []


def test_warnings_are_known(sitting: Sitting) -> None:
    """Every warning, and whatever a referee cannot tell, is of a kind that is accepted with a reason."""
    rows, left, idle = [], [], []
    for referee in REFEREES[sitting.version]:
        table = ACCEPTED[sitting.version].get(referee, {})
        judged = sitting.of("ours", referee) | sitting.of("bundles", referee)
        unknown, used = unexplained(judged, {"warning", "undecided"}, table)
        left += [(referee, line) for line in unknown]
        if THOROUGH or referee != "HL7 validator":
            idle += [(referee, row) for row in table if not used[row]]
        rows += [f"{referee:15} {used[row]:6} x {row}: {reason}" for row, reason in table.items()]
    show(f"{sitting.version}: accepted warnings", rows + [f"unknown: {each}" for each in left[:20]])
    assert left == []
    assert idle == []


def test_examples_are_the_control(sitting: Sitting) -> None:
    """Of HL7's official examples the referees say only what is known: one that says more is not believed."""
    rows, left, idle = [], [], []
    for referee in REFEREES[sitting.version]:
        table = FALSE_COMPLAINTS[sitting.version].get(referee, {})
        judged = sitting.of("examples", referee)
        unknown, used = unexplained(judged, {"error"}, table)
        left += [(referee, line) for line in unknown]
        idle += [(referee, row) for row in table if not used[row]]
        rows.append(f"{referee:15} {len(judged):6} examples  {used.total()} false complaints")
        assert len(judged) == len(sitting.groups["examples"])
    show(f"{sitting.version}: HL7's examples", rows + [f"unknown: {each}" for each in left])
    assert left == []
    assert idle == []


def test_faults_are_heard(sitting: Sitting) -> None:
    """Whatever FHIR forbids is heard by at least one referee, and no referee is deaf.

    A fault is heard when the export could not have it: by an error, or by a warning that is not accepted.
    """
    referees = REFEREES[sitting.version]
    heard = {}
    for referee in referees:
        accepted = ACCEPTED[sitting.version].get(referee, {})
        found = sitting.of("faults", referee)
        heard[referee] = {
            name
            for name, issues in found.items()
            if unexplained({name: issues}, {"error"}, {})[0]
            or unexplained({name: issues}, {"warning"}, accepted)[0]
        }
    names = [name for name, _ in sitting.groups["faults"]]
    rows = [
        f"{name:45} " + " ".join(f"{referee if name in heard[referee] else '-':14}" for referee in referees)
        for name in names
    ]
    show(f"{sitting.version}: who hears what", rows)
    assert len(names) >= FEWEST_FAULTS
    assert [name for name in names if not any(name in some for some in heard.values())] == []
    assert [referee for referee, some in heard.items() if not some] == []


def test_what_fhir_does_not_forbid_is_unheard(sitting: Sitting) -> None:
    """Some of what is wrong FHIR allows, so that no referee hears it: our own tests and the server must."""
    assert sitting.groups["unheard"] != []
    for referee in REFEREES[sitting.version]:
        assert unexplained(sitting.of("unheard", referee), {"error"}, {})[0] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_type_has_its_block(version: str, release: Release) -> None:
    """A ClinicalUseDefinition has the block of its type and no other, which FHIR itself does not ask."""
    uses = [each for each in exported(release, version) if each["resourceType"] == "ClinicalUseDefinition"]
    assert uses != []
    assert [each["id"] for each in uses if set(BLOCKS.values()) & each.keys() != {BLOCKS[each["type"]]}] == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["collection", "transaction"])
def test_bundle_has_the_resources(name: str, version: str, release: Release) -> None:
    """A bundle has exactly the resources of the files by type, so that what is said of those holds of it."""
    entries = [entry["resource"] for entry in bundle(release, version, name)["entry"]]
    assert sorted(entries, key=json.dumps) == sorted(exported(release, version), key=json.dumps)
