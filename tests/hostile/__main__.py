"""The table of bad input: `PYTHONPATH=tests python -m hostile`."""

from __future__ import annotations

import resource
import sys
import time
import tracemalloc
from collections import defaultdict

from hostile.corpus import Verdict, cases, judge, kind

COLUMNS = (
    f"{'kind':<18} {'cases':>6} {'handled':>8} {'lines':>9} {'crashes':>8} {'slowest':>8} {'most MB':>8}"
)


def main() -> int:
    """Prints the table, then each case that was not handled as stated; 1 if there is one."""
    rows: dict[str, list[tuple[Verdict, float, float]]] = defaultdict(list)
    faults = []
    for case in cases():
        tracemalloc.start()
        start = time.perf_counter()
        verdict = judge(case)
        row = (verdict, time.perf_counter() - start, tracemalloc.get_traced_memory()[1] / 2**20)
        tracemalloc.stop()
        rows[kind(case)].append(row)
        rows["all"].append(row)
        if not verdict.handled:
            faults.append(f"{case}: {verdict.said}")
    lines = [COLUMNS, *(_row(name, rows[name]) for name in (*sorted(rows.keys() - {"all"}), "all"))]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write("\n".join([*lines, f"the process took {most} MB at most", *faults]) + "\n")
    return int(bool(faults))


def _row(name: str, found: list[tuple[Verdict, float, float]]) -> str:
    verdicts = [verdict for verdict, _, _ in found]
    told, right = sum(each.told for each in verdicts), sum(each.right for each in verdicts)
    handled, crashed = (sum(marks) for marks in zip(*((e.handled, e.crashed) for e in verdicts), strict=True))
    slowest, most = max(each[1] for each in found), max(each[2] for each in found)
    lines = f"{right}/{told}"
    return f"{name:<18} {len(found):>6} {handled:>8} {lines:>9} {crashed:>8} {slowest:>6.2f} s {most:>8.1f}"


if __name__ == "__main__":
    sys.exit(main())
