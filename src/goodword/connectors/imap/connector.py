"""A mailbox read by UID, and all anew when the server numbers its messages anew."""

import ssl
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from ..entered import read_settings
from ..protocol import Cursor, Field, Gap, GapReason, Mention, Pull, SettingError
from ..wire import Net
from .box import Account, Box, Size, open_box
from .mails import Known, mail_mention

MESSAGES = 100  # in one pull
BYTES = 30_000_000


class Imap:
    """One folder. The cursor holds its `validity`, the last `uid`, the day reading began (`since`), when it was read
    last (`at`), and the last Message-IDs (`ids`).
    """

    def __init__(
        self, net: Net, account: Account, days: int, most: int, context: ssl.SSLContext | None = None
    ) -> None:
        """Take the account, how far back to begin, and how many bytes a message may have."""
        self._net, self._account, self._days, self._most = net, account, days, most
        self._context = context or ssl.create_default_context()

    def pull(self, cursor: Cursor) -> Pull:
        """Read the next messages in the order they arrived."""
        now = self._net.now()
        since = cursor.get("since") or (now - timedelta(days=self._days)).date().isoformat()
        with open_box(self._net, self._account, self._context) as box:
            anew = "validity" in cursor and cursor["validity"] != box.validity
            last = 0 if anew or "uid" not in cursor else cursor["uid"]
            uids = box.uids_after(last, date.fromisoformat(since))
            known = Known(cursor.get("ids", []))
            mentions, gaps, read = self._read(box, uids[:MESSAGES], known)
        if anew:
            gaps.insert(0, _renumbered(cursor, now))
        after = {
            "validity": box.validity,
            "uid": read or last,
            "since": since,
            "at": now.isoformat(),
            "ids": known.kept,
            "more": bool(uids) and uids[-1] > read,
        }
        return Pull(mentions, gaps, after)

    def _read(self, box: Box, uids: list[int], known: Known) -> tuple[list[Mention], list[Gap], int]:
        """Return what messages say, the gaps, and the last UID that was dealt with."""
        mentions: dict[str, Mention] = {}
        gaps: list[Gap] = []
        sizes = {each.uid: each for each in box.sizes(uids)}
        left = BYTES
        done = 0
        for uid in uids:
            size = sizes.get(uid)
            if size is not None and size.size > self._most:
                gaps.append(_skipped(size, f"is larger than {self._most // 1_000_000} MB"))
            elif size is not None:
                if done and size.size > left:
                    break
                left -= size.size
                mention = self._message(box, size, known, gaps)
                if mention is not None:
                    mentions[mention.native_id] = mention
            done = uid
        return list(mentions.values()), gaps, done

    def _message(self, box: Box, size: Size, known: Known, gaps: list[Gap]) -> Mention | None:
        raw = box.message(size.uid)
        if raw is None:
            return None  # deleted meanwhile
        try:
            return mail_mention(raw, size.arrived, known)
        except Exception:  # whatever a mail is made of: it keeps no other out
            gaps.append(_skipped(size, "is too broken to be read"))
            return None


def _skipped(size: Size, why: str) -> Gap:
    detail = f"Message {size.uid} ({size.size / 1_000_000:.1f} MB) {why}."
    return Gap(reason=GapReason.SKIPPED, start=size.arrived, end=size.arrived, detail=detail, missing=1)


def _renumbered(cursor: Cursor, now: datetime) -> Gap:
    start = datetime.fromisoformat(cursor["at"]) if cursor.get("at") else None
    detail = (
        "The server numbered its messages anew: all are read again; what came and went meanwhile is lost."
    )
    return Gap(reason=GapReason.RENUMBERED, start=start, end=now, detail=detail)


def open_imap(fields: tuple[Field, ...], settings: Mapping[str, Any], net: Net) -> Imap:
    """Open the source; raises `SettingError`."""
    bounds = {"port": (1, 65535), "days": (0, 3650), "megabytes": (1, 50)}
    values = read_settings(fields, settings, bounds)
    if any(sign in values["host"] for sign in " /@:"):
        raise SettingError("host", "The mail server is a name only, like imap.example.com.")
    for name in ("user", "password", "folder"):
        if any(ord(sign) < 32 for sign in values[name]):
            raise SettingError(name, "A line break or another control character is in it: type it again.")
    names = ("host", "port", "security", "user", "password", "folder")
    return Imap(
        net, Account(*(values[name] for name in names)), values["days"], values["megabytes"] * 1_000_000
    )
