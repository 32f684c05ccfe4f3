"""Real mail servers on this machine: pymap, and dovecot where it is installed."""

import contextlib
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

USER, PASSWORD, FOLDER = "demouser", "demopass", "Feedback"
_DOVECOT = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
auth_failure_delay = 0
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{home}/mail
first_valid_uid = 1
mail_max_userip_connections = 100
default_vsz_limit = 256M
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


class MailServer:
    """A running server with one account."""

    def __init__(self, port: int) -> None:
        self.port = port

    @cached_property
    def client(self) -> imaplib.IMAP4:
        """A connection for the test's own use; opening one is slow, since passwords are hashed."""
        return self.log_in()

    def log_in(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, 10)
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(USER, PASSWORD)
        return client

    def empty(self) -> None:
        """Make the folder anew: its messages get new numbers."""
        self.client.delete(FOLDER)
        self.client.create(FOLDER)

    def put(self, *mails: bytes) -> None:
        for mail in mails:
            status, said = self.client.append(FOLDER, None, None, mail)
            assert status == "OK", said


@contextmanager
def pymap() -> Iterator[MailServer]:
    """Run pymap, which keeps mails in memory."""
    port = _free_port()
    start = "from pymap.main import main; main()"
    command = [sys.executable, "-c", start, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict"]
    with _running(command, port):
        yield MailServer(port)


def dovecot_is_here() -> bool:
    return shutil.which("dovecot") is not None and os.geteuid() == 0


@contextmanager
def dovecot() -> Iterator[MailServer]:
    """Run dovecot with a folder of its own; it wants to be started by root and gives its rights away."""
    port, home = _free_port(), Path(tempfile.mkdtemp(prefix="mail-"))
    try:
        nobody = pwd.getpwnam("nobody")
        home.chmod(0o755)
        (home / "mail").mkdir()
        os.chown(home / "mail", nobody.pw_uid, nobody.pw_gid)
        settings = {
            "home": home,
            "port": port,
            "uid": nobody.pw_uid,
            "gid": nobody.pw_gid,
            "password": PASSWORD,
        }
        (home / "conf").write_text(_DOVECOT.format(**settings))
        with _running(["dovecot", "-F", "-c", str(home / "conf")], port):
            yield MailServer(port)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as line:
            line.settimeout(5)
            if line.recv(4) == b"* OK":
                return
        time.sleep(0.02)
    raise AssertionError("the mail server did not start")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
