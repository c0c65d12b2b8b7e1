"""Records whose passages moved, in every spelling of records; `import moved` in a test."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import shelf

OLD = "One it\u2019s \U0001f600. The foo bar ends.\nMore foo words\n"
NEW = f"A new head.\r\n{OLD}And The foo bar again.\n"
PARTS = ("it\u2019s", "The foo bar", "More foo words")


def place(text: str, part: str) -> dict[str, Any]:
    """The passage of a part of a text."""
    at = text.index(part)
    return shelf.passage(text, at, at + len(part))


YAML = """# A comment with start: 4 that stays
- id: drug/k
  type: Drug   # why
  label: "k"

  kind: substance
- {{id: evidence_source/d, type: EvidenceSource, label: d, kind: web_article,
   document: {{ file: d.txt , sha256: '{sha256}', length: {length}, encoding: utf-8 }} }}
- id: claim/d-1
  type: Claim
  label: x
  source: evidence_source/d
  passage: {{start: {0[start]} , end: {0[end]}, sha256: {0[sha256]}}}   # flow
  statement: "start: 4"
  about: [{{record: drug/k, stance: supports}}]
  certainty: asserted
  role: background
  grounding: implied
-   id: claim/d-2
    type: Claim
    label: "\u4e2d\u6587"
    source: evidence_source/d
    passage:   # block
        sha256: "{1[sha256]}"
        end:   {1[end]}

        start: {1[start]}   # first
    statement: x
    about: [{{record: drug/k, stance: supports}}]
    certainty: asserted
    role: background
    grounding: implied
"""


def in_yaml(text: str, passages: list[dict[str, Any]]) -> bytes:
    """Records in YAML, with comments, of both styles and in odd layout."""
    given = {"sha256": hashlib.sha256(text.encode()).hexdigest(), "length": len(text)}
    return YAML.format(*passages, **given).encode()


def records(text: str, passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A drug, a source and a claim for each passage."""
    claims = [shelf.claim(at, "drug/k", passage=each) for at, each in enumerate(passages, start=1)]
    return [shelf.drug(), shelf.source(text), *claims]


def in_json(text: str, passages: list[dict[str, Any]]) -> bytes:
    """Records in JSON, with white space."""
    return json.dumps(records(text, passages), indent=3).replace('"start":', '"start" :\t').encode()


def in_lines(text: str, passages: list[dict[str, Any]]) -> bytes:
    """Records in JSON Lines, with a blank line and odd spaces; no line feed at the end."""
    return "\n\n".join(
        json.dumps(each, separators=(" , ", ":  ")) for each in records(text, passages)
    ).encode()


SPELLINGS = {"r.yaml": in_yaml, "r.json": in_json, "r.jsonl": in_lines}


def right(name: str, text: str = OLD, parts: tuple[str, ...] = PARTS[:2]) -> bytes:
    """The file of records as it is with the right offsets."""
    return SPELLINGS[name](text, [place(text, part) for part in parts])


def write(path: Path, off: int = 3, parts: tuple[str, ...] = PARTS[:2]) -> Path:
    """Writes records whose passages are off by some code points; the name says the spelling."""
    passages = [place(OLD, part) for part in parts]
    for each in passages:
        each |= {"start": each["start"] + off, "end": each["end"] + off}
    path.write_bytes(SPELLINGS[path.name](OLD, passages))
    return path
