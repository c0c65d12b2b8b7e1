"""The commands `build`, `convert` and `verify`."""

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
    if trees:
        sys.stderr.write(
            f"open next: {_near(trees[0].folder / 'README.md')} for the records' fields, "
            f"{_near(trees[1].folder / 'README.md')} for the files\n"
        )
    return 0 if report.ok else 1


def convert(
    source: Annotated[str, typer.Argument(help="A file of records, or - for JSON Lines on stdin.")],
    to: Annotated[
        str, typer.Option(help="A format such as jsonl, jsonld, ntriples, turtle, fhir-r5 or fhir-r4b.")
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="A file, or - for stdout.")] = "-",
    base_iri: Annotated[str | None, typer.Option(help="What ids are appended to.")] = None,
    skip: Annotated[
        bool, typer.Option("--skip", help="Leave out records that are refused, and say which.")
    ] = False,
) -> int:
    """Turn one stream of records into another format, record by record where the format allows it."""
    from pharmakon import api
    from pharmakon.findings import Finding
    from pharmakon.report import Report

    findings: list[Finding] = []
    stream = sys.stdin.buffer if source == "-" else source
    chunks = api.convert(
        stream, to, base_iri=base_iri, on_error="skip" if skip else "stop", findings=findings
    )
    if output == "-":
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    else:
        api.write_file(Path(output), chunks)
    sys.stderr.write(api.render(Report(tuple(findings)), "concise"))
    return 1 if any(found.severity == "error" for found in findings) else 0


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
