"""Changes to a brand's model: a new version is asked for, an earlier one comes back, what teaches is chosen."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record
from goodword.server.jobs.facade import enqueue

from .models import ModelVersion
from .promotion import learning_of, put_in_force, refuse
from .readers import DamagedModelError, loaded, shipped_version, version_in_force
from .tasks import ask_reading, train_model

State = ModelVersion.State
_GIVEN_UP = timedelta(hours=2)


def do_ask_reading(actor: Actor) -> int:
    """Queue the reading of what waits, unless a job that will do it waits already; call it after adding mentions."""
    actor.check(Right.MENTIONS_WRITE)
    return ask_reading(actor.brand_id)


def do_retrain(actor: Actor) -> ModelVersion:
    """Make a new version from all labels there are; a job judges it and lets it read if it is not worse."""
    actor.check(Right.MODEL_MANAGE)
    with transaction.atomic():
        learning_of(actor.brand_id, locked=True)
        _check_idle(actor.brand_id)
        numbers = ModelVersion.objects.filter(brand_id=actor.brand_id)
        version = ModelVersion.objects.create(
            brand_id=actor.brand_id,
            number=(numbers.aggregate(n=Max("number"))["n"] or 0) + 1,
            made_by=actor.name,
        )
        record(actor, "model.retrain", version, after={"number": version.number})
        enqueue(train_model, version.pk, actor=actor)
    return version


def _check_idle(brand_id: int) -> None:
    """Refuse while another version is being made; one that nobody finished is given up."""
    for version in ModelVersion.objects.filter(brand_id=brand_id, state=State.TRAINING):
        if timezone.now() - version.made_at < _GIVEN_UP:
            raise ConflictError(_("A new version is being made already. Wait until it is done."))
        refuse(version, [{"code": "interrupted"}])


def do_roll_back(actor: Actor, number: int) -> ModelVersion:
    """Let an earlier version read again, 0 being the shipped one; mentions are read anew in the background."""
    actor.check(Right.MODEL_MANAGE)
    with transaction.atomic():
        learning_of(actor.brand_id, locked=True)
        version = _earlier(actor, number)
        if version.pk == version_in_force(actor.brand_id).pk:
            raise ConflictError(_("This version reads already."))
        try:
            loaded(version)
        except DamagedModelError:
            raise InputError(
                _("The file of this version is damaged or gone. Choose another version.")
            ) from None
        put_in_force(actor, version, "model.roll_back")
    return version


def _earlier(actor: Actor, number: int) -> ModelVersion:
    if number == 0:
        return shipped_version()
    version = ModelVersion.objects.filter(brand_id=actor.brand_id, number=number).first()
    if version is None:
        raise InputError(_("There is no version %(n)s of this brand's model.") % {"n": number})
    if version.in_force_at is None or not version.file:
        raise ConflictError(
            _("Version %(n)s has never read, or its file was cleared away. Choose another version.")
            % {"n": number}
        )
    return version


def do_set_learning(actor: Actor, *, labels_from_files: bool) -> None:
    """Choose whether labels that came with files teach the model beside those people gave."""
    actor.check(Right.MODEL_MANAGE)
    with transaction.atomic():
        learning = learning_of(actor.brand_id, locked=True)
        before = learning.labels_from_files
        learning.labels_from_files = labels_from_files
        learning.save(update_fields=["labels_from_files"])
        if before != labels_from_files:
            record(
                actor,
                "model.settings",
                learning,
                before={"labels_from_files": before},
                after={"labels_from_files": labels_from_files},
            )
