"""A mail server on loopback that keeps what it gets and behaves as badly as a test asks."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Sink:
    """What arrived, and what the server answers; `answers` maps a command to its reply."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    silent_at: str = ""
    """The command after which the server says nothing any more; "END" is the end of a mail."""
    arrived: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Conversation(socketserver.StreamRequestHandler):
    sink: Sink

    def handle(self) -> None:
        self._say(self.sink.answers.get("CONNECT", "220 sink"))
        while line := self.rfile.readline():
            command = line.decode("utf-8", "replace").strip()
            verb = command.split(" ")[0].split(":")[0].upper()
            self.sink.commands.append(command)
            if verb == self.sink.silent_at:
                self.sink.release.wait(300)
                return
            if verb == "DATA" and "DATA" not in self.sink.answers:
                self._say("354 go on")
                self._take_mail()
                continue
            self._say(self.sink.answers.get(verb, "250 sink" if verb != "QUIT" else "221 bye"))
            if verb == "QUIT":
                return

    def _take_mail(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.sink.mails.append(b"".join(lines))
        self.sink.arrived.set()
        if self.sink.silent_at == "END":
            self.sink.release.wait(300)
            return
        self._say(self.sink.answers.get("END", "250 kept"))

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """A listening sink on a free port."""
    sink = Sink()
    handler = type("Conversation", (_Conversation,), {"sink": sink})
    with _Server(("127.0.0.1", 0), handler) as server:
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            sink.release.set()
            server.shutdown()
            thread.join(60)
