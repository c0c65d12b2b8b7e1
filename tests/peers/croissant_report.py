"""Loads every record set of Croissant metadata; prints {"version", "errors": […], "rows": {…}} as JSON.

python tests/peers/croissant_report.py CROISSANT
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version


def main(path: str) -> None:
    """Prints what mlcroissant finds wrong, and how many records it loads of each record set."""
    import mlcroissant

    errors, rows = [], {}
    try:
        dataset = mlcroissant.Dataset(jsonld=path)
        issues = dataset.metadata.ctx.issues
        errors = [*issues.errors, *issues.warnings]
        for each in dataset.metadata.record_sets:
            rows[each.uuid] = sum(1 for _ in dataset.records(each.uuid))
    except (mlcroissant.ValidationError, ValueError) as error:
        errors.append(str(error))
    except Exception as error:  # noqa: BLE001 - its errors of loading have no public name
        cause: BaseException | None = error
        while cause is not None:
            errors.append(f"{type(cause).__name__}: {cause}")
            cause = cause.__cause__ or cause.__context__
    print(json.dumps({"version": version("mlcroissant"), "errors": errors, "rows": rows}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
