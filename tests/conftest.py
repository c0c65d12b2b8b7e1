"""What all tests share: no network, and where the checkout and the source documents are."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

_LOOPBACK = ("127.", "localhost", "::1")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Lets no test reach anything but this machine."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and not str(host).startswith(_LOOPBACK):
            message = f"a test wants to reach {host}; everything it needs must be at hand"
            raise OSError(message)
        connect(self, address)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", refuse)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository_files(checkout: Path) -> tuple[Path, ...]:
    """The files of the repository, those included that are not committed yet."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
    found = tuple(checkout / name for name in listed.stdout.splitlines())
    return tuple(path for path in found if path.is_file())


@pytest.fixture(scope="session")
def source_documents(checkout: Path) -> Path:
    """The folder of the five source documents, which are no part of the repository."""
    folder = Path(os.environ.get("PHARMAKON_DOCUMENTS", checkout.parent / "shared" / "documents"))
    if not folder.is_dir():
        reason = "the source documents are not at hand; PHARMAKON_DOCUMENTS names their folder"
        if os.environ.get("PHARMAKON_REQUIRE_SHARED") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
