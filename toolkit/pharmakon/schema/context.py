"""The JSON-LD 1.1 context as a file of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pharmakon.artifacts import Artifact, text_artifact
from pharmakon.context import context

FILES = ("context.jsonld",)


def render() -> Iterator[Artifact]:
    """The context as a file."""
    text = json.dumps({"@context": context()}, ensure_ascii=False, indent=2) + "\n"
    yield text_artifact(FILES[0], text, "application/ld+json")
