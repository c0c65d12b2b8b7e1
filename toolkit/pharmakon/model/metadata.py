"""The metadata of a dataset: the only source of names and dates in what is written."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Node
from pharmakon.model.scalar import (
    BaseIri,
    DatasetId,
    LanguageTag,
    Line,
    Name,
    PartialDate,
    Text,
    Version,
    WebAddress,
)
from pharmakon.model.term import Internal, Term
from pharmakon.model.words import DESCRIPTION, PUBLISHER, TITLE


class Metadata(Node):
    """What `dataset.yaml` says of the dataset as a whole."""

    term: ClassVar[Term] = Term(
        "pk:Dataset", broad=("dcat:Dataset",), close=("schema:Dataset", "void:Dataset")
    )

    id: Annotated[DatasetId, Internal("The identity of the dataset: `dataset/` and a slug.")]
    type: Annotated[Literal["Dataset"], Internal("Always `Dataset`.")] = "Dataset"
    title: Annotated[Line, TITLE]
    description: Annotated[Text, DESCRIPTION]
    version: Annotated[Version, Term("schema:version", "The version of the data.")]
    schema_version: Annotated[
        Version, Term("pk:schemaVersion", "The version of the record schema that the data obeys.")
    ]
    released: Annotated[PartialDate, Term("dcterms:issued", "The date of the release.")]
    language: Annotated[LanguageTag, Term("dcterms:language", "The language of the texts of all records.")]
    base_iri: Annotated[
        BaseIri, Term("pk:baseIri", "The address that, followed by a record's id, is the record's IRI.")
    ]
    license: Annotated[
        WebAddress, Term("dcterms:license", "The address of the license under which the data may be used.")
    ]
    creators: Annotated[tuple[Name, ...], Term("dc:creator", "Who made the dataset."), Field(min_length=1)]
    publisher: Annotated[Name, PUBLISHER]
    keywords: Annotated[
        tuple[Line, ...], Term("dcat:keyword", "Words under which the dataset may be searched.")
    ] = ()
    disclaimer: Annotated[Text, Term("pk:disclaimer", "What the data must not be used for.")]
