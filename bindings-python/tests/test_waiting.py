"""Waiting: other threads run, Ctrl-C and cancelling end it, and so does the end of Python."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gatewright import AsyncControlPlane
from gatewright.client import ApiRequest, Grant
from gatewright.emulator import Fault
from gatewright.publish import Publication
from installation import ENVIRONMENTS, Installation

LONG = 600
"""Longer than any test may take, in seconds."""


def python(script: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - programs of this file
        # Python 3.12 and later warn of any fork in a process with threads.
        [sys.executable, "-W", "error", "-W", "ignore::DeprecationWarning", "-c", script],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(script: str) -> str:
    """Run a program to its end, which must be a quiet one; return what it printed."""
    with python(script) as process:
        output, errors = process.communicate(timeout=LONG / 4)
    assert (process.returncode, errors) == (0, "")
    return output


INSTALLED = """
import asyncio, atexit, gc, os, sys, threading, time
from gatewright import AsyncControlPlane, ControlPlane, KeyType
from gatewright.client import Credentials
from gatewright.emulator import Fault
from installation import ENVIRONMENTS, installed

def until_met(emulator):
    while not any(fault.met for fault in emulator.faults):
        time.sleep(0.01)
"""


INTERRUPTED = (
    INSTALLED
    + """
with installed("4.7") as installation:
    control_plane, emulator = installation.connect(), installation.emulator
    publication = installation.publication()
    plan = control_plane.plan([publication])
    calls = [
        installation.connect,
        control_plane.environments,
        lambda: control_plane.apply(plan),
        lambda: control_plane.application("tester"),
    ]
    for call in calls:
        emulator.add_fault(Fault("delay", delay=600))
        try:
            print("ready")
            call()
        except KeyboardInterrupt:
            print("interrupted", sum(fault.met for fault in emulator.faults))
        emulator.clear_faults()
    control_plane.publish([publication])
    emulator.stop_node("gateway-1")
    try:
        print("ready")
        control_plane.wait_until_live("Pets", "1.0.0", ENVIRONMENTS, timeout=600)
    except KeyboardInterrupt:
        print("interrupted", 1)
    emulator.start_node("gateway-1")
    control_plane.wait_until_live("Pets", "1.0.0", ENVIRONMENTS, timeout=60)
    print("works")
"""
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console")
def test_ctrl_c_ends_a_wait_and_the_connection_works_on() -> None:
    with python(INTERRUPTED) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line.split())
            if line == "ready\n":
                time.sleep(0.3)  # until it waits
                process.send_signal(signal.SIGINT)
        errors = process.communicate(timeout=LONG / 4)[1]
    assert (process.returncode, errors) == (0, "")
    assert lines == [["ready"], ["interrupted", "1"]] * 5 + [["works"]]


async def until_met(installation: Installation) -> None:
    while not any(fault.met for fault in installation.emulator.faults):  # noqa: ASYNC110
        await asyncio.sleep(0.01)  # the emulator has no event to wait for


def test_cancelling_at_each_stage(installation: Installation) -> None:
    asyncio.run(cancel_at_each_stage(installation))


async def cancel_at_each_stage(installation: Installation) -> None:
    control_plane = await installation.connect_async()
    publication = installation.publication()
    emulator = installation.emulator
    stages = {
        "3.2": ["/apis?*query", "POST /apis", "change-lifecycle"],
        "4.7": ["/apis?*query", "POST /apis", "/revisions", "/deploy-revision", "change-lifecycle"],
    }
    connecting = ["/register", "/token"]
    for stage in [*connecting, *stages[installation.release]]:
        method, _, path = stage.rpartition(" ")
        emulator.add_fault(Fault("delay", delay=LONG, path=path, method=method or None))
        work = (
            installation.connect_async()
            if stage in connecting
            else publish(control_plane, publication)
        )
        task = asyncio.create_task(work)
        await until_met(installation)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        emulator.clear_faults()
        assert len(await control_plane.environments()) == len(ENVIRONMENTS)
    await publish(control_plane, publication)
    assert (await control_plane.plan([publication])).is_empty
    assert (await control_plane.verify(publication)).is_ok

    application = await control_plane.application("tester")
    endpoint = (await control_plane.token_endpoints())[0].url
    emulator.add_fault(Fault("delay", delay=LONG, path="/token"))
    keys = await application.keys("SANDBOX")
    with pytest.raises(TimeoutError if sys.version_info >= (3, 11) else asyncio.TimeoutError):
        await asyncio.wait_for(
            control_plane.token(endpoint, keys, Grant.client_credentials()), timeout=0.3
        )
    emulator.clear_faults()
    await control_plane.token(endpoint, keys, Grant.client_credentials())


async def publish(control_plane: AsyncControlPlane, publication: Publication) -> AsyncControlPlane:
    await control_plane.publish([publication])
    return control_plane


def test_cancelling_ends_the_request(newest: Installation) -> None:
    async def cancel() -> bytes:
        control_plane = await newest.connect_async()
        asked, rest = asyncio.Event(), asyncio.get_running_loop().create_future()

        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            asked.set()
            rest.set_result(await reader.read())
            writer.close()

        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            task = asyncio.create_task(
                control_plane.call(ApiRequest(f"http://127.0.0.1:{port}/pets"))
            )
            await asked.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            # The end of the connection: with the request still under way it would stay open.
            received: bytes = await asyncio.wait_for(rest, LONG / 10)
            return received

    assert asyncio.run(cancel()) == b""


def test_a_loop_that_is_gone(newest: Installation, caplog: pytest.LogCaptureFixture) -> None:
    loop = asyncio.new_event_loop()
    control_plane = loop.run_until_complete(newest.connect_async())
    newest.emulator.add_fault(Fault("delay", delay=0.3, times=1))
    task = loop.create_task(control_plane.environments())
    loop.run_until_complete(until_met(newest))
    loop.close()
    # Its answer comes while this connection is used.
    time.sleep(0.5)
    assert asyncio.run(control_plane.environments())
    assert not task.done()
    assert not caplog.records
    task._log_destroy_pending = False  # type: ignore[attr-defined]  # noqa: SLF001 - it is meant


def test_awaiting_twice_and_nothing(newest: Installation) -> None:
    control_plane = newest.connect()
    call = control_plane._native.environments()  # noqa: SLF001 - what a method waits for
    assert len(call.wait()) == len(ENVIRONMENTS)
    with pytest.raises(RuntimeError):
        call.wait()
    control_plane._native.environments()  # noqa: SLF001 - never begun
    with pytest.raises(RuntimeError):  # there is no loop
        control_plane._native.environments().__await__()  # noqa: SLF001


def test_threads_and_loops_share_a_connection(newest: Installation) -> None:
    control_plane = newest.connect()
    awaited = asyncio.run(newest.connect_async())

    def use(number: int) -> int:
        if number % 4:
            return len(control_plane.environments())
        return len(asyncio.run(awaited.environments()))

    with ThreadPoolExecutor(32) as threads:
        assert set(threads.map(use, range(128))) == {len(ENVIRONMENTS)}


def test_other_threads_run_while_one_waits(newest: Installation) -> None:
    control_plane = newest.connect()
    newest.emulator.add_fault(Fault("delay", delay=LONG, times=1))
    newest.emulator.add_fault(Fault("delay", delay=0))
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(control_plane.environments)
        while not newest.emulator.faults[0].met:
            time.sleep(0.01)
        assert threads.submit(control_plane.environments).result()
        assert not first.done()
        newest.emulator.stop()
        assert first.exception() is not None


FORKED = (
    INSTALLED
    + """
with installed("4.7") as installation:
    control_plane, emulator = installation.connect(), installation.emulator
    application = control_plane.application("tester")
    awaited = asyncio.run(installation.connect_async())
    # The parent is in the middle of a request.
    emulator.add_fault(Fault("delay", delay=1, times=1))
    busy = threading.Thread(target=control_plane.environments)
    busy.start()
    until_met(emulator)
    for generation in range(2):
        child = os.fork()
        if child:
            break
        assert [found.name for found in control_plane.environments()] == ENVIRONMENTS
        assert application.keys(KeyType("PRODUCTION" if generation else "SANDBOX")).consumer_key
        assert len(asyncio.run(awaited.environments())) == 2
        assert emulator.ca_pem
        emulator.stop()
        try:
            emulator.nodes
        except RuntimeError:
            pass
        else:
            raise SystemExit("the nodes are the parent's")
    if child:
        assert len(control_plane.environments()) == 2
        _, status = os.waitpid(child, 0)
        if status:
            raise SystemExit(f"the child ended with {status}")
        busy.join()
        assert len(control_plane.environments()) == 2
    else:
        control_plane = application = awaited = emulator = None
        gc.collect()
    if generation == 0:
        assert all(node.running for node in emulator.nodes)
        print("works")
"""
)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_child_has_a_connection_of_its_own() -> None:
    assert run(FORKED) == "works\n"


ENDS = {
    "an emulator that runs": "",
    "a thread that waits": """
emulator.add_fault(Fault("delay", delay=600))
threading.Thread(target=control_plane.environments, daemon=True).start()
until_met(emulator)
""",
    "a loop in a thread": """
emulator.add_fault(Fault("delay", delay=600))
def awaiting():
    asyncio.run(asyncio.wait_for(awaited.environments(), 600))
awaited = AsyncControlPlane(control_plane._native)
threading.Thread(target=awaiting, daemon=True).start()
until_met(emulator)
""",
    "a task of a loop that stopped": """
emulator.add_fault(Fault("delay", delay=600))
awaited = AsyncControlPlane(control_plane._native)
loop = asyncio.new_event_loop()
atexit.register(loop.close)
task = loop.create_task(awaited.environments())
task._log_destroy_pending = False
while not emulator.faults[0].met:
    loop.run_until_complete(asyncio.sleep(0.01))
""",
    "an emulator that the program stops at its end": """
atexit.register(emulator.stop)
""",
}


@pytest.mark.parametrize("end", ENDS)
def test_python_ends_with_work_under_way(end: str) -> None:
    script = f"""
installation = installed("4.7")
running = installation.__enter__()
control_plane, emulator = running.connect(), running.emulator
control_plane.publish([running.publication()])
{ENDS[end]}
print("ends")
"""
    assert run(INSTALLED + script) == "ends\n"


def test_what_runs_after_the_end_is_answered() -> None:
    script = """
import atexit
def late():
    try:
        control_plane.environments()
    except ConnectError:
        print("nobody is there")
atexit.register(late)
from gatewright import ConnectError
from installation import installed
installation = installed("4.7")
control_plane = installation.__enter__().connect()
"""
    assert run(script) == "nobody is there\n"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted on Linux")
def test_threads_are_made_on_first_use() -> None:
    script = """
import os
import gatewright.emulator
from gatewright.client import Credentials
threads = lambda: len(os.listdir("/proc/self/task"))
print(threads())
gatewright.emulator.free_offset_block(1)
print(threads())
"""
    assert run(script).split() == ["1", "3"]


def test_many_calls_leave_nothing(newest: Installation) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("open files are counted on Linux")
    control_plane = newest.connect()
    control_plane.environments()
    before = len(list(descriptors.iterdir()))
    for _ in range(50):
        control_plane.environments()
    # A call that comes before its connection is back may open another.
    assert len(list(descriptors.iterdir())) < before + 10
