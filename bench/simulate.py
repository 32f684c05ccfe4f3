"""How long the sample workspace takes to simulate, beside plain NumPy drawing as many random numbers as it has rows.

uv run python bench/simulate.py [--scales 1 10]
"""

import argparse
import resource
import time
from datetime import date

import numpy as np

from goodword.sample import simulate


def main() -> None:
    """Print a table: rows made, CPU seconds, the ratio to drawing one random number a row, peak memory."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scales", type=float, nargs="+", default=[1, 10])
    print(f"{'scale':>6} {'rows':>12} {'cpu s':>8} {'× draws':>9} {'peak MB':>8}")
    for scale in parser.parse_args().scales:
        begun = time.process_time()
        made = simulate(scale=scale, end_day=date(2026, 3, 31))
        cpu = time.process_time() - begun
        rows = sum(
            table.num_rows for table in (made.people, made.ties, made.mentions, made.events, made.answers)
        )
        begun = time.process_time()
        np.random.default_rng(7).random(rows).sort()
        draws = max(time.process_time() - begun, 1e-4)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{scale:>6g} {rows:>12,} {cpu:>8.2f} {cpu / draws:>9.0f} {peak:>8}")


if __name__ == "__main__":
    main()
