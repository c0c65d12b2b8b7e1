"""Laws about documentation: it is complete, and its commands are those that exist."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
import typer
import yaml

import pharmakon as pk
from pharmakon import export
from pharmakon.artifacts import Manifest
from pharmakon.catalog import citation
from pharmakon.cli.commands import app
from pharmakon.dataset import Dataset
from pharmakon.terms import table

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def readme(checkout: Path) -> str:
    """The text of README.md."""
    return (checkout / "README.md").read_text(encoding="utf-8")


def _commands() -> set[str]:
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_readme_has_two_commands(readme: str) -> None:
    """The only sh blocks are the first two, each one line that sets itself up."""
    blocks = [body for language, body in BLOCK.findall(readme) if language == "sh"]
    assert len(blocks) == 2
    for body in blocks:
        assert body.count("\n") == 1
        assert body.startswith("python3 -m venv .venv && ")
        assert "--constraint constraints.txt" in body


def test_readme_names_real_commands(readme: str) -> None:
    """Every command that the README shows exists."""
    shown = re.findall(r"(?:\$ |`|bin/)pharmakon ([a-z]+)", readme)
    assert {"validate", "build", "verify", "new", "show", "list", "explain"} <= set(shown)
    assert set(shown) <= _commands()


def test_readme_python_runs(readme: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The README's Python runs as it stands, and prints claims."""
    blocks = [body for language, body in BLOCK.findall(readme) if language == "python"]
    assert blocks
    for body in blocks:
        exec(compile(body, "README.md", "exec"), {})  # noqa: S102 - our own page
    assert "hedged" in capsys.readouterr().out


def test_readme_shows_what_is_there(readme: str, checkout: Path) -> None:
    """What the README shows of the dataset, and of what a command prints, is so."""
    records = (checkout / "dataset" / "records" / "adverse_events.yaml").read_text(encoding="utf-8")
    shown = [body for language, body in BLOCK.findall(readme) if language == "yaml"]
    assert shown
    assert all(body in records for body in shown)
    claims = re.findall(r"^(claim/\S+)  (.*)$", readme, re.MULTILINE)
    told = pk.load().claims.about("adverse_event/ketamine-nausea")
    assert claims == [(claim.id, claim.label) for claim in told]


def test_every_format_is_in_the_readme(readme: str) -> None:
    """The README shows every format by its file or its name."""
    for module in export.modules().values():
        assert module.FILES[0] in readme or module.FORMAT.name.lower() in readme.lower(), module.FORMAT.name


def test_every_command_says_what_it_does() -> None:
    """Every command has a first line for its help."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        assert command.help, name


def test_every_field_is_a_sentence() -> None:
    """Every description that travels into the schemas is a full sentence."""
    for type_ in table().types:
        assert type_.description.endswith("."), type_.name
        for field in type_.fields:
            assert re.fullmatch(r"[A-Z`].*\.", field.description), f"{type_.name}.{field.name}"


def test_every_number_has_a_unit() -> None:
    """Every field that holds a number says in which unit."""
    for type_ in table().types:
        for field in type_.fields:
            if field.form.kind in ("integer", "number"):
                assert field.term is not None
                assert field.term.unit, f"{type_.name}.{field.name}"


def test_every_verb_says_what_it_raises_and_returns() -> None:
    """Every public function of the package has a docstring of more than its name."""
    for name in pk.__all__:
        value = getattr(pk, name)
        if inspect.isfunction(value):
            doc = inspect.getdoc(value) or ""
            assert doc.partition("\n")[0].endswith("."), name


def test_changelog_is_kept(checkout: Path) -> None:
    """The changelog has a section for this version, one sentence a line."""
    text = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{pk.__version__}]" in text
    headings = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert headings <= {"Added", "Changed", "Fixed", "Data"}
    for line in re.findall(r"^- (.*)$", text, re.MULTILINE):
        assert line.endswith("."), line


def test_the_citation_names_both_versions(checkout: Path) -> None:
    """CITATION.cff cites the software by its version, and the dataset as its own metadata tell it."""
    said = yaml.safe_load((checkout / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(said["version"]) == pk.__version__
    (dataset,) = said["references"]
    metadata = pk.load(checkout / "dataset").metadata
    assert metadata is not None
    (released,) = citation.describe(Manifest(()), Dataset(metadata, ()))
    own = yaml.safe_load(b"".join(released.chunks))
    for name in ("title", "authors", "version", "date-released", "license"):
        assert str(dataset[name]) == str(own[name]), name
