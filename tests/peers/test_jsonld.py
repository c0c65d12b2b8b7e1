"""JSON-LD, read by jsonld.js in its safe mode, PyLD, pyoxigraph and Jena riot, without a network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from pyld import jsonld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.peers.conftest import Answer, Peer, Release, Triple

    Reader = Callable[[Path], Answer]
    Triples = Callable[[str], frozenset[Triple]]

PROCESSORS = ("jsonld", "pyoxigraph", "riot")
CONTEXT = {"@base": "https://example.org/", "id": "@id", "label": "https://example.org/label"}
LOSSES: dict[str, dict[str, Any]] = {
    "invalid property": {"@context": CONTEXT, "id": "a", "label": "x", "unknown": "y"},
    "invalid @language value": {
        "@context": CONTEXT,
        "id": "a",
        "label": {"@value": "x", "@language": "not a tag"},
    },
    "relative @id reference": {"@context": {"label": "https://example.org/label"}, "@id": "a", "label": "x"},
    "relative @type reference": {
        "@context": {"label": "https://example.org/label"},
        "@id": "https://example.org/a",
        "@type": "Drug",
        "label": "x",
    },
}
"""What jsonld.js says in safe mode of each loss; below an @base an unknown type is none, but an IRI."""


def refuse(url: str, _options: object = None) -> NoReturn:
    """Raises, since no document may be loaded from anywhere."""
    message = f"refused to load {url}"
    raise ConnectionRefusedError(message)


def pyld_triples(document: dict[str, Any], as_triples: Triples, **options: str) -> frozenset[Triple]:
    """Returns the triples that PyLD finds in a document."""
    return as_triples(
        jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": refuse, **options})
    )


def contexts(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yields every context of a document, one by one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "@context":
                yield from inner if isinstance(inner, list) else [inner]
            else:
                yield from contexts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from contexts(inner)


def contexts_elsewhere(document: dict[str, Any]) -> list[Any]:
    """Returns the contexts that are not in the document itself."""
    return [each for each in contexts(document) if not isinstance(each, dict) or "@import" in each]


def written(folder: Path, document: dict[str, Any]) -> Path:
    """Returns the path of a small file with this document."""
    path = folder / "small.jsonld"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_context_is_in_line(release: Release) -> None:
    """The context stands in the file as an object, so that any processor reads it without a network."""
    assert list(contexts(release.jsonld)) != []
    assert contexts_elsewhere(release.jsonld) == []


@pytest.mark.parametrize("name", PROCESSORS)
def test_same_graph(name: str, reader: Callable[[str], Reader], release: Release) -> None:
    """Every processor finds in the JSON-LD, with nothing lost, exactly the triples of the N-Triples."""
    assert contexts_elsewhere(release.jsonld) == []  # riot would fetch them
    answer = reader(name)(release.rdf("jsonld"))
    assert answer.complaint == ""
    assert answer.triples == release.triples


def test_same_graph_for_pyld(release: Release, as_triples: Triples) -> None:
    """PyLD, the most faithful processor, finds in the JSON-LD exactly the triples of the N-Triples."""
    assert pyld_triples(release.jsonld, as_triples) == release.triples


def test_published_context_gives_the_same_graph(release: Release, as_triples: Triples) -> None:
    """The records read with schema/context.jsonld, and the base given from outside, are the same graph."""
    published = json.loads((release.schema / "context.jsonld").read_bytes())["@context"]
    assert not any("@base" in each for each in contexts({"@context": published}))
    document = release.jsonld | {"@context": published}
    assert pyld_triples(document, as_triples, base=release.base) == release.triples


def test_published_context_loses_nothing(
    peer: Callable[[str], Peer], release: Release, tmp_path: Path
) -> None:
    """In safe mode jsonld.js reads the records with schema/context.jsonld, and finds the same graph."""
    published = json.loads((release.schema / "context.jsonld").read_bytes())["@context"]
    document = release.jsonld | {"@context": [published, {"@base": release.base}]}
    answer = peer("jsonld").ask(written(tmp_path, document))
    assert answer.complaint == ""
    assert answer.triples == release.triples


def test_no_file_loses_anything(peer: Callable[[str], Peer], release: Release) -> None:
    """Every file of JSON-LD in a release says all that stands in it, well typed, and needs no network."""
    paths = sorted(release.export.rglob("*.jsonld"))
    assert release.rdf("jsonld") in paths
    for path in paths:
        assert contexts_elsewhere(json.loads(path.read_bytes())) == []
        where = [f"https://example.org/{path.name}"] if path.parent == release.export else []
        answer = peer("jsonld").ask(path, *where)  # a catalogue names files by where it stands itself
        assert (path.name, answer.complaint) == (path.name, "")
        assert len(answer.triples) > 1
    assert peer("riot --validate").ask(*paths).complaint == ""


def test_lines_are_canonical(peer: Callable[[str], Peer], release: Release) -> None:
    """The N-Triples are spelled, escape by escape, in the canonical form that jsonld.js prints."""
    answer = peer("jsonld").ask(release.rdf("jsonld"))
    assert answer.complaint == ""
    assert sorted(line for line in answer.out.split("\n") if line) == sorted(release.lines)


@pytest.mark.parametrize("loss", LOSSES)
def test_loss_is_heard(loss: str, peer: Callable[[str], Peer], tmp_path: Path) -> None:
    """In safe mode jsonld.js names what would be lost."""
    assert f'"{loss}"' in peer("jsonld").ask(written(tmp_path, LOSSES[loss])).complaint


def test_loss_is_silent_elsewhere(as_triples: Triples) -> None:
    """PyLD drops an unknown term without a word: its agreement alone proves little."""
    assert len(pyld_triples(LOSSES["invalid property"], as_triples)) == 1


@pytest.mark.parametrize("name", ["jsonld", "pyoxigraph"])
def test_remote_context_is_refused(name: str, reader: Callable[[str], Reader], tmp_path: Path) -> None:
    """A context to be fetched is refused, so that a file which passes here needs no network."""
    document = {"@context": "https://example.org/context.jsonld", "@id": "https://example.org/a"}
    assert reader(name)(written(tmp_path, document)).complaint != ""


def test_remote_context_is_refused_by_pyld(as_triples: Triples) -> None:
    """PyLD, given our loader, refuses a context to be fetched."""
    with pytest.raises(jsonld.JsonLdError):
        pyld_triples({"@context": "https://example.org/context.jsonld"}, as_triples)


@pytest.mark.parametrize("name", PROCESSORS)
def test_blank_node_is_heard(name: str, reader: Callable[[str], Reader], tmp_path: Path) -> None:
    """A nested object without an id is seen as a blank node in what every processor gives back."""
    path = written(tmp_path, {"@context": CONTEXT, "id": "a", "label": {"label": "x"}})
    answer = reader(name)(path)
    assert answer.complaint == ""
    assert sorted((subject[:2], kind[:2]) for subject, _, _, kind in answer.triples) == [
        ("_:", "^^"),
        ("ht", "_:"),
    ]


@pytest.mark.parametrize("name", PROCESSORS)
def test_named_graph_is_heard(name: str, reader: Callable[[str], Reader], tmp_path: Path) -> None:
    """Records beside a property of the document are in a named graph, and that is no triple of ours."""
    document = {"@context": CONTEXT, "id": "a", "label": "x", "@graph": [{"id": "b", "label": "y"}]}
    answer = reader(name)(written(tmp_path, document))
    assert answer.complaint == ""
    with pytest.raises(ValueError, match="not a line of N-Triples"):
        _ = answer.triples


@pytest.mark.parametrize("name", PROCESSORS)
def test_bad_json_is_heard(name: str, reader: Callable[[str], Reader], tmp_path: Path) -> None:
    """Every processor refuses a file that is cut off."""
    path = tmp_path / "cut.jsonld"
    path.write_text('{"@context": {', encoding="utf-8")
    assert reader(name)(path).complaint != ""
