"""Findings that a dataset's authors accept, each with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from pharmakon import api
from pharmakon.findings import Finding, Location
from pharmakon.readers import acceptance
from pharmakon.readers.acceptance import Acceptance
from pharmakon.resources import shipped

WHOLE = "- {code: PK306, record: indication/i, reason: it is there for later}\n"
INDICATION = "- {id: indication/i, type: Indication, label: i, drug: drug/k, intent: anesthesia}\n"
DRUG = "- {id: drug/k, type: Drug, label: k, kind: substance}\n"


def read(text: str) -> tuple[list[Acceptance], list[Finding]]:
    """The acceptances and the findings of a file."""
    found = list(acceptance.read("accepted.yaml", text.encode()))
    return (
        [each for each in found if isinstance(each, Acceptance)],
        [each for each in found if isinstance(each, Finding)],
    )


def dataset(top: Path, accepted: str, records: str = INDICATION + DRUG) -> Path:
    """A dataset's folder with something accepted."""
    (top / "records").mkdir()
    (top / "dataset.yaml").write_bytes((shipped("dataset") / "dataset.yaml").read_bytes())
    (top / "accepted.yaml").write_text(accepted, encoding="utf-8")
    (top / "records" / "a.yaml").write_text(records, encoding="utf-8")
    return top


def test_an_acceptance_names_one_finding() -> None:
    """It covers the finding with its code, record and pointer, and no other."""
    accepted, findings = read(WHOLE)
    assert not findings
    (one,) = accepted
    assert one.location == Location("accepted.yaml", 1, 3, 1, 69)
    assert one.meant == ("PK306", "indication/i", "")
    found = Finding("x", code="PK306", record="indication/i")
    others = (
        Finding("x", code="PK305", record="indication/i"),
        Finding("x", code="PK306", record="indication/j"),
        Finding("x", code="PK306", record="indication/i", pointer="/drug"),
    )
    assert acceptance.apply((found, *others), (one,)) == (others, 1)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- {code: PK306, record: drug/k}", "PK008", 1),
        ("\n- {code: PK306, record: drug/k, reason: }", "PK008", 2),
        ('- {code: PK306, record: drug/k, reason: ""}', "PK008", 1),
        ("- {code: PK306, record: drug/k, reason: x, note: y}", "PK008", 1),
        ("- {code: PK306, record: drug/k, reason: x, note: [y]}", "PK008", 1),
        ("- {code: PK306, record: drug/k, reason: [x]}", "PK008", 1),
        ("- {code: PK306, record: drug/k, reason: ~}", "PK008", 1),
        ("- {code: PK306, record: drug/k, reason: ' '}", "PK008", 1),
        ("- {code: PK306, record: null, reason: x}", "PK008", 1),
        ("- {code: PK306, record: drug/k, reason: x, record: drug/l}", "PK008", 1),
        ("- PK306", "PK008", 1),
        ("PK306", "PK008", 1),
        ("- {code: &a PK306}", "PK004", 1),
        ("- [", "PK001", 1),
        ("\0", "PK002", 1),
    ],
)
def test_an_acceptance_that_is_not_whole_is_a_finding(text: str, code: str, line: int) -> None:
    """One without a reason, with a key twice, or with words of its own, accepts nothing."""
    accepted, findings = read(text)
    assert not accepted
    assert [(each.code, each.location and each.location.line) for each in findings] == [(code, line)]


def test_a_list_may_be_empty() -> None:
    """A file without acceptances accepts nothing."""
    assert read("") == ([], [])
    assert read("[]") == ([], [])


def test_what_is_accepted_is_left_out_and_counted(tmp_path: Path) -> None:
    """The finding is gone from the report, which says how many were accepted."""
    report = api.validate(dataset(tmp_path, WHOLE))
    assert (report.findings, report.accepted) == ((), 1)


def test_without_it_the_finding_is_there(tmp_path: Path) -> None:
    """The same dataset without the acceptance has the finding."""
    report = api.validate(dataset(tmp_path, ""))
    assert [(each.code, each.record) for each in report.findings] == [("PK306", "indication/i")]
    assert report.accepted == 0


def test_an_acceptance_that_is_no_longer_needed_is_a_finding(tmp_path: Path) -> None:
    """What was mended is not accepted any more; the finding stands where the acceptance does."""
    report = api.validate(dataset(tmp_path, WHOLE + WHOLE.replace("PK306", "PK305")))
    (stale,) = report.findings
    assert (stale.code, stale.severity, stale.record) == ("PK902", "warning", "indication/i")
    assert stale.location is not None
    assert (Path(stale.location.file).name, stale.location.line) == ("accepted.yaml", 2)
    assert report.accepted == 1


def test_a_record_that_cannot_be_read_makes_no_acceptance_stale(tmp_path: Path) -> None:
    """One fault is one finding: what is accepted of a refused record may still be there once it is mended."""
    report = api.validate(dataset(tmp_path, WHOLE, INDICATION.replace("anesthesia", "nope") + DRUG))
    assert [each.code for each in report.findings] == ["PK015"]


def test_the_order_of_findings_and_acceptances_does_not_matter() -> None:
    """The same findings are kept, in the order in which they came."""
    accepted, _ = read(WHOLE + WHOLE.replace("/i", "/j"))
    findings = [Finding("x", code="PK306", severity="info", record=f"indication/{each}") for each in "hijk"]
    for _ in range(4):
        accepted.reverse()
        findings = findings[1:] + findings[:1]
        kept, count = acceptance.apply(findings, tuple(accepted))
        assert [each.record for each in kept] == [
            each.record for each in findings if each.record not in ("indication/i", "indication/j")
        ]
        assert count == 2
