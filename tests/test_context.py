"""The published JSON-LD context."""

from __future__ import annotations

import json
import re

import judges
from pyld import jsonld

from pharmakon.codes import SYSTEMS
from pharmakon.context import context
from pharmakon.terms import table

ABSOLUTE = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
KEYWORDS = {"@id", "@type", "@language", "@container", "@prefix"}


def test_it_leaves_the_base_to_the_document() -> None:
    """The file has no `@base`, which processors would have to ignore; the form in line has the dataset's."""
    assert "@base" not in judges.published("context", "context.jsonld")
    assert context("en", "https://example.org/")["@base"] == "https://example.org/"


def test_it_is_closed() -> None:
    """The file names no other context, so that reading it opens nothing."""
    found = judges.context()
    assert isinstance(found, dict)
    assert found["@version"] == 1.1
    assert "@import" not in found
    assert "@vocab" not in found


def test_every_word_has_an_absolute_meaning() -> None:
    """Each field, type and code prefix leads to one absolute IRI, in words of JSON-LD 1.1."""
    for name, word in judges.context().items():
        if name.startswith("@") or name in ("id", "type"):
            continue
        iri = word if isinstance(word, str) else word["@id"]
        assert ABSOLUTE.fullmatch(iri), name
        assert isinstance(word, str) or set(word) <= KEYWORDS, name


def test_no_word_means_two_things() -> None:
    """Types, fields and code prefixes share one namespace of words, and none is declared twice."""
    types = {type_.name for type_ in table().types}
    fields = {field.name for field in table().fields()}
    prefixes = {system.prefix for system in SYSTEMS}
    assert len(types | fields | prefixes) == len(types) + len(fields) + len(prefixes)
    words = [name for name in judges.context() if not name.startswith("@")]
    assert sorted(words) == sorted({"id", "type", *types, *fields, *prefixes})


def test_no_meaning_has_two_words() -> None:
    """No two fields, and no two types, have one IRI: a graph can be read back."""
    found = judges.context()
    for group in ((type_.name for type_ in table().types), (field.name for field in table().fields())):
        iris = [found[name] if isinstance(found[name], str) else found[name]["@id"] for name in group]
        assert len(set(iris)) == len(iris)


def test_a_processor_expands_every_word_as_the_table_says() -> None:
    """PyLD, given the file, makes of each field the predicate, and of each type the class, of the table."""
    for type_ in table().types:
        node = {"@context": judges.context(), "id": "https://example.org/x", "type": type_.name}
        for field in type_.fields:
            if field.iri:
                node[field.name] = {"id": "https://example.org/y"} if field.part else "https://example.org/y"
        expanded = jsonld.expand(node, {"documentLoader": judges.refuse})[0]
        assert expanded["@type"] == [type_.iri]
        assert set(expanded) - {"@id", "@type"} == {field.iri for field in type_.fields if field.iri}


def test_links_texts_and_sets_are_declared() -> None:
    """References are links, texts have the dataset's language, and lists are sets without order."""
    found = context("de")
    for field in table().fields():
        word = found[field.name]
        assert isinstance(word, dict)
        assert (word.get("@container") == "@set") == field.many
        assert (word.get("@type") == "@id") == (field.form.kind in ("reference", "code", "iri", "part"))
        assert (word.get("@language") == "de") == (field.form.kind == "text")


def test_it_is_json_with_a_final_line_feed() -> None:
    """The file holds one `@context` and nothing else."""
    text = judges.published("context", "context.jsonld")
    assert list(json.loads(text)) == ["@context"]
    assert text.endswith("}\n")
