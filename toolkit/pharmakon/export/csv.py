"""CSV: a file for each sheet of rows, and CSVW metadata that says what every column means.

RFC 4180 with LF as line end, UTF-8, one line of names. A cell without a value is empty. Numbers,
true and false stand as JSON spells them. A text is written as it is, unless a spreadsheet would
take it for a formula: a text that begins with one of `= + - @`, their full-width forms, a tab, a
line end or an apostrophe has one apostrophe put before it, and an empty text is one apostrophe.
To read: an empty cell is no value; of a text that begins with an apostrophe, drop that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pharmakon.artifacts import Artifact, json_artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.graph import Naming
from pharmakon.model import Metadata
from pharmakon.model.canonical import number
from pharmakon.sheets import Column, Sheet, Value, rows, sheets
from pharmakon.terms import DATATYPES, Field

FORMAT = Format("csv", "linked tables, with CSVW metadata", "text/csv", "csv", stream=False)
METADATA = "tables/csv-metadata.json"
FILES = ("tables/*.csv", METADATA)
RULE = (
    "A cell without a value is empty. A text that begins with one of = + - @ (or their full-width forms), "
    "a tab, a line end or an apostrophe has one apostrophe put before it, so that no spreadsheet takes it "
    "for a formula; an empty text is one apostrophe. To read a text that begins with an apostrophe, drop "
    "that one. Numbers are never changed so."
)
"""How texts are spelled in cells, for those who read them."""

_MARKED = "=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20"
_BREAKING = re.compile(r'[",\n\r]')
_DATATYPES = {"integer": "integer", "number": "double", "boolean": "boolean", "iri": "anyURI"}

Json = dict[str, object]


def path(sheet: Sheet) -> str:
    """The path of a sheet's file in a release."""
    return f"tables/{sheet.name}.csv"


def cell(value: Value) -> str:
    """A value as it stands in a cell, before quoting.

    Source: OWASP, CSV Injection, for the characters that are marked.

    Example:
        >>> [cell(each) for each in ("=1+1", "'tis", "", None, -5, 22.5, True, "plain")]
        ["'=1+1", "''tis", "'", '', '-5', '22.5', 'true', 'plain']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if not value or value[0] in _MARKED else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value)


def text(cell: str) -> str | None:
    """The text that a cell of a column of texts stands for, or None; undoes what `cell` does.

    Example:
        >>> [text(each) for each in ("'=1+1", "''tis", "'", "", "plain")]
        ['=1+1', "'tis", '', None, 'plain']
    """
    return cell.removeprefix("'") if cell else None


def line(values: Iterable[Value]) -> str:
    """A line of a file with its end; what would be misread is in quotes.

    Source: RFC 4180, section 2.
    """
    return ",".join([_quoted(cell(value)) for value in values]) + "\n"


def _quoted(spelled: str) -> str:
    if _BREAKING.search(spelled) or spelled != spelled.strip():
        return f'"{spelled.replace(chr(34), chr(34) * 2)}"'
    return spelled


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The files of a dataset, always the same set; those of record types say how many records they have."""
    lines: dict[str, list[str]] = {
        sheet.name: [line(column.name for column in sheet.columns)] for sheet in sheets()
    }
    for record in dataset:
        for name, values in rows(record):
            lines[name].append(line(values))
    for sheet in sheets():
        made = lines[sheet.name]
        count = None if sheet.owner else len(made) - 1
        yield Artifact(path(sheet), (each.encode() for each in made), FORMAT.media_type, count)
    yield json_artifact(METADATA, metadata(dataset.metadata), "application/csvm+json")


def metadata(described: Metadata | None) -> Json:
    """The tables as a CSVW table group: names, meanings, datatypes and keys of all columns.

    Source: Metadata Vocabulary for Tabular Data (W3C), sections 5.3 to 5.6.
    """
    naming = Naming.of(described)
    made: Json = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": naming.language}],
        "@type": "TableGroup",
    }
    if described is not None:
        made |= {
            "dc:title": described.title,
            "dc:description": described.description,
            "dc:license": {"@id": described.license},
            "schema:version": described.version,
        }
    made["rdfs:comment"] = RULE
    return made | {"tables": [_table(sheet, naming) for sheet in sheets()]}


def _table(sheet: Sheet, naming: Naming) -> Json:
    """The metadata of one table; a validator of CSVW asks every row for the row that a key names."""
    foreign = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.to}.csv", "columnReference": "id"},
        }
        for column in sheet.columns
        if column.to and column.required
    ]
    keys: Json = {"foreignKeys": foreign} if foreign else {}
    return {
        "url": f"{sheet.name}.csv",
        "dc:description": sheet.description,
        "tableSchema": {
            "columns": [_column(column, sheet, naming) for column in sheet.columns],
            "primaryKey": sheet.key[0] if len(sheet.key) == 1 else list(sheet.key),
            **keys,
        },
    }


def _column(column: Column, sheet: Sheet, naming: Naming) -> Json:
    made: Json = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": _datatype(column.field) if column.field else "string",
    }
    if column.field and column.field.form.kind == "text":
        made["lang"] = naming.language
    if column.required:
        made["required"] = True
    return made | _meaning(column, sheet, naming)


def _meaning(column: Column, sheet: Sheet, naming: Naming) -> Json:
    """What a cell states, as CSVW makes RDF of it: the statements of every other export."""
    row = f"{naming.base}{{+{sheet.key[0]}}}"
    field = column.field
    if column.name == sheet.owner and sheet.field is not None and sheet.type is not None:
        owner = {"aboutUrl": f"{naming.base}{{+{sheet.owner}}}{_steps(sheet)}"}
        return {**owner, "propertyUrl": sheet.field.iri, "valueUrl": f"{naming.base}{{+id}}"}
    if field is None or not field.iri or field.form.kind == "code":
        return {"suppressOutput": True, **({"propertyUrl": field.iri} if field and field.iri else {})}
    about = column.about if sheet.type else _steps(sheet)
    made: Json = {"aboutUrl": f"{row}{about}", "propertyUrl": field.iri}
    if field.form.kind == "reference":
        made["valueUrl"] = f"{naming.base}{{+{column.name}}}"
    elif field.form.kind == "iri":
        made["valueUrl"] = f"{{+{column.name}}}"
    return made


def _steps(sheet: Sheet) -> str:
    """What, put after the owner's id, gives the id of the object that holds the set."""
    mark = "." if sheet.owner not in {each.name for each in sheets() if not each.owner} else "#"
    return mark + ".".join(sheet.path[:-1]) if sheet.path[:-1] else ""


def _datatype(field: Field) -> object:
    """The CSVW datatype of a field's values; a pattern only where it is a simple one."""
    form = field.form
    if field.values:
        return {"base": "string", "format": "|".join(field.values)}
    if form.kind == "date":
        return {"@id": DATATYPES["date"], "base": "string", "format": form.pattern}
    base = _DATATYPES.get(form.kind, "string")
    limits = {"minimum": form.least, "maximum": form.most}
    kept: Json = {name: limit for name, limit in limits.items() if limit is not None}
    if form.pattern and form.plain and form.kind != "iri":
        kept["format"] = form.pattern
    return {"base": base, **kept} if kept else base
