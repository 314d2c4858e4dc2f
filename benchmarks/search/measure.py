"""One step of one engine, in a process of its own on one processor: `python -m benchmarks.search.measure`."""

import json
import os
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import django

from benchmarks.search.corpus import read_pages, read_questions, some_pages
from benchmarks.search.engine import Engine, SkippedError, processor_seconds, resident

UPDATES = 20
# Before those that count: whoever writes on a real site has written before.
UPDATES_FIRST = 10
# What answers in a process of its own; every other engine lives in the portal's processes.
SERVERS = ("postgres",)


class Clock:
    """Milliseconds since it was last asked: by the wall, or of processor time on a machine with other work.

    Processor time is that of this process and of the one that answers, where that is another.
    """

    def __init__(self, engine: Engine, *, processor: bool) -> None:
        self._processes = {os.getpid(), engine.answering_process()} if processor else set()
        self._last = self._now()

    def _now(self) -> float:
        return sum(map(processor_seconds, self._processes)) if self._processes else perf_counter()

    def lap(self) -> float:
        """And begin anew."""
        before, self._last = self._last, self._now()
        return (self._last - before) * 1000


def build(engine: Engine, corpus: Path, rounds: int, processor: bool) -> dict[str, Any]:
    """All pages."""
    pages = list(read_pages(corpus))
    started = perf_counter()
    engine.build(pages)
    if not processor:
        return {"build": len(pages) / (perf_counter() - started)}
    # Whatever it has cost so far: a server is asked for the first time while it is being built.
    return {"build": len(pages) / sum(map(processor_seconds, {os.getpid(), engine.answering_process()}))}


def ask(engine: Engine, corpus: Path, rounds: int, processor: bool) -> dict[str, Any]:
    """Every question once, cold, and then all of them so many times; milliseconds."""
    asked = read_questions(corpus)
    engine.open()
    times: list[list[float]] = [[] for _question in asked]
    found = 0
    clock = Clock(engine, processor=processor)
    for number in range(rounds + 1):
        for question, taken in zip(asked, times, strict=True):
            clock.lap()
            answer = engine.ask(question)
            taken.append(clock.lap())
            found += bool(answer.numbers) if not number else 0
    # The best: other work on the machine only adds.
    warm = [min(taken[1:]) for taken in times]
    return {
        "cold": [taken[0] for taken in times],
        "warm": warm,
        "phrases": [time for time, question in zip(warm, asked, strict=True) if question.phrase],
        "answered": found,
        "memory": resident(engine.answering_process()),
        "version": engine.version(),
    }


def update(engine: Engine, corpus: Path, rounds: int, processor: bool) -> dict[str, Any]:
    """One page after the other, each by itself; the time until it can be found, in milliseconds."""
    engine.open()
    times = []
    clock = Clock(engine, processor=processor)
    for page in some_pages(read_pages(corpus), UPDATES_FIRST + UPDATES, step=61):
        clock.lap()
        engine.update(page)
        times.append(clock.lap())
    return {"update": median(times[UPDATES_FIRST:]), "slowest_update": max(times[UPDATES_FIRST:])}


def discard(engine: Engine, corpus: Path, rounds: int, processor: bool) -> dict[str, Any]:
    """Tidy up."""
    engine.discard()
    return {}


STEPS = {step.__name__: step for step in (build, ask, update, discard)}


def main() -> None:
    """Print what was measured as JSON."""
    parser = ArgumentParser(prog="python -m benchmarks.search.measure")
    parser.add_argument("engine")
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--processor-time", action="store_true")
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if options.engine not in SERVERS:
        # Its memory is that of a process that also shows the pages it finds.
        os.environ["DJANGO_SETTINGS_MODULE"] = "forum.settings.dev"
        django.setup()
    # By name, so that a process holds no other engine's code.
    engine: Engine = import_module(f"benchmarks.search.{options.engine}").make(options.index)
    try:
        measured = STEPS[options.step](engine, options.corpus, options.rounds, options.processor_time)
    except SkippedError as reason:
        measured = {"skipped": str(reason)}
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    main()
