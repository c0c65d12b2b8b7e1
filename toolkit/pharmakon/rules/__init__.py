"""Rules: functions that look at a whole dataset and yield findings; their docstrings are their pages."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module

from pharmakon.dataset import Dataset
from pharmakon.findings import Code, Finding, Severity, Status

Documents = Mapping[str, bytes]
"""The bytes of source documents, by file name."""

Check = Callable[[Dataset], Iterator[Finding]] | Callable[[Dataset, Documents], Iterator[Finding]]

CAST = {
    "the drug": '{"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}',
    "the document": '{"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "length": 3, "encoding": "utf-8"}}',
    "the claim": '{"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}',
}
"""Records that stand in the examples of several rules, by the words that bring them into `Given:`."""

_SECTION = re.compile(r"^(Why|Documents|Given|Bad|Good):[ \t]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its page, and the function that applies it.

    Args:
        code: The page, read from the function's docstring.
        check: The function; it yields findings without code, severity and location.
        needs_documents: Whether it can only be applied with the source documents at hand.
        alone: Whether it looks at each record alone, so that it finds the same in any part of a dataset.
    """

    code: Code
    check: Callable[..., Iterator[Finding]]
    needs_documents: bool
    alone: bool = False

    def __call__(self, dataset: Dataset, documents: Documents | None = None) -> Iterator[Finding]:
        """The findings of the rule, complete; none if it needs documents and there are none."""
        if self.needs_documents and documents is None:
            return
        found = self.check(dataset, documents) if self.needs_documents else self.check(dataset)
        for finding in found:
            place = finding.location or dataset.location(finding.record, finding.pointer)
            yield replace(finding.of(self.code), location=place)


def rule(
    id_: str, severity: Severity = "error", status: Status = "stable", *, alone: bool = False
) -> Callable[[Check], Rule]:
    """Makes a rule of a function; its docstring is the rule's page.

    Args:
        id_: The code, such as `PK101`.
        severity: How bad its findings are.
        status: How far the code may be relied on.
        alone: Whether it looks at each record alone.
    """

    def made(check: Check) -> Rule:
        code = page(id_, inspect.getdoc(check) or "", severity, status)
        return Rule(code, check, "documents" in inspect.signature(check).parameters, alone)

    return made


def page(id_: str, docstring: str, severity: Severity, status: Status = "stable") -> Code:
    """The page that a docstring holds: a sentence, then Why, Documents, Given, Bad and Good.

    Raises:
        TypeError: A part of the page is missing.
    """
    title, *rest = _SECTION.split(docstring)
    parts = {name: inspect.cleandoc(body) for name, body in zip(rest[::2], rest[1::2], strict=True)}
    if not title.strip() or not {"Why", "Bad", "Good"} <= set(parts):
        message = f"the docstring of {id_} needs a first sentence, Why:, Bad: and Good:"
        raise TypeError(message)
    return Code(
        id_,
        severity,
        " ".join(title.split()),
        " ".join(parts["Why"].split()),
        parts["Bad"],
        parts["Good"],
        parts.get("Documents", ""),
        "\n".join(CAST.get(line, line) for line in parts.get("Given", "").splitlines()),
        status,
    )


@cache
def rules() -> tuple[Rule, ...]:
    """All rules by code; a file's presence is its registration."""
    modules = [import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, Rule)]
    return tuple(sorted(found, key=lambda each: each.code.id))


def run(dataset: Dataset, documents: Documents | None = None) -> Iterator[Finding]:
    """The findings of all rules, lazily, rule by rule.

    Args:
        dataset: The records.
        documents: The source documents, for the rules that need them.
    """
    for each in rules():
        yield from each(dataset, documents)
