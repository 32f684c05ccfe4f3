"""What other apps may use of the accounts."""

from .access import Audience, Rule, View, actor_of, brand_view, public_view, rule_of, signed_in_view
from .actions import brand_changed, do_note_token_use, do_set_brand, ensure_default_brand
from .actor import Actor, ActorKind
from .founding import do_found_agency, do_found_brand, invitation_path, organisation_named
from .models import User
from .passwords import password_path
from .queries import (
    access_brand,
    access_own_brand,
    all_brands,
    brands_of,
    organisation_ids,
    system_actor,
    system_actor_for,
    token_actor,
)
from .rights import ROLE_RIGHTS, Right, Role, right_name
from .sample import SampleAccounts, check_sample, do_remove_brand, sample_brand

__all__ = [
    "ROLE_RIGHTS",
    "Actor",
    "ActorKind",
    "Audience",
    "Right",
    "Role",
    "Rule",
    "SampleAccounts",
    "User",
    "View",
    "access_brand",
    "access_own_brand",
    "actor_of",
    "all_brands",
    "brand_changed",
    "brand_view",
    "brands_of",
    "check_sample",
    "do_found_agency",
    "do_found_brand",
    "do_note_token_use",
    "do_remove_brand",
    "do_set_brand",
    "ensure_default_brand",
    "invitation_path",
    "organisation_ids",
    "organisation_named",
    "password_path",
    "public_view",
    "right_name",
    "rule_of",
    "sample_brand",
    "signed_in_view",
    "system_actor",
    "system_actor_for",
    "token_actor",
]
