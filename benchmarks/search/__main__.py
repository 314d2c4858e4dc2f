"""Search engines side by side, in one run: `python -m benchmarks.search [--pages 2000 20000] [--rounds 5]`."""

import json
import os
import platform
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.search.corpus import ROOT, write_corpus

ENGINES = {
    "plain_whoosh": "plain Whoosh",
    "ours": "ours",
    "postgres": "PostgreSQL norwegian",
    "fts5": "SQLite FTS5",
}
LIMIT = "fts5"
COLUMNS = ("cold p50", "cold p95", "warm p50", "warm p95", "phrases", "build/s", "update", "memory")
# A row that takes longer has gone wrong.
MOST_SECONDS = 3600

Measured = dict[str, Any]


def measured_engine(engine: str, folder: Path, options: Namespace) -> Measured:
    """Build unless it is built, ask, and update a copy, so that the next run asks the same index."""
    index, copy = folder / engine, folder / f"{engine}-copy"
    built = folder / f"{engine}.json"
    if not built.exists():
        shutil.rmtree(index, ignore_errors=True)
        index.mkdir()
        built.write_text(json.dumps(_step(engine, "build", folder, index, options)))
    found: Measured = json.loads(built.read_text())
    if "skipped" not in found:
        found |= _step(engine, "ask", folder, index, options)
        shutil.copytree(index, copy)
        found |= _step(engine, "update", folder, copy, options)
        shutil.rmtree(copy)
        _step(engine, "discard", folder, index, options)
    if not any(index.iterdir()):
        # What lay elsewhere is gone.
        built.unlink()
    return found


def _step(engine: str, step: str, folder: Path, index: Path, options: Namespace) -> Measured:
    print(f"  {folder.name} pages: {ENGINES[engine]}, {step}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks.search.measure", engine, step]
    command += ["--corpus", str(folder), "--index", str(index), "--rounds", str(options.rounds)]
    command += ["--processor-time"] if options.processor_time else []
    environment = {**os.environ, "DATA_DIR": str(folder)}
    told = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, timeout=MOST_SECONDS
    )  # fmt: skip
    answer: Measured = json.loads(told.stdout)
    return answer


def figures(measured: Measured) -> dict[str, float]:
    """What stands in the columns."""
    return {
        "cold p50": _share(measured["cold"], 0.50),
        "cold p95": _share(measured["cold"], 0.95),
        "warm p50": _share(measured["warm"], 0.50),
        "warm p95": _share(measured["warm"], 0.95),
        "phrases": _share(measured["phrases"], 0.50),
        "build/s": measured["build"],
        "update": measured["update"],
        "memory": measured["memory"] / 1_000_000,
    }


def _share(times: list[float], share: float) -> float:
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def table(pages: int, measured: dict[str, Measured]) -> Iterator[str]:
    """One size: a row an engine, each figure with what it is of FTS5's."""
    yield f"{f'{pages:,} pages':<22}" + "".join(f"{column:>18}" for column in COLUMNS)
    limit = figures(measured[LIMIT])
    for engine, name in ENGINES.items():
        if "skipped" in measured[engine]:
            yield f"{name:<22}  skipped: {measured[engine]['skipped']}"
            continue
        own = figures(measured[engine])
        cells = (f"{own[column]:,.1f} ({own[column] / limit[column]:.2f}×)" for column in COLUMNS)
        yield f"{name:<22}" + "".join(f"{cell:>18}" for cell in cells)
    yield ""


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[2000, 20000])
    parser.add_argument("--rounds", type=int, default=5, help="of all questions, after the cold one")
    parser.add_argument("--folder", type=Path, help="where pages and indexes are kept for the next run")
    parser.add_argument("--processor-time", action="store_true", help="on a machine with other work")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    options = _options()
    with TemporaryDirectory(prefix="bench-search-") as passing:
        kept = options.folder or Path(passing)
        lines: list[str] = []
        for pages in options.pages:
            folder = (kept / str(pages)).resolve()
            write_corpus(folder, pages)
            measured = {engine: measured_engine(engine, folder, options) for engine in ENGINES}
            lines += table(pages, measured)
    versions = [one["version"] for one in measured.values() if "version" in one]
    print("\n".join(lines))
    clock = "Processor time" if options.processor_time else "Time"
    print(f"{clock} in ms; memory in MB of the process that answers; in brackets what it is of SQLite FTS5.")
    print(f"200 questions, once cold and {options.rounds} times warm (the best counts); one processor.")
    print(f"Python {platform.python_version()}, {', '.join(versions)}.")


if __name__ == "__main__":
    main()
