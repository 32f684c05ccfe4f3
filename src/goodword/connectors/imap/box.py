"""The connection to a mailbox: to a checked address, encrypted, bounded, and only for reading."""

import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from ..protocol import LimitedError, PullError, RefusedError, UnavailableError, UnreadableError
from ..wire import Net

TIMEOUT = 30.0
_LARGEST = 64 * 1024 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is and who may read it."""

    host: str
    port: int
    security: str  # tls, starttls or none
    user: str
    password: str
    folder: str

    def __repr__(self) -> str:
        """Name the mailbox, never the password."""
        return f"Account({self.user} at {self.host}:{self.port})"


class Size(NamedTuple):
    """A message: its UID, its size in bytes, and when the server got it."""

    uid: int
    size: int
    arrived: datetime | None


class _Line(imaplib.IMAP4):
    """A line to one address, whatever the name of the host says meanwhile."""

    def __init__(self, account: Account, address: str, context: ssl.SSLContext) -> None:
        self._account, self._address, self._context = account, address, context
        super().__init__(account.host, account.port, TIMEOUT)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        line = socket.create_connection((self._address, self.port), timeout)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._account.security == "tls":
            return self._context.wrap_socket(line, server_hostname=self.host)
        return line

    def read(self, size: int) -> bytes:
        if size > _LARGEST:
            raise self.abort("announces too much")
        return super().read(size)


class _Box(BaseMailBox):
    def __init__(self, account: Account, address: str, context: ssl.SSLContext) -> None:
        self._how = account, address, context
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        account, _address, context = self._how
        client = _Line(*self._how)
        if account.security == "starttls":
            client.starttls(context)
        return client


class Box:
    """An open folder."""

    def __init__(self, box: _Box, folder: str) -> None:
        """Select the folder for reading."""
        self._client = box.client
        self.validity = int(box.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])
        box.folder.set(folder, readonly=True)

    def uids_after(self, uid: int, since: date) -> list[int]:
        """Return the UIDs above one, in order, of messages that arrived since a day."""
        day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        found = self._uid("SEARCH", f"UID {uid + 1}:* SINCE {day}")
        words = b" ".join(part for part in found if isinstance(part, bytes)).split()
        if not all(word.isdigit() for word in words):
            raise UnreadableError("The mail server answered the search with something else than numbers.")
        return sorted({int(word) for word in words if int(word) > uid})

    def sizes(self, uids: Sequence[int]) -> Iterator[Size]:
        """Yield how large some messages are; those that are gone by now are left out."""
        if not uids:
            return
        for part in self._uid("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE INTERNALDATE)"):
            line = part[0] if isinstance(part, tuple) else part
            if not isinstance(line, bytes):
                continue
            uid, size = _UID.search(line), _SIZE.search(line)
            if uid and size:
                yield Size(int(uid[1]), int(size[1]), _arrived(line))

    def message(self, uid: int) -> bytes | None:
        """Return a whole message; None when it is gone by now."""
        for part in self._uid("FETCH", str(uid), "(UID BODY.PEEK[])"):
            if isinstance(part, tuple) and len(part) > 1 and isinstance(part[1], bytes):
                return part[1]
        return None

    def _uid(self, command: str, *words: str) -> list[Any]:
        status, data = self._client.uid(command, *words)
        if status != "OK":
            raise UnavailableError(f"The mail server did not carry out {command}.")
        return data


@contextmanager
def open_box(net: Net, account: Account, context: ssl.SSLContext) -> Iterator[Box]:
    """Open a folder for reading; raises `PullError`s that never hold what the server or the password said."""
    address = net.resolve(account.host, account.port)
    try:
        box = _Box(account, address, context)
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        raise _lost(account, error) from None
    try:
        _log_in(box, account)
        yield Box(box, account.folder)
    except MailboxFolderSelectError:
        raise _no_folder(account) from None
    except ImapToolsError:
        raise _no_folder(account) from None
    except (imaplib.IMAP4.error, OSError, ValueError, KeyError) as error:
        raise _lost(account, error) from None
    finally:
        with suppress(Exception):
            box.client.shutdown() if box.client.state == "LOGOUT" else box.logout()


def _log_in(box: _Box, account: Account) -> None:
    plain = account.user.isascii() and account.password.isascii()
    try:
        (box.login if plain else box.login_utf8)(account.user, account.password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, MailboxLoginError) as error:
        raise _refused(account, str(error)) from None


def _refused(account: Account, said: str) -> PullError:
    who = f"{account.user} at {account.host}"
    if "[UNAVAILABLE]" in said or "[INUSE]" in said:
        return UnavailableError(f"{account.host} cannot open mailboxes at the moment.")
    if "[LIMIT]" in said:
        return LimitedError(f"{account.host} lets {account.user} in no more for now.")
    return RefusedError(f"The mailbox of {who} did not open: is the password right, and is IMAP switched on?")


def _no_folder(account: Account) -> PullError:
    return RefusedError(f"There is no folder “{account.folder}” in the mailbox of {account.user}.")


def _lost(account: Account, error: Exception) -> PullError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return UnavailableError(f"The certificate of {account.host} is not valid for this name.")
    if isinstance(error, TimeoutError):
        return UnavailableError(f"{account.host} took too long.")
    if isinstance(error, ssl.SSLError):
        return UnavailableError(
            f"{account.host} does not speak TLS on port {account.port}: is the encryption right?"
        )
    if "unexpected" in str(error):
        return UnreadableError(f"{account.host} does not speak IMAP on port {account.port}.")
    return UnavailableError(f"{account.host} broke off the connection on port {account.port}.")


def _arrived(line: bytes) -> datetime | None:
    parts = imaplib.Internaldate2tuple(line)
    if parts is None:
        return None
    return datetime.fromtimestamp(time.mktime(parts), UTC)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
