"""Cancelling, and Ctrl-C, at each stage of an answer: nothing is left, the session goes on."""

import asyncio
import os
import queue
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from gatewright import AsyncControlPlane, ControlPlane
from gatewright.client import Credentials

STAGES = {
    "before it is accepted": None,
    "after the request": b"",
    "in the headers": b"HTTP/1.1 200 OK\r\nContent-Ty",
    "in the body": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b'Content-Length: 99\r\n\r\n{"count"',
}
TIMES = 3
"""How often a stage is cancelled: more often than requests may be under way."""

BODY = b'{"count": 0, "list": [], "pagination": {"total": 0, "limit": 25, "offset": 0}}'
PATIENCE = 60


class Stalling:
    """A control plane that stalls a few times, at one stage, and answers afterwards."""

    def __init__(self, stage: str) -> None:
        self.start = STAGES[stage]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.staged: queue.Queue[None] = queue.Queue()
        self.go_on: queue.Queue[None] = queue.Queue()
        self.rests: queue.Queue[bytes] = queue.Queue()

    def serve(self) -> None:
        for _ in range(TIMES):
            if self.start is None:
                self.staged.put(None)
                self.go_on.get(timeout=PATIENCE)
            connection, _ = self.listener.accept()
            with connection:
                connection.settimeout(PATIENCE)
                received = b""
                while b"\r\n\r\n" not in received:
                    part = connection.recv(1 << 16)
                    if not part:
                        break
                    received += part
                if self.start is not None:
                    connection.sendall(self.start)
                    self.staged.put(None)
                # The end of the connection: with the request under way it would not come.
                self.rests.put(connection.recv(1 << 16))
        connection, _ = self.listener.accept()
        with connection:
            connection.settimeout(PATIENCE)
            while b"\r\n\r\n" not in connection.recv(1 << 16):
                pass
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
            connection.sendall(f"Content-Length: {len(BODY)}\r\n".encode())
            connection.sendall(b"Connection: close\r\n\r\n" + BODY)


@contextmanager
def stalling(stage: str) -> Iterator[Stalling]:
    server = Stalling(stage)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    with server.listener:
        yield server
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.mark.parametrize("stage", STAGES)
def test_cancelling_leaves_nothing(stage: str) -> None:
    async def cancel(server: Stalling) -> None:
        control_plane = await AsyncControlPlane.connect(
            server.url, Credentials.basic("admin", "admin"), release="4.7", max_concurrency=1
        )
        for _ in range(TIMES):
            task = asyncio.create_task(control_plane.apis())
            await asyncio.to_thread(server.staged.get, timeout=PATIENCE)
            if server.start is None:
                await asyncio.sleep(0.3)  # until it is connected, which no one can see
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            server.go_on.put(None)
            assert await asyncio.to_thread(server.rests.get, timeout=PATIENCE) == b""
        assert await control_plane.apis() == ()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with stalling(stage) as server:
        asyncio.run(cancel(server))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console")
@pytest.mark.parametrize("stage", STAGES)
def test_ctrl_c_leaves_nothing(stage: str) -> None:
    def interrupt(server: Stalling) -> None:
        for _ in range(TIMES):
            server.staged.get(timeout=PATIENCE)
            time.sleep(0.3)  # until the main thread waits
            os.kill(os.getpid(), signal.SIGINT)
            server.go_on.put(None)

    with stalling(stage) as server:
        control_plane = ControlPlane.connect(
            server.url, Credentials.basic("admin", "admin"), release="4.7", max_concurrency=1
        )
        threading.Thread(target=interrupt, args=[server], daemon=True).start()
        for _ in range(TIMES):
            with pytest.raises(KeyboardInterrupt):
                control_plane.apis()
            assert server.rests.get(timeout=PATIENCE) == b""
        assert control_plane.apis() == ()
