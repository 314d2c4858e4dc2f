"""Requests per second of the portal's pages, beside a bare Django view and a bare WSGI hello, in one run.

How to read the table: benchmarks/README.md. Everything listens on loopback only, and every round is bounded
both in requests and in time.
"""

import os
import signal
import socket
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from benchmarks.load import Measured, ask_round
from benchmarks.portal import ROOT, Facts, Portal
from forum.jobs import processes
from forum.jobs.processes import Company

# As `manage.py serve` starts the portal.
WORKERS, THREADS = 2, 4
ROUNDS = 3
WARM_UP = 20
START_SECONDS = 60.0
BARE = "bare Django view"


@dataclass
class Target:
    """One row of the table."""

    name: str
    port: int
    paths: Sequence[str]
    queries: int | None = None
    measured: Measured = field(default_factory=Measured)


def main() -> None:
    """Fill, count, serve, measure, print; nothing is left running."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    kept = Path(os.environ.get("DATA_DIR") or ROOT / "var") / f"bench-{options.pages}"
    portal = Portal((options.data or kept).resolve())
    print(f"→ A portal of {options.pages} pages beside the demo in {portal.folder}", flush=True)
    portal.fill(options.pages)
    print("→ Counting queries", flush=True)
    facts = portal.facts()
    company = Company(folder=ROOT, environment=portal.environment)
    try:
        targets = _serve(company, facts)
        print(f"→ Measuring: {ROUNDS} rounds, {options.concurrency} connections", flush=True)
        for number in range(ROUNDS):
            for target in targets:
                _measure(target, options, number)
    finally:
        company.stop()
    print(table(targets, options))


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="how large a portal: 2000 (default) or 20000")
    parser.add_argument("--requests", type=int, default=3000, help="at most so many requests a row (3000)")
    parser.add_argument("--seconds", type=float, default=15.0, help="at most so long a row (15)")
    parser.add_argument("--concurrency", type=int, default=8, help="connections at once (8)")
    parser.add_argument("--data", type=Path, help="data folder (default bench-<pages> in DATA_DIR), kept")
    return parser.parse_args()


def _serve(company: Company, facts: Facts) -> list[Target]:
    """Start the three servers alike, and wait until all answer."""
    wsgi, bare, portal = _free_ports(3)
    applications = {wsgi: "benchmarks.bare_wsgi", bare: "benchmarks.bare_django", portal: "forum.wsgi"}
    for port, application in applications.items():
        company.start(application, _gunicorn(application, port))
    for port in applications:
        _wait_for(company, port)
    return [
        Target("bare WSGI hello", wsgi, ["/"]),
        Target(BARE, bare, ["/"]),
        *(Target(name, portal, paths, facts.queries[name]) for name, paths in facts.paths.items()),
    ]


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _gunicorn(application: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", f"{application}:application", "--bind", f"127.0.0.1:{port}"),
        *("--workers", str(WORKERS), "--threads", str(THREADS)),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def _wait_for(company: Company, port: int) -> None:
    end = monotonic() + START_SECONDS
    while not processes.answers(port, "/"):
        gone = company.first_gone()
        if gone is not None or monotonic() > end:
            raise SystemExit(f"{gone.name if gone else port} did not start")
        processes.nap()


def _measure(target: Target, options: Namespace, number: int) -> None:
    """One round of one row; the first is preceded by some that are not counted, so that all workers are warm."""
    bounds = {"seconds": options.seconds / ROUNDS, "connections": options.concurrency}
    if number == 0:
        ask_round(target.port, target.paths, most=WARM_UP, **bounds)
    most = -(-options.requests // ROUNDS)
    target.measured.add(ask_round(target.port, target.paths, most=most, start=number * most, **bounds))


def table(targets: Sequence[Target], options: Namespace) -> str:
    """What is printed at the end."""
    bare = next(target.measured.per_second for target in targets if target.name == BARE)
    heads = ["requests/s", "of bare", "p50 ms", "p95 ms", "requests", "failed", "queries"]
    lines = [
        f"{options.pages} pages, {options.concurrency} connections, gunicorn {WORKERS} × {THREADS} threads",
        f"{'':18}" + "".join(f"{head:>11}" for head in heads),
    ]
    for target in targets:
        got = target.measured
        queries = "–" if target.queries is None else str(target.queries)
        cells = [
            f"{got.per_second:.0f}", f"{got.per_second / bare:.1%}", f"{got.percentile(0.5):.1f}",
            f"{got.percentile(0.95):.1f}", str(len(got.times)), str(got.failed), queries,
        ]  # fmt: skip
        lines.append(f"{target.name:18}" + "".join(f"{cell:>11}" for cell in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
