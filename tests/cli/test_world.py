"""The command line in a world that fails: full devices, closed streams, files that are none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = f"{sys.executable} -m pharmakon"


def _shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def drug(tmp_path: Path) -> Path:
    """A folder with a file of one record."""
    text = "- {id: drug/k, type: Drug, label: k, kind: substance}\n"
    (tmp_path / "drug.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_device_is_said_in_one_line(tmp_path: Path) -> None:
    """What cannot be printed ends with exit code 3 and one sentence."""
    done = _shell(f"{COMMAND} list > /dev/full", tmp_path)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("words", ["-o /dev/full", "--output-format sarif > /dev/full", "> /dev/full"])
def test_a_report_that_finds_no_room_is_said_in_one_line(words: str, drug: Path) -> None:
    """A report to a full device, be it a file or stdout, ends with exit code 3."""
    done = _shell(f"{COMMAND} validate drug.yaml {words}", drug)
    assert done.returncode == 3
    assert [line[:10] for line in done.stderr.splitlines() if " records: " not in line] == ["pharmakon:"]


def test_a_disk_that_is_full_leaves_the_old_report(drug: Path) -> None:
    """What cannot be written whole does not replace what was there."""
    (drug / "report").write_text("old")
    done = _shell(f"ulimit -f 0; {COMMAND} validate drug.yaml -o report --output-format sarif", drug)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert (drug / "report").read_text() == "old"
    assert sorted(path.name for path in drug.iterdir()) == ["drug.yaml", "report"]


def test_a_reader_that_goes_away_is_no_fault(drug: Path) -> None:
    """`validate | head` is quiet, though more is said than a pipe holds."""
    (drug / "many.yaml").write_text("- {id: drug/x, type: Drug}\n" * 500)
    for words in ("drug.yaml --output-format sarif", "many.yaml"):
        done = _shell(f"set -o pipefail; {COMMAND} validate {words} | true", drug)
        assert done.returncode in (0, 1)
        assert "Traceback" not in done.stderr
        assert not any(line.startswith("pharmakon:") for line in done.stderr.splitlines())


def test_an_interruption_ends_at_once(tmp_path: Path) -> None:
    """Ctrl-C ends a validation with 130, and nothing is written."""
    code = (
        "import os, signal, sys\n"
        "from pharmakon import api\n"
        "from pharmakon.cli import main\n"
        "api.validate = lambda *given, **options: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(main(['validate', '-o', 'report']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_a_closed_stream_is_no_error(closed: str, tmp_path: Path) -> None:
    """A stream that was closed from outside is as good as one that nobody reads."""
    done = _shell(f"{COMMAND} list drug {closed}", tmp_path)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_special_file_is_never_replaced(tmp_path: Path) -> None:
    """A pipe, a link or a folder that is named as output stays what it is."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("elsewhere")
    for name in ("pipe", "link", "."):
        done = _shell(f"{COMMAND} validate -o {name}", tmp_path)
        assert done.returncode == 3, name
        assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "pipe"]
    assert (tmp_path / "pipe").is_fifo()


def test_a_choice_of_formats_replaces_no_release(tmp_path: Path) -> None:
    """`build --only` is refused where a release stands already."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.yaml").write_text(
        "- {id: drug/k, type: Drug, label: k, kind: substance}\n", encoding="utf-8"
    )
    assert _shell(f"{COMMAND} build d --out r", tmp_path).returncode == 0
    before = sorted(path.name for path in (tmp_path / "r" / "export").rglob("*"))
    assert _shell(f"{COMMAND} build d --out r --only jsonl", tmp_path).returncode == 3
    assert sorted(path.name for path in (tmp_path / "r" / "export").rglob("*")) == before


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    """No more of a line is read than the limit allows, and it is a finding, not a crash."""
    from pharmakon.api import convert
    from pharmakon.findings import Finding
    from pharmakon.readers import Limits

    class Endless:
        name = "endless.jsonl"
        asked = 0

        def readline(self, size: int) -> bytes:
            Endless.asked += size
            return b"a" * size

    found: list[Finding] = []
    source: object = Endless()
    made = convert(source, "jsonl", on_error="skip", findings=found, limits=Limits(max_bytes=1000))  # type: ignore[arg-type]
    assert b"".join(made) == b""
    assert [each.code for each in found] == ["PK006"]
    assert Endless.asked < 5000


def test_show_prints_no_other_words(tmp_path: Path) -> None:
    """A file under a document's name that is another file is not passed off as the passage."""
    dataset = __import__("pharmakon").load()
    claim = next(iter(dataset.claims.values()))
    document = dataset.evidence_sources[claim.source].document
    assert document is not None
    (tmp_path / document.file).write_text("Z" * document.length, encoding="utf-8")
    done = _shell(f"{COMMAND} show {claim.id} --documents .", tmp_path)
    assert done.returncode == 0
    assert "ZZZ" not in done.stdout
    assert "has other words there" in done.stdout
