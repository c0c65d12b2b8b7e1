"""The metadata of a dataset: the only source of names and dates in what is written."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Node
from pharmakon.model.scalar import (
    BaseIri,
    LanguageTag,
    Line,
    Name,
    PartialDate,
    Ref,
    Text,
    Version,
    WebAddress,
)
from pharmakon.model.term import Internal, Term


class Metadata(Node):
    """What `dataset.yaml` says of the dataset as a whole."""

    term: ClassVar[Term] = Term("pk:Dataset", broad=("dcat:Dataset",), exact=("schema:Dataset",))

    id: Annotated[Ref, Internal()] = Field(description="The identity of the dataset: `dataset/` and a slug.")
    type: Annotated[Literal["Dataset"], Internal()] = Field(
        default="Dataset", description="Always `Dataset`."
    )
    title: Annotated[Line, Term("dcterms:title")] = Field(description="The title, where it may be given.")
    description: Annotated[Text, Term("dcterms:description")] = Field(
        description="What a reader should know beyond the label or title."
    )
    version: Annotated[Version, Term("schema:version")] = Field(description="The version of the data.")
    schema_version: Annotated[Version, Term("pk:schemaVersion")] = Field(
        description="The version of the record schema that the data obeys."
    )
    released: Annotated[PartialDate, Term("dcterms:issued")] = Field(description="The date of the release.")
    language: Annotated[LanguageTag, Term("dcterms:language")] = Field(
        description="The language of the texts of all records."
    )
    base_iri: Annotated[BaseIri, Term("pk:baseIri")] = Field(
        description="The address that, followed by a record's id, is the record's IRI."
    )
    license: Annotated[WebAddress, Term("dcterms:license")] = Field(
        description="The address of the license under which the data may be used."
    )
    creators: Annotated[tuple[Name, ...], Term("dc:creator"), Field(min_length=1)] = Field(
        description="Who made the dataset."
    )
    publisher: Annotated[Name, Term("dc:publisher")] = Field(
        description="The institution or company that stands behind it."
    )
    keywords: Annotated[tuple[Line, ...], Term("dcat:keyword")] = Field(
        default=(), description="Words under which the dataset may be searched."
    )
    disclaimer: Annotated[Text, Term("pk:disclaimer")] = Field(
        description="What the data must not be used for."
    )
