"""What every template of the console knows; nothing is fetched before a template asks for it."""

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from goodword.server.accounts.facade import Actor, actor_of, brands_of

from .navigation import HOUSE, LOOP, NavLink, brand_url, links
from .phrases import phrases
from .vocabulary import is_chinese

THEMES = ("light", "dark")


class Shell:
    """The frame around one page."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def theme(self) -> str:
        """`light` or `dark` as chosen, or nothing: then the system decides."""
        chosen = self._request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else ""

    @property
    def language(self) -> str:
        """The page's language as HTML writes it (`en`, `zh-Hans`)."""
        return "zh-Hans" if is_chinese() else "en"

    @property
    def language_code(self) -> str:
        """The page's language as Django writes it."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def actor(self) -> Actor | None:
        """Who acts on which brand, on a page of a brand."""
        return actor_of(self._request)

    @property
    def user(self) -> Any:
        """Whoever is signed in, or nobody."""
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def brands(self) -> list[Any]:
        """The brands the user may switch to."""
        return list(brands_of(self.user).select_related("organisation")) if self.user else []

    @cached_property
    def brand(self) -> Any:
        """The brand of this page, if it has one."""
        actor = self.actor
        return next((brand for brand in self.brands if actor and brand.pk == actor.brand_id), None)

    @property
    def is_sample(self) -> bool:
        """Whether this page shows sample data."""
        return bool(self.brand and self.brand.is_sample)

    @property
    def sample_remove_url(self) -> str:
        """Where the sample is removed with one click, for those who may."""
        return brand_url("sample-remove", self.brand.slug) if self.brand else ""

    @cached_property
    def loop(self) -> list[NavLink]:
        """The stations of the loop, as far as the actor may see them."""
        return links(LOOP, self.actor, self._request.path) if self.actor else []

    @cached_property
    def house(self) -> list[NavLink]:
        """The pages that keep the house, as far as the actor may see them."""
        return links(HOUSE, self.actor, self._request.path) if self.actor else []

    @property
    def search_url(self) -> str:
        """Where the search field leads: the mentions of the brand."""
        return brand_url("mention-list", self.actor.brand_slug) if self.actor else ""

    @property
    def account_links(self) -> dict[str, str]:
        """The user menu's addresses; those that do not exist are left out."""
        names = {
            "account": "account",
            "security": "mfa_index",
            "sign_out": "account_logout",
            "style": "style",
        }
        found = {key: _url(name) for key, name in names.items()}
        if self.actor:
            found["tokens"] = brand_url("token-list", self.actor.brand_slug)
        return {key: url for key, url in found.items() if url}

    @property
    def palette(self) -> dict[str, Any]:
        """What the command palette can jump to."""
        pages = [
            {"label": link.label, "icon": link.icon, "url": link.url}
            for link in (*self.loop, *self.house)
            if link.url and not link.coming
        ]
        brands = [
            {"label": brand.name, "icon": "brand", "url": url, "hint": brand.organisation.name}
            for brand in self.brands
            if brand != self.brand and (url := brand_url("home", brand.slug))
        ]
        return {"entries": pages + brands, "search": self.search_url}

    @property
    def words(self) -> dict[str, str]:
        """The phrases that scripts show."""
        return phrases()

    @property
    def request_headers(self) -> str:
        """The headers every HTMX request carries, as JSON."""
        from django.middleware.csrf import get_token

        return json.dumps({"X-CSRFToken": get_token(self._request)})


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the frame it stands in, as `shell`."""
    return {"shell": Shell(request)}


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
