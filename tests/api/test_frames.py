"""The doors to data frames."""

from __future__ import annotations

import json
import sys
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pharmakon as pk
from pharmakon.dataset import Dataset
from pharmakon.model.canonical import canonical_value
from pharmakon.terms import table

KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.Table}


def whole(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value without what is absent."""
    if isinstance(value, dict):
        kept = {name: whole(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not None and each != []}
    return [whole(each) for each in value] if isinstance(value, list) else value


def rows(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - one of three frames
    """The rows of a frame as plain values, without what is absent."""
    if isinstance(frame, pd.DataFrame):
        frame = pa.Table.from_pandas(frame, preserve_index=False)
    found = frame.to_dicts() if isinstance(frame, pl.DataFrame) else frame.to_pylist()
    return [whole(row) for row in found]


@pytest.mark.parametrize("library", KINDS)
@pytest.mark.parametrize("name", [type_.name for type_ in table().records])
def test_a_frame_holds_the_records(name: str, library: str, packaged: Dataset) -> None:
    """A frame of any library has the canonical records of a type, nested lists and objects kept."""
    frame = pk.to_frame(packaged, name, library)  # type: ignore[call-overload]
    assert type(frame) is KINDS[library]
    told = [json.loads(json.dumps(canonical_value(each))) for each in packaged if each.type == name]
    assert rows(frame) == told


def test_a_whole_number_stays_one(packaged: Dataset) -> None:
    """A column of whole numbers that some rows lack has whole numbers, and nested lists are lists."""
    frame = pk.to_frame(packaged, "evidence_sources")
    assert str(frame["participants"].dtype) == "int64[pyarrow]"
    assert frame["participants"].isna().any()
    about = pk.to_frame(packaged, "claims")["about"]
    assert isinstance(about[0], list)
    assert about[0][0]["stance"] == "supports"


@pytest.mark.parametrize("name", ["adverse_events", "adverse_event", "AdverseEvent"])
def test_a_type_has_three_names(name: str, packaged: Dataset) -> None:
    """A type is named as the dataset's attribute, as its ids begin, or as its class."""
    assert len(pk.to_frame(packaged, name, "pyarrow")) == len(packaged.adverse_events)


def test_every_collection_is_a_name(packaged: Dataset) -> None:
    """Each attribute of the dataset that holds records of a type names that type."""
    for type_ in table().records:
        collection = getattr(packaged, f"{type_.prefix}s")
        assert len(pk.to_frame(packaged, f"{type_.prefix}s", "pyarrow")) == len(collection)


def test_unknown_names_are_said(tiny: Dataset) -> None:
    """A type or a library that does not exist is an error of this package."""
    with pytest.raises(pk.UnknownTerm, match="did you mean claims"):
        pk.to_frame(tiny, "claim_s")
    with pytest.raises(pk.PharmakonError, match="pandas, polars or pyarrow"):
        pk.to_frame(tiny, "claims", "excel")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("missing", "library", "extra"),
    [
        ("pyarrow", "pyarrow", "parquet"),
        ("pyarrow", "pandas", "parquet"),
        ("pandas", "pandas", "frames"),
        ("polars", "polars", "frames"),
    ],
)
def test_a_missing_extra_names_the_command(
    missing: str, library: str, extra: str, tiny: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a library, the error says what to install."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(pk.MissingExtra, match=rf"{missing} is not.*pharmakon\[{extra}\]"):
        pk.to_frame(tiny, "claims", library)  # type: ignore[call-overload]
