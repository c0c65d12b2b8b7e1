"""Formats that stream: a file is its head, the pieces of its records, and its tail, however they are made."""

from __future__ import annotations

import json
from collections.abc import Callable

import mutations
import pytest
import strategies
from hypothesis import given

from pharmakon import export
from pharmakon.dataset import Dataset
from pharmakon.errors import UnknownFormat
from pharmakon.graph import Naming
from pharmakon.model import Record
from pharmakon.model.canonical import canonical_json
from pharmakon.readers import canonical
from pharmakon.terms import table

NAMING = Naming("https://example.org/other/", "pt-BR")
STREAMS = sorted(name for name, module in export.modules().items() if module.FORMAT.stream)
QUICK = [name for name in STREAMS if hasattr(export.streaming(name), "quick")]


def quickly(name: str, naming: Naming = NAMING) -> Callable[[Record], bytes | None]:
    """What makes the piece of a record of its canonical line; None where only a model can."""
    quick = export.streaming(name).quick(naming)  # type: ignore[attr-defined]

    def made(record: Record) -> bytes | None:
        text = canonical_json(record).encode()
        line = canonical.read(text)
        return None if line is None else quick(line, text)

    return made


def test_which_formats_are_quick() -> None:
    """Lines of records, of statements and of JSON-LD are made without a model."""
    assert {"jsonl", "jsonld", "ntriples"} <= set(QUICK)
    assert {"jsonl", "jsonld", "ntriples", "turtle"} <= set(STREAMS)


@pytest.mark.parametrize("name", QUICK)
def test_quick_pieces_of_packaged_records(name: str, packaged: Dataset) -> None:
    """Each packaged record has the same bytes, made with a model or without."""
    made, module = quickly(name), export.streaming(name)
    for record in packaged:
        assert made(record) == module.piece(record, NAMING)


@pytest.mark.parametrize("name", QUICK)
def test_quick_pieces_of_each_type(name: str) -> None:
    """The least and the fullest record of each type have the same bytes, made with a model or without."""
    made, module = quickly(name), export.streaming(name)
    for type_ in table().records:
        for full in (False, True):
            record = type_.model.model_validate_json(json.dumps(mutations.build(type_, full=full)))
            assert isinstance(record, Record)
            assert made(record) == module.piece(record, NAMING)


@pytest.mark.parametrize("name", QUICK)
def test_quick_pieces_of_any_record(name: str) -> None:
    """Whatever a record holds, a piece that is made without a model is the same."""
    made, module = quickly(name), export.streaming(name)

    @given(strategies.records())
    @strategies.seeded(40)
    def check(record: Record) -> None:
        assert made(record) in (None, module.piece(record, NAMING))

    check()


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("schedules", [("a b", "a-b"), ("\xe9", "\xe8", "z"), ("b", "B", "a", "\U0001f600")])
def test_quick_pieces_of_objects_with_odd_keys(name: str, schedules: tuple[str, ...]) -> None:
    """Nested objects are named and sorted alike, be their keys alike in an IRI or no ASCII."""
    told = mutations.build(table().by_name["Drug"]) | {"sources": ["evidence_source/a"]}
    told["controlled_status"] = [{"jurisdiction": "US", "controlled_schedule": each} for each in schedules]
    record = table().by_name["Drug"].model.model_validate_json(json.dumps(told))
    assert isinstance(record, Record)
    assert quickly(name)(record) in (None, export.streaming(name).piece(record, NAMING))


@pytest.mark.parametrize("name", STREAMS)
def test_a_file_is_made_of_its_parts(name: str, tiny: Dataset) -> None:
    """Head, pieces with the separator between them, and tail are the file, cut where one likes."""
    module = export.streaming(name)
    nodes = list(tiny.nodes())
    pieces = [piece for each in nodes if (piece := module.piece(each, NAMING))]
    whole = b"".join(export.stream(module, nodes, NAMING))
    assert whole == module.head(NAMING) + module.SEPARATOR.join(pieces) + module.TAIL
    for cut in (1, len(pieces) // 2, len(pieces) - 1):
        halves = (module.SEPARATOR.join(pieces[:cut]), module.SEPARATOR.join(pieces[cut:]))
        assert whole == module.head(NAMING) + module.SEPARATOR.join(halves) + module.TAIL


@pytest.mark.parametrize("name", STREAMS)
def test_a_file_of_a_build_is_a_stream(name: str, tiny: Dataset) -> None:
    """What a build writes is the stream of the metadata and the records, with the number of the records."""
    module = export.streaming(name)
    (artifact,) = module.export(tiny)
    naming = Naming.of(tiny.metadata)
    assert b"".join(artifact.chunks) == b"".join(export.stream(module, tiny.nodes(), naming))
    assert artifact.records == len(tiny)
    assert (artifact.path,) == module.FILES


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_is_lazy(name: str, tiny: Dataset) -> None:
    """The beginning is there before the second record is asked for."""
    module = export.streaming(name)

    def nodes() -> object:
        yield tiny.records[0]
        raise AssertionError

    made = export.stream(module, nodes(), NAMING)  # type: ignore[arg-type]
    if module.head(NAMING):
        assert next(made) == module.head(NAMING)
    assert next(made) == module.piece(tiny.records[0], NAMING)


@pytest.mark.parametrize("name", STREAMS)
def test_nothing_makes_a_file_without_records(name: str) -> None:
    """A stream of nothing is a whole file: JSON-LD of nothing is read as JSON."""
    module = export.streaming(name)
    made = b"".join(export.stream(module, (), NAMING))
    assert made == module.head(NAMING) + module.TAIL
    if name == "jsonld":
        assert json.loads(made)["@graph"] == []


@pytest.mark.parametrize("name", STREAMS)
def test_a_piece_ends_its_lines_or_is_parted(name: str, tiny: Dataset) -> None:
    """Where nothing stands between pieces, each is whole lines, and so is a head."""
    module = export.streaming(name)
    pieces = [module.piece(each, NAMING) for each in tiny]
    if module.SEPARATOR:
        assert module.TAIL
    else:
        assert all(each.endswith(b"\n") for each in (*pieces, module.head(NAMING) or b"\n"))
    assert b"".join(export.stream(module, tiny, NAMING)).endswith(b"\n")


@pytest.mark.parametrize("name", ["json", "csv", "nope", ""])
def test_what_does_not_stream_is_refused(name: str) -> None:
    """A format that needs the whole dataset, or is none, is refused; the others are named."""
    with pytest.raises(UnknownFormat) as caught:
        export.streaming(name)
    assert set(caught.value.known) >= set(STREAMS)
    assert "json" not in caught.value.known
