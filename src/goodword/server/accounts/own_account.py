"""What people change about their own way in, in the trail of every organisation they work for.

Passwords and second factors are changed on allauth's pages, which tell of it through signals and in no other way.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.db import transaction

from goodword.server.audit.facade import record

from .actions import acting_for
from .models import User

_TOLD = {
    account.password_changed: "account.password",
    account.password_set: "account.password",
    account.password_reset: "account.password",
    mfa.authenticator_added: "account.second_factor_on",
    mfa.authenticator_reset: "account.second_factor_on",
    mfa.authenticator_removed: "account.second_factor_off",
}


def listen() -> None:
    """Record from now on what people change about their way in."""
    for signal, action in _TOLD.items():
        signal.connect(_recorder(action), weak=False, dispatch_uid=f"trail:{id(signal)}")


def _recorder(action: str) -> Any:
    def tell(sender: Any, user: User, **_more: Any) -> None:  # noqa: ARG001 - the signal's own signature
        do_tell(user, action)

    return tell


@transaction.atomic
def do_tell(user: User, action: str, **change: dict[str, Any]) -> None:
    """Record a change of somebody's own account with every organisation they work for; never the secret itself."""
    for membership in user.memberships.select_related("organisation"):
        record(acting_for(user, membership.organisation), action, user, brand_id=0, **change)


@transaction.atomic
def do_rename(user: User, name: str) -> None:
    """Change one's own name."""
    before = User.objects.values_list("name", flat=True).get(pk=user.pk)
    user.name = name.strip()
    user.save(update_fields=["name"])
    if user.name != before:
        do_tell(user, "account.rename", before={"name": before}, after={"name": user.name})
