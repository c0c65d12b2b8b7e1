"""What is raised when the caller or the world failed."""

from __future__ import annotations

import pytest

from pharmakon import errors
from pharmakon.errors import (
    BadArgument,
    InvalidDataset,
    JobFailed,
    MissingExtra,
    PharmakonError,
    PublishError,
    UnknownFormat,
    UnknownTerm,
    UnreadableInput,
)
from pharmakon.findings import Finding, Location

ERROR = Finding("it is bad", code="PK001", location=Location("a.yaml", 2, 3))
EXAMPLES: tuple[tuple[PharmakonError, type[Exception], str], ...] = (
    (UnknownFormat("turtel", ("turtle",)), LookupError, "there is no format 'turtel'; did you mean turtle?"),
    (UnknownFormat("x", ("b", "a")), LookupError, "there is no format 'x'; did you mean a or b?"),
    (
        UnknownTerm("record", "x", [f"drug/{at}" for at in range(20)]),
        LookupError,
        "there is no record 'x'; `pharmakon --help` says how to list them",
    ),
    (UnreadableInput("p", "it is a folder", "name a file"), OSError, "p: it is a folder; name a file"),
    (
        MissingExtra("pyoxigraph", "query"),
        ImportError,
        "pyoxigraph is not installed; run `pip install 'pharmakon[query]'`",
    ),
    (
        InvalidDataset([Finding("w", severity="warning"), ERROR]),
        ValueError,
        "1 error, the first: a.yaml:2:3: PK001 it is bad; run `pharmakon validate` for all",
    ),
    (
        InvalidDataset([Finding("one", code="PK101"), ERROR]),
        ValueError,
        "2 errors, the first: PK101 one; run `pharmakon validate` for all",
    ),
    (InvalidDataset([]), ValueError, "the dataset is invalid; run `pharmakon validate` for the findings"),
    (
        JobFailed("no room"),
        RuntimeError,
        "Spark gave up: no room; mend that, see Spark's own log, and start again",
    ),
    (BadArgument("x", "a date such as 2019"), ValueError, "'x' is not a date such as 2019; correct it"),
    (PublishError("out", "it is no release", "name another"), OSError, "out: it is no release; name another"),
)  # fmt: skip


@pytest.mark.parametrize(("error", "kind", "said"), EXAMPLES, ids=lambda each: type(each).__name__)
def test_an_error_says_what_to_do_next(error: PharmakonError, kind: type[Exception], said: str) -> None:
    """Each error is caught as what Python calls it, and its one line ends with what to do."""
    assert isinstance(error, PharmakonError)
    assert isinstance(error, kind)
    assert str(error) == said
    assert "\n" not in str(error)


def test_an_invalid_dataset_carries_all_findings() -> None:
    """Who catches the error has every finding at hand, once, as a tuple."""
    given = (Finding("a"), Finding("b", severity="info"))
    assert InvalidDataset(iter(given)).findings == given


def test_every_error_of_the_page_is_there() -> None:
    """The tree in the module's docstring names exactly the public errors, and what each of them is."""
    page = errors.__doc__ or ""
    public = [
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, PharmakonError) and each.__name__ != "UnknownName"
    ]
    assert {each.__name__ for each in public} == {word for word in page.split() if word in vars(errors)}
    for each in public:
        if f"{each.__name__} (" in page:
            base = page.partition(f"{each.__name__} (")[2].partition(")")[0]
            assert base in {ancestor.__name__ for ancestor in each.__mro__}
