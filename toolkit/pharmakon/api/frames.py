"""Frames: doors to the data frames of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from pharmakon.api import arguments
from pharmakon.dataset import Dataset
from pharmakon.errors import BadArgument, MissingExtra, UnknownTerm
from pharmakon.export import parquet
from pharmakon.terms import Type, table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Library = Literal["pandas", "polars", "pyarrow"]


@overload
def to_frame(dataset: Dataset, type_: str, library: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
@overload
def to_frame(dataset: Dataset, type_: str, library: Literal["polars"]) -> pl.DataFrame: ...
@overload
def to_frame(dataset: Dataset, type_: str, library: Literal["pyarrow"]) -> pa.Table: ...


def to_frame(
    dataset: Dataset, type_: str, library: Library = "pandas"
) -> pd.DataFrame | pl.DataFrame | pa.Table:
    """The records of one type as a data frame: a row for each, in the order of their ids.

    A set is a list, a nested object a struct, a whole number a whole number also where some rows
    have none: pandas gets columns of Arrow types.

    Args:
        dataset: The records.
        type_: The record type, such as `claims`, `claim` or `Claim`.
        library: Whose frame: `pandas`, `polars` or `pyarrow`.

    Raises:
        UnknownTerm: There is no such record type.
        BadArgument: There is no such library, or that is no dataset.
        MissingExtra: The library, or pyarrow, which all of them are given, is not installed.

    Example:
        >>> from pharmakon import load
        >>> to_frame(load(), "adverse_events", "pyarrow").column_names[:3]
        ['id', 'type', 'label']
    """
    dataset, made = arguments.dataset(dataset), _of_type(type_)
    if library not in ("pandas", "polars", "pyarrow"):
        raise BadArgument(library, "a library of data frames: pandas, polars or pyarrow")
    found = parquet.arrow(dataset, made)
    try:
        if library == "pandas":
            import pandas as pd  # noqa: PLC0415 - an extra

            return found.to_pandas(types_mapper=pd.ArrowDtype)
        if library == "polars":
            import polars as pl  # noqa: PLC0415 - an extra

            frame = pl.from_arrow(found)
            assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a table gives a frame
            return frame
    except ImportError:
        raise MissingExtra(library, "frames") from None
    return found


def _of_type(name: str) -> Type:
    known = {
        each: type_ for type_ in table().records for each in (f"{type_.prefix}s", type_.prefix, type_.name)
    }
    if not isinstance(name, str) or name not in known:
        raise UnknownTerm("record type", name, known)
    return known[name]
