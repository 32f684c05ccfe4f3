"""Changes to mentions: labels put right, and taken back. What people said is never changed and never deleted."""

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record

from .corrections import LABELS, Labels, corrected, current
from .models import Mention
from .queries import access_mentions

_SALT = "goodword.mentions.undo"
_UNDO_SECONDS = 24 * 3600


def do_correct_labels(actor: Actor, pk: int, wanted: Labels) -> tuple[Mention, str]:
    """Correct a mention's labels as a person; return it and the token that takes the change back."""
    actor.check(Right.MENTIONS_WRITE)
    with transaction.atomic():
        mention = _locked(actor, pk)
        before = current(mention)
        changes = corrected(mention, wanted)
        _write(mention, changes)
        old = {name: before[name] for name in changes}
        record(actor, "mention.correct", mention, before=old, after=changes)
    return mention, signing.dumps([mention.pk, old, changes], salt=_SALT, compress=True)


def do_undo_correction(actor: Actor, pk: int, token: str) -> Mention:
    """Take a correction back, unless somebody has changed the labels since."""
    actor.check(Right.MENTIONS_WRITE)
    try:
        target, old, new = signing.loads(token, salt=_SALT, max_age=_UNDO_SECONDS)
    except signing.BadSignature:
        raise InputError(_("This can no longer be undone. Correct the label by hand.")) from None
    if target != pk:
        raise InputError(_("This belongs to another mention. Correct the label by hand."))
    with transaction.atomic():
        mention = _locked(actor, pk)
        if any(getattr(mention, name) != value for name, value in new.items()):
            raise ConflictError(
                _("The labels have changed since, so nothing was undone. Look at them as they are now.")
            )
        _write(mention, old)
        record(actor, "mention.undo", mention, before=new, after=old)
    return mention


def _locked(actor: Actor, pk: int) -> Mention:
    mention = access_mentions(actor).select_for_update().filter(pk=pk).first()
    if mention is None:
        raise InputError(_("There is no such mention of this brand."))
    return mention


def _write(mention: Mention, changes: Labels) -> None:
    for name, value in changes.items():
        setattr(mention, name, value)
    mention.save(update_fields=list(changes))


__all__ = ["LABELS", "do_correct_labels", "do_undo_correction"]
