"""Benchmarks: ratios to a peer or to a floor in the same run; they report, and no test depends on them."""
