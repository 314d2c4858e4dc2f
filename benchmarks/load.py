"""A small load generator on the standard library: keep-alive connections, each asking one thing at a time."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from time import perf_counter

# A server that hangs must end the run with a sentence, not hang it too.
ANSWER_SECONDS = 30.0


@dataclass
class Measured:
    """What came of asking: seconds for each answer, answers that were not 200, and how long it all took."""

    times: list[float] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0.0

    def add(self, other: "Measured") -> None:
        """Join another round of the same."""
        self.times += other.times
        self.failed += other.failed
        self.seconds += other.seconds

    @property
    def per_second(self) -> float:
        """Answers a second, over all connections."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        if not self.times:
            return 0.0
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class Round:
    """One bounded round: ends at ``most`` requests or after ``seconds``, whichever comes first."""

    port: int
    paths: Iterator[str]
    most: int
    seconds: float
    measured: Measured = field(default_factory=Measured)
    asked: int = 0

    async def run(self, connections: int) -> Measured:
        """Ask over so many connections at once."""
        began = perf_counter()
        self.end = began + self.seconds
        await asyncio.gather(*(self._connection() for _ in range(connections)))
        self.measured.seconds = perf_counter() - began
        return self.measured

    def _goes_on(self) -> bool:
        return self.asked < self.most and perf_counter() < self.end

    async def _connection(self) -> None:
        while self._goes_on():
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                while self._goes_on():
                    self.asked += 1
                    began = perf_counter()
                    status, stays = await asyncio.wait_for(
                        _ask(reader, writer, self.port, next(self.paths)), ANSWER_SECONDS
                    )
                    self.measured.times.append(perf_counter() - began)
                    self.measured.failed += status != 200
                    if not stays:
                        break
            finally:
                writer.close()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, path: str) -> tuple[int, bool]:
    """The status, and whether the server keeps the connection open."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Language: nb\r\n\r\n".encode("ascii"))
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next((int(line.split(":")[1]) for line in head.splitlines() if line.startswith("content-length:")), None)
    if length is None:
        raise RuntimeError(f"{path}: an answer without Content-Length can not be measured")
    await reader.readexactly(length)
    return int(head.split(" ", 2)[1]), "connection: close" not in head


def ask_round(
    port: int, paths: Sequence[str], *, most: int, seconds: float, connections: int, start: int = 0
) -> Measured:
    """Ask for the paths in turn, from number ``start`` on, so that rounds do not all begin with the same."""
    turned = [*paths[start % len(paths) :], *paths[: start % len(paths)]]
    return asyncio.run(Round(port, cycle(turned), most, seconds).run(connections))
