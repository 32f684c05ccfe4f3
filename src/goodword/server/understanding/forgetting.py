"""The end of a sample's models; no other version is ever removed."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction

from goodword.server.accounts.facade import Actor, Right, check_sample

from .models import Learning, ModelVersion


@transaction.atomic
def do_forget_models(actor: Actor) -> None:
    """Remove a sample brand's model versions with their files."""
    actor.check(Right.BRAND_MANAGE)
    check_sample(actor)
    ModelVersion.objects.filter(brand_id=actor.brand_id).delete()
    Learning.objects.filter(brand_id=actor.brand_id).delete()
    folder = Path(settings.HOME) / "models" / str(actor.brand_id)
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
