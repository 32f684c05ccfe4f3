"""Changes to the known accounts. Each one labels the mentions there are anew, as a job."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record, snapshot

from .matching import folded, is_unique
from .models import HANDLE_LENGTH, KnownAccount
from .tasks import ask_relabel

_FIELDS = ("kind", "platform", "handle", "since", "until", "note")
_MOST_ACCOUNTS, _MOST_BYTES = 50_000, 5_000_000
_COLUMNS = ("handle", "kind", "platform", "since", "until", "note")


@dataclass(slots=True)
class Imported:
    """What became of a file of accounts: how many are new, were there, and which lines cannot be used."""

    added: int = 0
    already_there: int = 0
    wrong: list[str] = field(default_factory=list)


def do_add_account(
    actor: Actor,
    kind: str,
    handle: str,
    *,
    platform: str = "",
    since: date | None = None,
    until: date | None = None,
    note: str = "",
) -> KnownAccount:
    """Know an account from now on; mentions of it that are there already get its origin, too."""
    actor.check(Right.MENTIONS_WRITE)
    given = _checked(
        {"kind": kind, "handle": handle, "platform": platform, "since": since, "until": until, "note": note}
    )
    _check_room(actor, 1)
    try:
        with transaction.atomic():
            account = KnownAccount.objects.create(brand_id=actor.brand_id, **given)
            record(actor, "account.add", account, after=snapshot(account, _FIELDS))
            ask_relabel(actor.brand_id)
    except IntegrityError:
        raise ConflictError(_("“%(name)s” is known already.") % {"name": given["handle"]}) from None
    return account


def do_remove_account(actor: Actor, account: KnownAccount) -> None:
    """Know an account no longer; its mentions are taken for a consumer's again, but where a person said otherwise."""
    actor.check(Right.MENTIONS_WRITE)
    with transaction.atomic():
        record(actor, "account.remove", account, before=snapshot(account, _FIELDS))
        KnownAccount.objects.filter(pk=account.pk, brand_id=actor.brand_id).delete()
        ask_relabel(actor.brand_id)


def do_import_accounts(actor: Actor, content: bytes) -> Imported:
    """Add the accounts of a CSV file with the columns handle and kind, and if known platform, since, until and note."""
    actor.check(Right.MENTIONS_WRITE)
    rows, result = _rows(content), Imported()
    _check_room(actor, len(rows))
    known = set(KnownAccount.objects.filter(brand_id=actor.brand_id).values_list("platform", "folded"))
    made: list[KnownAccount] = []
    for line, row in rows:
        try:
            given = _checked({name: row.get(name) or "" for name in _COLUMNS})
        except InputError as error:
            result.wrong.append(_("Line %(n)d: %(problem)s") % {"n": line, "problem": error})
            continue
        place = (given["platform"], given["folded"])
        if place in known:
            result.already_there += 1
            continue
        known.add(place)
        made.append(KnownAccount(brand_id=actor.brand_id, **given))
    with transaction.atomic():
        result.added = len(KnownAccount.objects.bulk_create(made, batch_size=500))
        if made:
            record(
                actor, "account.import", made[0], after={"added": result.added, "rejected": len(result.wrong)}
            )
            ask_relabel(actor.brand_id)
    return result


def _rows(content: bytes) -> Sequence[tuple[int, dict[str, str]]]:
    if len(content) > _MOST_BYTES:
        raise InputError(_("The file is too large. Give at most %(n)d MB.") % {"n": _MOST_BYTES // 1_000_000})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(_("The file is not UTF-8 text. Save it as CSV (UTF-8).")) from None
    try:
        reader = csv.DictReader(io.StringIO(text.replace("\x00", "")))
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        if not {"handle", "kind"} <= set(names):
            raise InputError(
                _("The file needs the columns handle and kind in its first line. It has: %(columns)s.")
                % {"columns": ", ".join(names)[:200] or "–"}
            )
        return [(reader.line_num, row) for row in reader if any(row.values())]
    except csv.Error as error:
        raise InputError(
            _("The file is no CSV that can be read: %(problem)s.") % {"problem": error}
        ) from None


def _check_room(actor: Actor, more: int) -> None:
    if KnownAccount.objects.filter(brand_id=actor.brand_id).count() + more > _MOST_ACCOUNTS:
        raise ConflictError(_("There is room for %(n)d known accounts.") % {"n": _MOST_ACCOUNTS})


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(given["kind"]).strip().lower()
    if kind not in KnownAccount.Kind.values:
        raise InputError(
            _("“%(value)s” is not a known value. Choose from: %(known)s.")
            % {"value": kind[:40], "known": ", ".join(KnownAccount.Kind.values)}
        )
    handle = _text(given["handle"], HANDLE_LENGTH)
    if not folded(handle):
        raise InputError(
            _("Give the account's handle or author id, of at most %(n)d characters.") % {"n": HANDLE_LENGTH}
        )
    platform = _text(given["platform"], 120)
    if not (platform or is_unique(folded(handle))):
        raise InputError(
            _("Somebody else can have “%(name)s” at another place. Name its place, or give it as name@host.")
            % {"name": handle[:40]}
        )
    since, until = _day(given["since"]), _day(given["until"])
    if since and until and until < since:
        raise InputError(_("It ends before it begins: correct the days."))
    return {
        "kind": kind,
        "handle": handle,
        "folded": folded(handle)[:HANDLE_LENGTH],
        "platform": platform,
        "since": since,
        "until": until,
        "note": _text(given["note"], 200),
    }


def _text(value: Any, longest: int) -> str:
    text = " ".join(str(value or "").split())
    if len(text) > longest or not text.isprintable():
        raise InputError(
            _("“%(value)s” is too long or holds signs that cannot be printed. Give at most %(n)d characters.")
            % {"value": text[:20], "n": longest}
        )
    return text


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    if not str(value).strip():
        return None
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise InputError(
            _("“%(value)s” is no day. Write it as 2026-03-31.") % {"value": str(value)[:20]}
        ) from None
