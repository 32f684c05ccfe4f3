"""A real mail server behind a door that can be slammed, as the conformance kit wants it."""

import contextlib
import socket
import threading
from datetime import datetime, timedelta

from goodword.connectors.conformance import Clock, Fault, Item, Peer

from .mail_servers import MailServer

FAULTS = (Fault.SILENT, Fault.OUTAGE, Fault.HTML, Fault.REFUSED)  # the others have no words in IMAP
_GREETINGS = {
    Fault.SILENT: b"",
    Fault.OUTAGE: b"* BYE We are busy.\r\n",
    Fault.HTML: b"<!DOCTYPE html><html></html>\r\n",
    Fault.REFUSED: b"* OK hello\r\n",
}


class MailPeer(Peer):
    """Items are letters in the folder; every connection asks once how it has to fail."""

    def __init__(self, clock: Clock, server: MailServer) -> None:
        super().__init__(clock)
        self.server = server

    def start(self) -> None:
        self.server.empty()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._stand, daemon=True).start()

    def stop(self) -> None:
        self._door.close()

    def native_id(self, item: Item) -> str:
        return f"{item.id}@example.com"

    def add(
        self, count: int = 1, *, at: datetime | None = None, step: timedelta = timedelta(seconds=1)
    ) -> list[Item]:
        added = super().add(count, at=at, step=step)
        self.server.put(*(self._letter(item).encode() for item in added))
        return added

    def _letter(self, item: Item) -> str:
        date = item.at.strftime("%a, %d %b %Y %H:%M:%S +0000")
        return f"Message-ID: <{item.id}@example.com>\r\nDate: {date}\r\nSubject: Hi\r\n\r\n{item.text}\r\n"

    def _stand(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._door.accept()
                threading.Thread(target=self._let_in, args=(line, self.next_fault()), daemon=True).start()

    def _let_in(self, line: socket.socket, fault: Fault | None) -> None:
        if fault is None:
            inner = socket.create_connection(("127.0.0.1", self.server.port), 10)
            threading.Thread(target=_pass_on, args=(line, inner), daemon=True).start()
            _pass_on(inner, line)
            return
        with line, contextlib.suppress(OSError):
            line.sendall(_GREETINGS[fault])
            while fault is Fault.REFUSED and (asked := line.recv(4096)):
                tag, command, *_ = asked.split()
                known = b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n"
                line.sendall(
                    known if command == b"CAPABILITY" else tag + b" NO [AUTHENTICATIONFAILED] no\r\n"
                )


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError), source, target:
        target.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while data := source.recv(65536):
            target.sendall(data)
