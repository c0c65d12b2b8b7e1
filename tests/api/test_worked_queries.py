"""The worked queries that are shipped with the dataset, and their answers computed another way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pharmakon as pk
from pharmakon.api import answer_page, query_text
from pharmakon.dataset import Dataset
from pharmakon.model import Claim, Concept, Drug, EvidenceSource, Indication, Mechanism, Outcome
from pharmakon.resources import shipped

FOLDER = shipped("dataset") / "queries"
QUERIES = sorted(path.stem for path in FOLDER.glob("*.rq"))
Rows = set[tuple[str, ...]]
"""Some columns of an answer, as sets of what they hold."""


def test_there_are_twelve() -> None:
    """Each query has an answer beside it and a line in the list, and nothing else is in the folder."""
    assert len(QUERIES) == 12
    names = {f"{name}.{ending}" for name in QUERIES for ending in ("rq", "csv")}
    assert {path.name for path in FOLDER.iterdir()} == names | {"README.md"}
    listed = re.findall(
        r"^\| `(\S+)` \| (.+) \|$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert listed == [(name, question(name)) for name in QUERIES]


def question(name: str) -> str:
    """The question in plain words, which is the first line of the file."""
    return query_text(FOLDER / f"{name}.rq").partition("\n")[0].removeprefix("# ")


@pytest.mark.parametrize("name", QUERIES)
def test_the_answer_is_the_one_beside_it(name: str, packaged: Dataset) -> None:
    """A query has a question for people, gives the shipped answer, row by row, and that is not empty."""
    assert question(name).endswith("?")
    answer = pk.query(packaged, query_text(FOLDER / f"{name}.rq"))
    expected = (FOLDER / f"{name}.csv").read_bytes().decode("utf-8")
    remedy = f"write it anew: pharmakon query --file {name}.rq --output-format csv"
    assert answer_page(answer, "csv") == expected, remedy
    assert len(answer) > 0


def left_out(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """What `gaps` finds that all documents are silent on."""
    documents = {each.id for each in dataset.of_type(EvidenceSource) if each.document}
    for gap in pk.gaps(dataset):
        if gap.kind == "adverse_event" and set(gap.silent) == documents:
            for label in gap.labels:
                yield label, gap.concept


def approvals(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The authorizations that approve."""
    for each in dataset.authorizations.values():
        if each.decision == "approved":
            yield each.jurisdiction, each.decided, each.id, each.drug, each.indication or ""


def contradicting_durations(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The claims on sides of contradictions that are about a duration."""
    for contradiction in dataset.contradictions.values():
        for side in contradiction.sides:
            for name in side.claims:
                about = [dataset[each.record] for each in dataset.claims[name.partition("/")[2]].about]
                if any(isinstance(each, Outcome) and each.measure == "duration" for each in about):
                    yield contradiction.id, side.position, name


def _depressions(dataset: Dataset) -> set[str]:
    """Depression and every concept below it."""
    found = {"concept/depression"}
    while more := {
        each.id for each in dataset.of_type(Concept) if found & set(each.broader) and each.id not in found
    }:
        found |= more
    return found


def hedged_on_depression(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The hedged claims about a record whose condition or measured concept is a depression."""
    wanted = _depressions(dataset)
    for claim in dataset.of_type(Claim):
        records = [dataset[each.record] for each in claim.about]
        found = {getattr(each, "condition", None) for each in records}
        found |= {getattr(each, "of", None) for each in records}
        if claim.certainty == "hedged" and found & wanted:
            yield claim.id, claim.source


def inaccurate(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The claims of assessments with one of the two verdicts."""
    for each in dataset.assessments.values():
        if each.verdict in ("inaccurate", "refuted"):
            yield from ((claim, each.verdict, each.id, each.rationale) for claim in each.claims)


def sources_not_found(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The claims that cite a source of which every identification is unresolved."""
    for claim in dataset.of_type(Claim):
        for name in claim.cites:
            source = dataset[name]
            assert isinstance(source, EvidenceSource)
            if {each.outcome for each in source.identifications} == {"unresolved"}:
                yield claim.id, name


def nausea(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The claims about an effect or outcome that is nausea, with their verdicts."""
    for claim in dataset.of_type(Claim):
        for each in claim.about:
            record = dataset[each.record]
            if "concept/nausea" in (getattr(record, "effect", None), getattr(record, "of", None)):
                verdicts = [judged.verdict for judged in dataset.assessments_of(claim.id)] or [""]
                yield from ((claim.id, each.stance, claim.certainty, verdict) for verdict in verdicts)


def codes(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The codes of the two drugs."""
    for name in ("ketamine", "esketamine"):
        drug = dataset.drugs[name]
        yield from ((drug.id, each.match, each.display or "") for each in drug.codes)


def passages(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The claims of one document."""
    for claim in dataset.of_type(Claim):
        if claim.source == "evidence_source/document-003":
            yield str(claim.passage.start), str(claim.passage.end), claim.id


def _supporting(dataset: Dataset, type_: type) -> dict[str, set[Claim]]:
    found: dict[str, set[Claim]] = defaultdict(set)
    for claim in dataset.of_type(Claim):
        for each in claim.about:
            if isinstance(dataset[each.record], type_) and (each.stance == "supports" or type_ is Mechanism):
                found[each.record].add(claim)
    return found


def mechanisms(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The mechanisms, counted in Python."""
    for name, claims in _supporting(dataset, Mechanism).items():
        unsure = sum(claim.certainty != "asserted" for claim in claims)
        yield name, str(len({claim.source for claim in claims})), str(len(claims)), str(unsure)


def uses_without_approval(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The uses that are supported and share intent and condition with no approved one."""
    drugs = {"drug/ketamine"}
    while more := {
        each.id for each in dataset.of_type(Drug) if each.active_substance in drugs and each.id not in drugs
    }:
        drugs |= more
    approved = set()
    for each in dataset.authorizations.values():
        use = dataset.get(each.indication or "")
        if each.decision == "approved" and each.drug in drugs and isinstance(use, Indication):
            approved.add((use.intent, use.condition))
    for name, claims in _supporting(dataset, Indication).items():
        use = dataset[name]
        assert isinstance(use, Indication)
        if use.drug == "drug/ketamine" and (use.intent, use.condition) not in approved:
            yield name, str(len({claim.source for claim in claims})), str(len(claims))


def without_exception(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The claims with absolute words, and their verdicts."""
    for claim in dataset.of_type(Claim):
        verdicts = [judged.verdict for judged in dataset.assessments_of(claim.id)] or [""]
        yield from ((claim.id, word, verdict) for word in claim.absolute for verdict in verdicts)


ANOTHER_WAY: dict[str, tuple[Callable[[Dataset], Iterator[tuple[str, ...]]], tuple[str, ...]]] = {
    "left-out": (left_out, ("authorization", "effect")),
    "approvals": (approvals, ("jurisdiction", "decided", "authorization", "drug", "indication")),
    "contradicting-durations": (contradicting_durations, ("contradiction", "position", "claim")),
    "hedged-on-depression": (hedged_on_depression, ("claim", "document")),
    "inaccurate": (inaccurate, ("claim", "verdict", "assessment", "rationale")),
    "sources-not-found": (sources_not_found, ("claim", "source")),
    "nausea": (nausea, ("claim", "stance", "certainty", "verdict")),
    "codes": (codes, ("drug", "match", "display")),
    "passages": (passages, ("start", "end", "claim")),
    "mechanisms": (mechanisms, ("mechanism", "documents", "claims", "unsure")),
    "uses-without-approval": (uses_without_approval, ("indication", "documents", "claims")),
    "without-exception": (without_exception, ("claim", "words", "verdict")),
}


@pytest.mark.parametrize("name", QUERIES)
def test_python_gives_the_same_answer(name: str, packaged: Dataset) -> None:
    """What SPARQL finds in the graph, plain Python finds in the records."""
    compute, columns = ANOTHER_WAY[name]
    answer = pk.query(packaged, query_text(FOLDER / f"{name}.rq"))
    found: Rows = {tuple(str(row.get(column, "")) for column in columns) for row in answer}
    expected: Rows = set(compute(packaged))
    assert found == expected


def test_a_dataset_is_read_without_its_queries(tmp_path: Path, packaged: Dataset) -> None:
    """A file of records among the queries is no part of the dataset."""
    source = shipped("dataset")
    for name in ("dataset.yaml", "accepted.yaml"):
        if (source / name).is_file():
            (tmp_path / name).write_bytes((source / name).read_bytes())
    for folder in ("records", "queries"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "some.yaml").write_text(
            f"- {{id: drug/of-{folder}, type: Drug, label: x, kind: substance}}\n", encoding="utf-8"
        )
    assert [record.id for record in pk.load(tmp_path)] == ["drug/of-records"]
