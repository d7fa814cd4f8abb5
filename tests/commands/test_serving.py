"""``roster serve`` and ``roster demo`` as real processes: they start, share the work, recover, and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import SMALL, Command

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 60


def roster_process(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "roster", *(str(argument) for argument in arguments)],
        env={**os.environ, "ROSTER_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, f"still waiting for {what}"
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def children(process: int) -> list[int]:
    """Process numbers of a process's direct children (Linux)."""
    return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def service(roster: Command, sqlite_url: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """A web service with its worker beside it, on the small school."""
    assert roster("import", SMALL, "--database", sqlite_url).status == 0
    process = roster_process("serve", "--port", port, "--database", sqlite_url, "--mail", "console:")
    wait_for(lambda: answers(port), "the first answer")
    with process:
        yield process
        process.kill()


def test_a_killed_web_process_is_started_again_and_the_key_stays_private(
    service: subprocess.Popen[str], port: int, tmp_path: Path
) -> None:
    (key,) = tmp_path.glob("*.key")
    kept = key.read_text()
    assert key.stat().st_mode & 0o077 == 0
    before = children(service.pid)
    web = next(number for number in before if b"serve" in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0"))
    os.kill(web, signal.SIGKILL)
    wait_for(lambda: len(set(children(service.pid)) - set(before)) == 1, "a new web process")
    wait_for(lambda: answers(port), "an answer after the kill")
    assert key.read_text() == kept


def test_a_killed_worker_is_started_again_while_pages_go_on(service: subprocess.Popen[str], port: int) -> None:
    before = children(service.pid)
    worker = next(number for number in before if b"worker" in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0"))
    os.kill(worker, signal.SIGKILL)
    assert answers(port)
    wait_for(lambda: len(set(children(service.pid)) - set(before)) == 1, "a new worker")


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGKILL])
def test_both_end_with_the_watcher(service: subprocess.Popen[str], port: int, signal_number: int) -> None:
    both = children(service.pid)
    assert len(both) == 2
    service.send_signal(signal_number)
    service.wait(PATIENCE_SECONDS)
    wait_for(lambda: not any(running(number) for number in both), "the end of web and worker")
    wait_for(lambda: not answers(port), "the end of answers")


def test_the_demo_goes_the_whole_way_and_ends_well(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "roster.db").write_text("left by an earlier demo, half written")
    demo = roster_process("demo", "--no-serve", "--seconds", 1, "--folder", tmp_path / "demo")
    printed, _ = demo.communicate(timeout=100)
    assert demo.returncode == 0, printed
    assert "80 volunteers" in printed
    assert "proven optimal" in printed
    assert "version 1" in printed
    assert printed.count("/sign-in/") == 3
    assert printed.count("/feed/") == 1
    assert "Traceback" not in printed
