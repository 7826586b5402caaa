"""A mail server and a receiver of webhooks in a process of their own: they keep ids, nothing else."""

from __future__ import annotations

import asyncio
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
HOOK_ID = re.compile(rb"^webhook-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
LENGTH = re.compile(rb"^content-length:\s*(\d+)", re.IGNORECASE | re.MULTILINE)
NOTHING = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


@dataclass
class Receivers:
    """Where they listen, and how to ask what came."""

    pid: int
    mail_port: int
    hook_port: int
    _pipe: Connection

    def arrived(self) -> tuple[Counter[str], Counter[str]]:
        """How often each mail and each call came, by id."""
        self._pipe.send("tell")
        mails, calls = self._pipe.recv()
        return Counter(mails), Counter(calls)


@contextmanager
def receiving() -> Iterator[Receivers]:
    """Both, for as long as the block runs."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_receive, args=(there,), daemon=True)
    process.start()
    try:
        mail_port, hook_port = here.recv()
        yield Receivers(process.pid or 0, mail_port, hook_port, here)
    finally:
        here.send("end")
        process.join(10)
        if process.is_alive():
            process.kill()


def _receive(pipe: Connection) -> None:
    asyncio.run(_serve(pipe))
    os._exit(0)


async def _serve(pipe: Connection) -> None:
    mails: Counter[str] = Counter()
    calls: Counter[str] = Counter()

    async def mail(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            command = line[:4].upper()
            if command == b"DATA":
                writer.write(b"354 go on\r\n")
                text = await reader.readuntil(b"\r\n.\r\n")
                if found := MESSAGE_ID.search(text):
                    mails[found[1].decode()] += 1
                writer.write(b"250 kept\r\n")
            elif command == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 yes\r\n")
        writer.close()

    async def hook(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if length := LENGTH.search(head):
            await reader.readexactly(int(length[1]))
        if found := HOOK_ID.search(head):
            calls[found[1].decode()] += 1
        writer.write(NOTHING)
        writer.close()

    most = 2**24
    mail_server = await asyncio.start_server(mail, "127.0.0.1", 0, limit=most)
    hook_server = await asyncio.start_server(hook, "127.0.0.1", 0, limit=most)
    pipe.send([server.sockets[0].getsockname()[1] for server in (mail_server, hook_server)])
    while (await asyncio.to_thread(pipe.recv)) == "tell":
        pipe.send((dict(mails), dict(calls)))
