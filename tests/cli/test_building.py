"""`build` and `verify`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pharmakon import resources

Run = Callable[..., Any]


def test_build_says_what_it_wrote(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build prints a line for each tree, and on stderr what to open next; a second one changes nothing."""
    monkeypatch.chdir(tmp_path)
    said = run("build", data, "--out", "out")
    assert said.code == 0
    assert [line.partition("  ")[0] for line in said.out.splitlines()] == ["out/schema", "out/export"]
    assert said.err.endswith(
        "open next: out/schema/README.md for the records' fields, out/export/README.md for the files\n"
    )
    assert run("build", data, "--out", "out", "--check").code == 0
    assert run("build", data, "--out", "out").code == 0
    assert run("verify", "out").code == 0


def test_a_build_names_only_what_is_there(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records without a description have no page on the files, and none is named."""
    monkeypatch.chdir(tmp_path)
    (data / "dataset.yaml").unlink()
    said = run("build", data, "--out", "out")
    assert said.code == 0
    assert said.err.endswith("open next: out/schema/README.md for the records' fields\n")


def test_a_full_build_needs_a_folder_and_names_its_tree(run: Run, data: Path, tmp_path: Path) -> None:
    """`--full` without `--out` is an error of usage; with it, full/ is a third line."""
    said = run("build", data, "--full")
    assert (said.code, said.out) == (2, "")
    assert "--out" in said.err
    out = tmp_path / "out"
    said = run("build", data, "--full", "--out", out)
    assert said.code == 0
    folders = [line.partition("  ")[0].rpartition("/")[2] for line in said.out.splitlines()]
    assert folders == ["schema", "export", "full"]
    assert run("build", data, "--full", "--out", out, "--check").code == 0
    assert run("build", data, "--out", out).code == 3


def test_a_missing_extra_is_one_line(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyarrow, `--full` ends with exit code 2 and the command that helps."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    said = run("build", data, "--full", "--out", tmp_path / "out")
    assert (said.code, said.out) == (2, "")
    assert "pharmakon[parquet]" in said.err
    assert said.err.count("\n") == 1


def test_check_tells_drift_and_writes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    """`--check` names each file that a build would change, exit code 1, and leaves it as it is."""
    out = tmp_path / "out"
    run("build", data, "--out", out)
    (out / "schema" / "context.jsonld").write_text("{}")
    said = run("build", data, "--out", out, "--check")
    assert (said.code, said.out) == (1, "schema/context.jsonld differs\n")
    assert (out / "schema" / "context.jsonld").read_text() == "{}"
    said = run("verify", out)
    assert said.code == 1
    assert "PK901" in said.out


def test_check_of_the_checkout_is_the_default(run: Run, checkout: Path) -> None:
    """Without a folder, the trees of the checkout are compared with what its dataset would make."""
    said = run("build", "--check")
    assert said.code == (1 if said.out else 0)
    told = {line.split()[0] for line in said.out.splitlines()}
    assert all(each.startswith(("schema/", "export/")) for each in told)
    assert said.err == (f"{len(told)} files differ; run `pharmakon build`\n" if told else "up to date\n")


def test_errors_are_shown_and_nothing_is_built(run: Run, data: Path, tmp_path: Path) -> None:
    """An invalid dataset is not built; the findings are shown on stderr, exit code 1."""
    (data / "records" / "bad.yaml").write_text("- {id: drug/x, type: Drug}\n")
    said = run("build", data, "--out", tmp_path / "out")
    assert (said.code, said.out) == (1, "")
    assert "error[PK011]" in said.err
    assert not (tmp_path / "out").exists()
    assert run("build", data, "--out", tmp_path / "out", "--check").code == 1


def test_only_some_formats(run: Run, data: Path, tmp_path: Path) -> None:
    """`--only` may be given several times."""
    run("build", data, "--out", tmp_path / "out", "--only", "jsonl", "--only", "ntriples")
    made = {each.name for each in (tmp_path / "out" / "export").rglob("pharmakon.*")}
    assert made == {"pharmakon.jsonl", "pharmakon.nt"}


def test_outside_a_checkout_a_folder_must_be_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package has nothing to build in: `--out` is required, and that is said."""
    monkeypatch.setattr(resources, "checkout", lambda: None)
    said = run("build")
    assert said.code == 2
    assert "--out" in said.err
