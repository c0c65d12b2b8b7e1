"""Narratives: what a resource says to people, as XHTML that markup in data cannot break."""

from __future__ import annotations

from html import escape

from pharmakon.fhir.datatypes import Json


def narrative(heading: str, *paragraphs: str | None, language: str | None = None) -> Json:
    """A generated Narrative: a heading, and a paragraph for each text that there is.

    Args:
        heading: The heading.
        paragraphs: The texts.
        language: The language of all texts.

    Example:
        >>> narrative("Claim", "a < b")["div"]
        '<div xmlns="http://www.w3.org/1999/xhtml"><p><b>Claim</b></p><p>a &lt; b</p></div>'
    """
    body = "".join(f"<p>{escape(each)}</p>" for each in paragraphs if each)
    said = f' lang="{language}" xml:lang="{language}"' if language else ""
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml"{said}><p><b>{escape(heading)}</b></p>{body}</div>',
    }
