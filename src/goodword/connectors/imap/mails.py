"""A mail, however broken, as a mention."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import blake2b

from ..html_text import html_text
from ..protocol import Author, Kind, Mention
from .encodings import decoded, header_text

LONGEST_ID = 180
MOST_PARTS = 200
_ID = re.compile(r"<([^<>\s]+)>")


class Known:
    """Which mails the last Message-IDs stood for, so that two mails that share one are told apart.

    A mailbox that is read anew gives every mail the same native id again: the first with a Message-ID keeps it plain, a
    different one gets a digest of what it says behind it.
    """

    REMEMBERED = 1000

    def __init__(self, kept: Iterable[str]) -> None:
        """Take what `kept` was before."""
        self._kept = dict(each.split(":", 1) for each in kept)

    @property
    def kept(self) -> list[str]:
        """What a cursor can hold, the oldest first."""
        return [f"{key}:{digest}" for key, digest in self._kept.items()]

    def native_id(self, message_id: str, digest: str) -> str:
        """Return the native id of a mail by its Message-ID (may be empty) and the digest of what it says."""
        if not message_id:
            return f"mail:{digest}"
        key = _digest(message_id)
        if self._kept.setdefault(key, digest) != digest:
            return f"{message_id}#{digest}"
        if len(self._kept) > self.REMEMBERED:
            del self._kept[next(iter(self._kept))]
        return message_id


def mail_mention(raw: bytes, arrived: datetime | None, known: Known) -> Mention:
    """Return a mail as a mention; `arrived` is when the server got it."""
    mail = message_from_bytes(raw)
    subject, sender = header_text(_raw(mail, "Subject")), _sender(mail)
    body, sent = mail_text(mail), _sent(mail)
    digest = _digest(sender.id if sender else "", str(sent), subject, body)
    own = known.native_id(message_id(_raw(mail, "Message-ID")), digest)
    answered = message_ids(_raw(mail, "In-Reply-To"))
    before = message_ids(_raw(mail, "References")) or answered[:1]
    parent = answered[0] if answered else (before[-1] if before else "")
    return Mention(
        native_id=own,
        text=body or subject,
        title=subject,
        kind=Kind.NOTE,
        author=sender,
        published=sent or arrived,
        reply_to=parent if parent != own else "",
        thread=before[0] if before else own,
    )


def mail_text(mail: Message) -> str:
    """Return what a reader sees: the plain text, else the HTML as text; attachments are left out."""
    plain: list[str] = []
    rich: list[str] = []
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            break
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or part.get_content_disposition() == "attachment":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            (plain if kind == "text/plain" else rich).append(decoded(payload, part.get_param("charset")))  # type: ignore[arg-type]
    text = "\n".join(part.replace("\r\n", "\n") for part in plain).strip()
    return text[:100_000] or "\n".join(html_text(part) for part in rich).strip()


def message_ids(header: str) -> list[str]:
    """Return the ids in a header, the first one first; overlong ones as a digest.

    >>> message_ids("<a@x> <b@x>\\n\\t<a@x>")
    ['a@x', 'b@x']
    """
    found = dict.fromkeys(_ID.findall(header[:20_000]))
    return [each if len(each) <= LONGEST_ID else f"mail:{_digest(each)}" for each in found]


def message_id(header: str) -> str:
    """Return a mail's own id; empty when it has none. Some write it without brackets."""
    found = message_ids(header) or message_ids(f"<{header.strip()}>")
    return found[0] if found else ""


def _raw(mail: Message, name: str) -> str:
    wanted = name.lower()
    return next((str(value) for key, value in mail.raw_items() if key.lower() == wanted), "")


def _sender(mail: Message) -> Author | None:
    line = _raw(mail, "From")
    name, address = parseaddr(header_text(line))
    if "@" not in address:
        name, address = parseaddr(line.encode("ascii", "replace").decode())
    name = header_text(name)
    key = address.lower()
    return Author(id=key or name, name=name or address, handle=key) if key or name else None


def _sent(mail: Message) -> datetime | None:
    try:
        sent = parsedate_to_datetime(_raw(mail, "Date").encode("ascii", "replace").decode())
        return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _digest(*parts: str) -> str:
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(joined, digest_size=6).hexdigest()
