"""Checks the file named as argument repeatedly and prints the median of the call in nanoseconds.

`cargo xtask bench` runs it beside the same call from Rust and Node.
"""

import statistics
import sys
import time

from gatewright import check


def main(path: str) -> None:
    times = []
    for _ in range(101):
        start = time.perf_counter_ns()
        report = check([path])
        ok = report.ok
        times.append(time.perf_counter_ns() - start)
        assert ok
    print(int(statistics.median(times)))


main(sys.argv[1])
