"""What other apps may use of the accounts."""

from .access import Audience, Rule, View, actor_of, brand_view, public_view, rule_of, signed_in_view
from .actor import Actor, ActorKind
from .queries import access_own_brand, brands_of, system_actor, system_actor_for, token_actor
from .rights import ROLE_RIGHTS, Right, Role

__all__ = [
    "ROLE_RIGHTS",
    "Actor",
    "ActorKind",
    "Audience",
    "Right",
    "Role",
    "Rule",
    "View",
    "access_own_brand",
    "actor_of",
    "brand_view",
    "brands_of",
    "public_view",
    "rule_of",
    "signed_in_view",
    "system_actor",
    "system_actor_for",
    "token_actor",
]
