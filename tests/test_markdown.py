"""Laws about texts in Markdown: a page shows them, and they change nothing else of it."""

from __future__ import annotations

import html
import re

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import markdown

markdown_it = pytest.importorskip("markdown_it", reason="typer's libraries bring a reader of Markdown")
TEXTS = st.text(
    st.sampled_from("`*_[]()<>&|~#$\\!-+=:.1 \t\nab\"'{}@/\u00a0\u2028")
    | st.characters(codec="utf-8", categories=["L", "P", "S"]),
    max_size=40,
)
"""Texts that are mostly marks."""


def shown(page: str) -> tuple[set[str], str]:
    """The tags that a page is made of, and the text that its reader sees, its spaces alike."""
    made = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(page)
    tags = set(re.findall(r"<(\w+)", made))
    return tags, " ".join(html.unescape(re.sub(r"<[^>]*>", "", made)).split())


def seen(text: str) -> str:
    """The text with its spaces alike."""
    return " ".join(text.split())


@strategies.seeded(500)
@given(TEXTS)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    """Whatever the text, it is nothing but paragraphs, and what stands after it is what it was."""
    assert shown(f"{markdown.plain(text)}\n\n# End\n") == (
        {"h1", *(["p"] if text.strip(" \t\n") else [])},
        seen(f"{text} End"),
    )


@strategies.seeded(500)
@given(TEXTS)
def test_a_text_is_shown_in_bold(text: str) -> None:
    """Whatever the text, it is nothing but bold paragraphs."""
    assert shown(markdown.strong(text)) == ({"p", "strong"} if text.strip() else set(), seen(text))


@strategies.seeded(200)
@given(TEXTS.map(seen).filter(bool))
def test_a_text_is_shown_as_a_heading_and_as_code(text: str) -> None:
    """Whatever the line, it is one heading, and one span of code."""
    assert shown(f"# {markdown.plain(text)}\n") == ({"h1"}, text)
    assert shown(f"a {markdown.code(text)}\n") == ({"p", "code"}, f"a {text}")
