"""The brand settings and the cast of Lumen School."""

import re

from goodword.core.vocabulary import Channel
from goodword.sample import Workspace, brand_profile

ROLES = {"marketing", "sales", "after_sales", "legal", "analyst", "admin"}


def test_one_login_per_role_and_one_agency() -> None:
    logins = brand_profile().logins
    inside = [login for login in logins if not login.agency]
    assert {login.role for login in inside} == ROLES
    assert len(inside) == len(ROLES)
    assert [login.role for login in logins if login.agency] == ["marketing"]
    assert all(re.fullmatch(r"[a-z]+@lumen\.example", login.email) for login in logins)
    assert len({login.email for login in logins}) == len(logins)


def test_everything_is_said_in_both_languages() -> None:
    profile = brand_profile()
    said = [
        profile.name, profile.organisation, profile.agency, profile.product, profile.positioning, profile.audience,
        profile.goal, *profile.forbidden_audiences, *profile.legal_notes,
    ]  # fmt: skip
    for both in said:
        assert both.en
        assert re.search("[一-鿿]", both.zh)
    assert any(re.search("[一-鿿]", word) for word in profile.keywords)
    assert any(word.isascii() for word in profile.keywords)


def test_forbidden_channels_are_not_used(workspace: Workspace) -> None:
    forbidden = set(brand_profile().forbidden_channels)
    assert forbidden
    assert forbidden <= set(Channel)
    assert not forbidden & set(workspace.events["channel"].unique().to_pylist())
    assert "after-school" in " ".join(note.en for note in brand_profile().legal_notes)
