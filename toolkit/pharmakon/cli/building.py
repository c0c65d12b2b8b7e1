"""The commands `build` and `verify`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def build(
    dataset: Annotated[
        Path | None, typer.Argument(help="A dataset's folder; by default the packaged one.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the trees go; by default the checkout.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this format; may be given several times.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Write full/ too: Parquet and SQLite; needs --out.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say what a build would change.")
    ] = False,
) -> int:
    """Validate a dataset, and write its schema and every export."""
    from dataclasses import replace

    from pharmakon import api
    from pharmakon.report import summary
    from pharmakon.resources import checkout

    if only and (check or out is None):
        message = "--only needs a folder of its own: name --out, without --check"
        raise typer.BadParameter(message)
    if full and out is None:
        message = "--full needs a folder of its own: name --out"
        raise typer.BadParameter(message)
    if out is None and checkout() is None:
        message = "there is no checkout to build in: name a folder with --out"
        raise typer.BadParameter(message)
    if check:
        lines = api.check(dataset, out, full=full)
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stderr.write(f"{len(lines)} files differ; run `pharmakon build`\n" if lines else "up to date\n")
        return 1 if lines else 0
    report, trees = api.build(dataset, out, only or None, full=full)
    blocking = replace(report, findings=report.errors)
    sys.stderr.write(api.render(blocking, "full") if report.errors else summary(report))
    for tree in trees:
        size = sum(file.bytes for file in tree.manifest.files)
        files = len(tree.manifest.files)
        typer.echo(f"{_near(tree.folder)}  {files} files, {size / 1e6:.1f} MB")
    pages = zip(trees, ("for the records' fields", "for the files"), strict=False)
    there = ((each.folder / "README.md", what) for each, what in pages)
    if told := [f"{_near(path)} {what}" for path, what in there if path.is_file()]:
        sys.stderr.write(f"open next: {', '.join(told)}\n")
    return 0 if report.ok else 1


def verify(
    folder: Annotated[Path, typer.Argument(help="A downloaded release, or one tree of it.")],
) -> int:
    """Check a downloaded release against its own manifest and checksums."""
    from pharmakon import api
    from pharmakon.report import Report

    findings = api.verify(folder)
    sys.stdout.write(api.render(Report(findings), "concise"))
    if not findings:
        typer.echo(f"{_near(folder)} is as it was published")
    return 1 if findings else 0


def _near(path: Path) -> str:
    """A path as people read it: relative where it is below the working directory."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
