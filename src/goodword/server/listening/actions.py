"""Changes to mentions: labels put right, and taken back. What people said is never changed and never deleted."""

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record

from .aspects import unpacked
from .corrections import LABELS, Labels, State, corrected, current
from .labels import add_labels, check_reason, retract_labels
from .models import Label, Mention
from .queries import access_mentions
from .taxonomy import taxonomy

_SALT = "goodword.mentions.undo"
_UNDO_SECONDS = 24 * 3600


def do_correct_labels(
    actor: Actor, pk: int, wanted: Labels, *, reason: str = Label.Reason.FREE.value
) -> tuple[Mention, str]:
    """Correct or confirm a mention's labels as a person; return it and the token that takes it back.

    `wanted` names sentiment, cause, intent, origin or aspects (see `aspects.packed`); `reason` says why the person was
    asked; whoever was asked means every label, also one that was there. What the person says is kept for good beside
    the mention, for the model to learn from.
    """
    actor.check(Right.MENTIONS_WRITE)
    check_reason(reason)
    own = taxonomy(actor)
    with transaction.atomic():
        mention = _locked(actor, pk)
        before = current(mention)
        changes = corrected(mention, wanted, own, every=reason != Label.Reason.FREE)
        _write(mention, changes)
        old = {name: before[name] for name in changes}
        labels = add_labels(actor, mention, before, changes, reason)
        record(actor, "mention.correct", mention, before=_said(old), after=_said(changes))
    return mention, signing.dumps([mention.pk, old, changes, labels], salt=_SALT, compress=True)


def do_undo_correction(actor: Actor, pk: int, token: str) -> Mention:
    """Take a correction back, unless somebody has changed the labels since."""
    actor.check(Right.MENTIONS_WRITE)
    try:
        target, old, new, labels = signing.loads(token, salt=_SALT, max_age=_UNDO_SECONDS)
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
        retract_labels(actor, mention, labels)
        record(actor, "mention.undo", mention, before=_said(new), after=_said(old))
    return mention


def _locked(actor: Actor, pk: int) -> Mention:
    mention = access_mentions(actor).select_for_update().filter(pk=pk).first()
    if mention is None:
        raise InputError(_("There is no such mention of this brand."))
    return mention


def _said(changes: State) -> State:
    """Return what of a change is for the trail: the labels and who gave them."""
    said = {name: value for name, value in changes.items() if not name.endswith("_confidence")}
    return said | ({"aspects": ", ".join(unpacked(str(said["aspects"])))} if "aspects" in said else {})


def _write(mention: Mention, changes: State) -> None:
    for name, value in changes.items():
        setattr(mention, name, value)
    mention.save(update_fields=list(changes))


__all__ = ["LABELS", "do_correct_labels", "do_undo_correction"]
