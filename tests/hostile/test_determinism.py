"""The same faulty data gives the same findings, byte for byte, wherever and however it is judged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import strategies

SOCKETS = """
import socket, sys
def refuse(*given, **named):
    raise OSError("no network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from pharmakon.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""The command line in a process that has no network."""

FAULTS = {
    "records/a.yaml": (
        "- {id: drug/k, type: Drug, label: k, kind: substance, shade: x, hue: y, synonyms: [a, a]}\n"
        "- {id: drug/l, type: Drug, label: l, kind: chemical, description: null}\n"
        "- {id: drug/m, type: Drug, label: m, kind: substance, members: [drug/z, drug/y, drug/x]}\n"
        "- {id: concept/a, type: Concept, label: a, kind: condition, broader: [concept/b, concept/c]}\n"
        "- {id: concept/b, type: Concept, label: b, kind: condition, broader: [concept/a]}\n"
        "- {id: concept/c, type: Concept, label: \u00e9\u200f, kind: condition, broader: [concept/a]}\n"
    ),
    "records/B.yaml": "- {id: concept/b, type: Concept, label: again, kind: effect}\n",
    "records/b.yaml": "- [\n",
    "records/c.jsonl": '{"id": "drug/n"\n\n[]\n{"id": "drug/m", "type": "Drug", "label": 7}\n',
    "records/d.json": '{"records": [{"id": "x", "type": "Y"}], "more": 1, "more": 2}',
    "records/\u00e9.yaml": (
        "\ufeff- {id: indication/i, type: Indication, label: i, drug: drug/q, intent: analgesia}\r\n"
    ),
    "accepted.yaml": "- {code: PK306, record: drug/k, reason: x}\n- PK307\n",
}
WAYS = {
    "another hash seed and time zone": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia"},
    "no UTF-8 in the locale": {
        "PYTHONHASHSEED": "4242",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
    "another language, and optimized Python": {
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "PYTHONOPTIMIZE": "1",
    },
    "a narrow terminal with colors": {
        "COLUMNS": "20",
        "TERM": "dumb",
        "FORCE_COLOR": "1",
        "CLICOLOR_FORCE": "1",
    },
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small dataset that has faults of every sort."""
    top = tmp_path_factory.mktemp("faulty") / "data"
    description = strategies.yaml_of({**_description(), "released": "2025-02-30"})
    for name, text in {**FAULTS, "dataset.yaml": description}.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return top


def _description() -> dict[str, object]:
    import mutations

    from pharmakon.terms import table

    return dict(mutations.build(table().dataset))


def judged(path: Path, working: Path, **changed: str) -> tuple[int, bytes]:
    """The exit code and what a process of its own prints of a dataset, as JSON Lines."""
    command = [sys.executable, "-c", SOCKETS, "validate", os.path.relpath(path, working)]
    environment = {"PYTHONHASHSEED": "0", **os.environ, **changed}
    done = subprocess.run(
        [*command, "--output-format", "jsonl"], cwd=working, env=environment, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def first(faulty: Path) -> bytes:
    """What is found in it."""
    code, said = judged(faulty, faulty.parent)
    assert code == 1
    return said


def test_there_is_much_to_find(first: bytes) -> None:
    """The dataset has faults of files, shapes and identity, so that their order could change."""
    assert first.count(b"\n") >= 18
    for number in (1, 3, 5, 7, 8, 12, 14, 101, 103, 104):
        assert b"PK%03d" % number in first, number


@pytest.mark.parametrize("way", WAYS)
def test_surroundings_do_not_matter(way: str, faulty: Path, first: bytes) -> None:
    """Neither hash seed, locale, time zone nor terminal changes a byte, and nothing asks the network."""
    assert judged(faulty, faulty.parent, **WAYS[way]) == (1, first)


def test_the_working_folder_does_not_matter(faulty: Path, first: bytes) -> None:
    """From within the dataset the findings are the same, with names of files relative to it."""
    code, said = judged(faulty, faulty)
    assert (code, said) == (
        1,
        first.replace(b'"filename": "data/', b'"filename": "').replace(b" data/", b" "),
    )


def test_the_order_of_a_folder_does_not_matter(
    faulty: Path, first: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files that were made in another order give the same findings in the same order."""
    top = tmp_path_factory.mktemp("backwards") / "data"
    for path in sorted(faulty.rglob("*"), reverse=True):
        if path.is_file():
            target = top / path.relative_to(faulty)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    assert judged(top, top.parent) == (1, first)
