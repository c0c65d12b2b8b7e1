"""`validate`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def faulty(data: Path) -> Path:
    """The tiny dataset with two faults, and what is less than a fault."""
    (data / "records" / "bad.yaml").write_text(
        "- {id: drug/x, type: Drug, label: x, kind: chemical}\n"
        "- {id: indication/i, type: Indication, label: i, drug: drug/nobody, intent: anesthesia}\n"
        "- {id: evidence_source/silent, type: EvidenceSource, label: s, kind: web_article, document: "
        f"{{file: s.txt, sha256: {'0' * 64}, length: 5, encoding: utf-8}}}}\n"
    )
    return data


def codes(said: Any) -> list[str]:  # noqa: ANN401 - an answer
    """The codes of findings that were printed as JSON."""
    return [each["code"] for each in json.loads(said.out)]


def test_the_packaged_dataset_is_clean(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path, wherever it is run, the packaged dataset is validated and has no error."""
    monkeypatch.chdir(tmp_path)
    said = run("validate")
    assert said.code == 0
    assert "no findings" in said.out


def test_all_faults_are_told_in_one_run(run: Run, faulty: Path) -> None:
    """Each fault has its code, file, line and column; the exit code is 1."""
    said = run("validate", faulty, "--output-format", "json")
    assert said.code == 1
    found = {each["code"]: each for each in json.loads(said.out)}
    assert {"PK015", "PK101"} <= set(found)
    assert found["PK015"]["location"] == {"row": 1, "column": 44}
    assert found["PK101"]["location"]["row"] == 2
    assert found["PK101"]["pointer"] == "/drug"


def test_several_paths_are_one_dataset(run: Run, faulty: Path, tmp_path: Path) -> None:
    """A record in one path may be named from another."""
    (tmp_path / "nobody.jsonl").write_text('{"id":"drug/nobody","kind":"salt","label":"n","type":"Drug"}\n')
    words = ("--select", "PK101", "--output-format", "json")
    assert codes(run("validate", faulty, *words)) == ["PK101"]
    assert codes(run("validate", faulty, tmp_path / "nobody.jsonl", *words)) == []


@pytest.mark.parametrize("words", [(), ("--stream",), ("--stream", "--jobs", "2")])
def test_stdin_is_json_lines(
    words: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` is judged as the same lines in a file are, and findings speak of <stdin>."""
    good = '{"id":"drug/k","kind":"salt","label":"k","type":"Drug"}\n'
    lines = f'{good}{{"id":"drug/l"}}\n\n{good.replace("drug/k", "drug/m").replace("salt", "chemical")}{good}'
    (tmp_path / "a.jsonl").write_text(lines)
    monkeypatch.chdir(tmp_path)
    wanted = run("validate", "a.jsonl", *words, "--output-format", "jsonl")
    stream = io.TextIOWrapper(io.BytesIO(lines.encode()))
    stream.buffer.name = "<stdin>"  # type: ignore[misc]
    monkeypatch.setattr(sys, "stdin", stream)
    said = run("validate", "-", *words, "--output-format", "jsonl")
    assert said.code == wanted.code == 1
    assert said.out.replace("<stdin>", "a.jsonl") == wanted.out
    assert all('"filename": "<stdin>"' in line for line in said.out.splitlines())
    assert said.out.count("\n") >= 3
    assert ("one process does this" in said.err) == ("--jobs" in words)


def test_stdin_is_read_once_and_not_corrected(run: Run, tmp_path: Path) -> None:
    """A second `-` would be empty, and what came through a pipe is nowhere to be corrected."""
    assert "stdin is read once" in run("validate", "-", "-").err
    said = run("validate", "-", "--fix-passages", "--documents", tmp_path)
    assert (said.code, "stdin is none" in said.err) == (2, True)


def test_packaged_records_may_be_referred_to(run: Run, tmp_path: Path) -> None:
    """With `--with-packaged`, one's own records may name the shipped ones."""
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "- {id: indication/mine, type: Indication, label: m, drug: drug/ketamine, intent: anesthesia}\n"
    )
    assert run("validate", mine).code == 1
    assert run("validate", mine, "--with-packaged").code == 0


def test_codes_are_chosen(run: Run, faulty: Path) -> None:
    """`--select` keeps and `--ignore` leaves out codes, or groups of codes."""
    assert codes(run("validate", faulty, "--output-format", "json", "--select", "pk015")) == ["PK015"]
    assert codes(run("validate", faulty, "--output-format", "json", "--select", "PK0,PK1")) == [
        "PK015",
        "PK101",
    ]
    said = run("validate", faulty, "--ignore", "PK0, PK1", "--output-format", "json")
    assert not {"PK015", "PK101"} & set(codes(said))
    assert said.code == 0


def test_what_fails_is_chosen(run: Run, faulty: Path) -> None:
    """`--fail-on` says from which severity on the exit code is 1."""
    lesser = ("validate", faulty, "--select", "PK306", "--output-format", "json")
    severities = {each["severity"] for each in json.loads(run(*lesser).out)}
    assert severities == {"info"}
    assert run(*lesser, "--fail-on", "warning").code == 0
    assert run(*lesser, "--fail-on", "info").code == 1


def test_what_is_shown_is_limited(run: Run, faulty: Path) -> None:
    """`--max` limits what is shown, not what counts."""
    words = ("validate", faulty, "--select", "PK015,PK101,PK306")
    assert codes(run(*words, "--output-format", "json", "--max", "1")) == ["PK015"]
    said = run(*words, "--output-format", "json", "--max", "0")
    assert (codes(said), said.code) == ([], 1)
    assert said.err.endswith("2 errors, 1 info; 3 not shown\n")
    said = run(*words, "--max", "1")
    assert said.out.endswith("2 errors, 1 info; 2 not shown\n")
    assert said.out.count("rule: pharmakon explain") == 1


def test_the_exit_code_looks_at_what_is_not_shown(run: Run, faulty: Path) -> None:
    """`--max` hides findings from view, not from `--fail-on`; `--select` and `--ignore` leave them out."""
    for form in FORMS:
        words = ("validate", faulty, "--output-format", form, "--max", "0")
        assert run(*words).code == 1
        assert run(*words, "--ignore", "PK0,PK1").code == 0
        assert run(*words, "--ignore", "PK0,PK1", "--fail-on", "info").code == 1
        assert run(*words, "--select", "PK306", "--fail-on", "info").code == 1
        assert run(*words, "--select", "PK306", "--fail-on", "warning").code == 0


FORMS = ["concise", "fhir", "full", "github", "json", "jsonl", "sarif"]


@pytest.mark.parametrize("form", ["concise", "github", "json", "jsonl"])
def test_stdout_is_findings_alone(form: str, run: Run, faulty: Path, data: Path) -> None:
    """In formats for programs, the summary goes to stderr; a clean dataset gives an empty list."""
    words = ("--select", "PK015,PK101,PK306", "--output-format", form)
    said = run("validate", faulty, *words)
    assert "records:" not in said.out
    assert "records: 2 errors" in said.err
    (faulty / "records" / "bad.yaml").unlink()
    said = run("validate", data, *words)
    assert said.out.strip() in ("", "[]")
    if form == "json":
        assert json.loads(said.out) == []


def test_a_report_is_written_to_a_file(run: Run, faulty: Path, tmp_path: Path) -> None:
    """With `-o` the report is in the file, and stdout is empty."""
    said = run("validate", faulty, "--output-format", "json", "-o", tmp_path / "report.json")
    assert (said.code, said.out) == (1, "")
    assert len(json.loads((tmp_path / "report.json").read_text())) >= 2


def test_the_full_report_shows_the_place(run: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For people, each finding is shown with the line it stands in, and the rule to ask about."""
    monkeypatch.chdir(faulty)
    said = run("validate", ".", "--select", "PK015").out
    assert "--> records/bad.yaml:1:44" in said
    assert "pharmakon explain PK015" in said
    assert said.endswith("1 error\n")


@pytest.mark.parametrize("option", [("--max-bytes", 10), ("--max-depth", 1), ("--max-scalar", 3)])
def test_limits_are_told(option: tuple[str, int], run: Run, data: Path) -> None:
    """What exceeds a limit is a finding, not a crash."""
    said = run("validate", data, *option, "--output-format", "json")
    assert said.code == 1
    assert "PK006" in codes(said)


def test_documents_are_compared(run: Run, data: Path, tmp_path: Path) -> None:
    """With the documents at hand, passages and digests are checked against them."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "leaflet.txt").write_text("something else entirely, and not what was cited")
    said = run("validate", data, "--documents", documents, "--select", "PK2", "--output-format", "json")
    assert said.code == 1
    assert codes(said)


@pytest.mark.parametrize("form", FORMS)
def test_a_dash_is_stdout(form: str, run: Run, faulty: Path, tmp_path: Path, monkeypatch: Any) -> None:  # noqa: ANN401
    """`-o -` prints what is printed without it, and a file gets the very same bytes."""
    monkeypatch.chdir(tmp_path)
    words = ("validate", faulty, "--output-format", form)
    plain, dash, file = run(*words), run(*words, "-o", "-"), run(*words, "-o", "out")
    assert dash == plain
    assert file.out == ""
    assert (tmp_path / "out").read_bytes().decode() == plain.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


@pytest.mark.parametrize("form", ["fhir", "json", "sarif"])
def test_json_is_all_there_is_on_stdout(form: str, run: Run, faulty: Path) -> None:
    """Formats of JSON are pure, with findings and without."""
    assert json.loads(run("validate", faulty, "--output-format", form).out)
    (faulty / "records" / "bad.yaml").unlink()
    said = run("validate", faulty, "--output-format", form)
    assert json.loads(said.out) is not None
    assert said.code == 0


def test_colors_are_chosen(run: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A terminal gets colors unless NO_COLOR is set; what is asked for counts more than what is there."""
    words = ("validate", faulty)
    assert "\x1b[" not in run(*words).out
    assert "\x1b[1;31merror" in run(*words, "--color", "always").out
    assert "\x1b" not in run(*words, "--color", "always", "--output-format", "sarif").out
    monkeypatch.setattr(sys.stdout.__class__, "isatty", lambda _: True)
    assert "\x1b" not in run(*words).out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1;31merror" in run(*words).out
    assert "\x1b" not in run(*words, "--color", "never").out
    monkeypatch.setenv("NO_COLOR", "")
    assert "\x1b" in run(*words).out
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in run(*words).out
    run(*words, "-o", tmp_path / "out")
    assert b"\x1b" not in (tmp_path / "out").read_bytes()
