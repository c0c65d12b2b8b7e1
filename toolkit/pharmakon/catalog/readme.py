"""The README of a release: what it is, what it must not be used for, which file is which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pharmakon import export
from pharmakon.artifacts import Artifact, File, Manifest, text_artifact
from pharmakon.catalog import has_tables, title, titles
from pharmakon.dataset import Dataset
from pharmakon.export import csv
from pharmakon.markdown import plain, strong
from pharmakon.model import Assessment, Claim, Metadata, Record
from pharmakon.readers.release import CHECKSUMS, MANIFEST
from pharmakon.terms import table

FILES = ("README.md",)
_LISTS = {
    CHECKSUMS: "the SHA-256 digests of all other files, for `sha256sum`",
    MANIFEST: "all files but itself and the digests, with media type, size, digest and number of records",
}
"""What lists the files of a release, which are written after all others."""
_PANDAS = (
    "No text means that a value is missing. pandas takes texts such as NA, null and None so, unless it is "
    'told otherwise: `pandas.read_csv(path, keep_default_na=False, na_values=[""])`. Programs that read '
    "through pandas, such as mlcroissant, take them so too."
)
_KEYS = (
    "The Data Package and SQLite declare every key into another table. The CSVW metadata declare those of "
    "required columns alone, because its validators look for a row even where a cell is empty."
)
_BYTES = (
    "Parquet's bytes depend on the version of pyarrow too, and SQLite's on SQLite's; "
    "all text formats are the same bytes wherever, and with whichever Python, they are built."
)


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The page; none for a dataset without metadata."""
    if dataset.metadata is not None:
        yield text_artifact(FILES[0], _page(manifest, dataset, dataset.metadata), "text/markdown")


def _page(manifest: Manifest, dataset: Dataset, metadata: Metadata) -> str:
    files = [
        (f"`{file.path}`", file.media_type, str(file.bytes), _count(file), title(file.path))
        for file in manifest.files
    ]
    others = {**titles(manifest), **_LISTS}
    beside = [(f"`{path}`", others[path]) for path in sorted(others) if path not in FILES]
    standing = [record for record in dataset if not record.retired]
    count = Counter(record.type for record in standing)
    types = [(each.name, str(count[each.name])) for each in table().records]
    return f"""# {plain(metadata.title)}

Version {metadata.version}, {metadata.released}; record schema {metadata.schema_version}.

{plain(metadata.description)}

{strong(metadata.disclaimer)}

License: <{metadata.license}>, see LICENSE. Made by {plain(", ".join(sorted(metadata.creators)))}.

## Files

{_table(("file", "media type", "bytes", "records", "what it is"), files)}{"".join(_notes(manifest))}
Beside them:

{_table(("file", "what it is"), beside)}
`sha256sum --check SHA256SUMS` or `pharmakon verify .` tells whether these are the files that were published.

## Records

The figures below count what stands; retired records are in the files, and in no figure.

{_table(("type", "records"), types)}
{"".join(_tables(standing))}"""


def _count(file: File) -> str:
    """The number of records in a file; empty for one that holds none by its nature."""
    return "" if file.records is None else str(file.records)


def _notes(manifest: Manifest) -> Iterator[str]:
    """What readers of the files should know, a paragraph each."""
    if has_tables(manifest):
        yield f"\n{csv.RULE}\n"
        yield f"\n{_PANDAS}\n"
        yield f"\n{_KEYS}\n"
    binary = {module.FORMAT.media_type for module in export.modules(full=True).values()}
    if any(file.media_type in binary for file in manifest.files):
        yield f"\n{_BYTES}\n"


def _tables(standing: Sequence[Record]) -> Iterator[str]:
    """What the claims and codes of the dataset are, in figures; what is retired counts nowhere."""
    ids = {record.id for record in standing}
    claims = [record for record in standing if isinstance(record, Claim)]
    verdicts = [record for record in standing if isinstance(record, Assessment)]
    counts: dict[str, Counter[str]] = {
        "Claims by source": Counter(claim.source for claim in claims),
        "Claims by stance on a record": Counter(
            each.stance for claim in claims for each in claim.about if each.record in ids
        ),
        "Claims by certainty as worded": Counter(claim.certainty for claim in claims),
        "Claims by role": Counter(claim.role for claim in claims),
        "Judged claims by verdict": Counter(
            each.verdict for each in verdicts for claim in each.claims if claim in ids
        ),
        "Codes by system": Counter(
            coding.code.partition(":")[0] for record in standing for coding in record.codes
        ),
    }
    for heading, count in counts.items():
        if count:
            rows = [(name, str(count[name])) for name in sorted(count)]
            yield f"\n## {heading}\n\n{_table(('', 'number'), [*rows, ('all', str(count.total()))])}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
