"""Every address of the server with its rule: pages from the resolver, operations from the API. New ones come by themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from goodword.server.accounts.facade import Audience, Right, rule_of
from goodword.server.api.endpoints import declaration_of

# Other people's views: under their prefixes nobody declares a rule of ours. They act on the signed-in user alone.
THIRD_PARTY = ("account/", "i18n/")
# Pages whose POST needs more than their GET; the action checks it.
MORE_TO_WRITE = {"brand-settings": Right.BRAND_MANAGE, "member-list": Right.MEMBERS_MANAGE}


@dataclass(frozen=True)
class Address:
    """One address and one method, for whom it is and what it needs."""

    name: str
    route: str
    method: str
    kwargs: tuple[str, ...]
    audience: Audience
    rights: tuple[Right, ...]
    allowed: tuple[str, ...]
    is_api: bool = False

    def __str__(self) -> str:
        return f"{self.method} /{self.route}"


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every pattern with its whole route."""
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        else:
            yield route, each


def names_in(route: str) -> tuple[str, ...]:
    """Return the names in a route: b/<slug:brand>/people/<int:pk>/ has brand and pk."""
    return tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))


def is_third_party(route: str, pattern: URLPattern) -> bool:
    return route.startswith(THIRD_PARTY) and not pattern.lookup_str.startswith("goodword.")


def undeclared() -> list[str]:
    """Return the addresses that declare no rule and are not in the table of other people's."""
    return [
        route
        for route, pattern in patterns()
        if not is_third_party(route, pattern)
        and rule_of(pattern.callback) is None
        and not getattr(pattern.callback, "operations", None)
    ]


def addresses() -> list[Address]:
    """Return every address and method that is ours."""
    found = []
    for route, pattern in patterns():
        if operations := getattr(pattern.callback, "operations", None):
            allowed = tuple(method for each in operations for method in each.methods)
            found += [_operation(route, pattern, each, allowed) for each in operations]
        elif (rule := rule_of(pattern.callback)) is not None:
            found += [_page(route, pattern, rule, method) for method in rule.methods]
    return found


def _operation(route, pattern, operation, allowed) -> Address:
    rights = declaration_of(operation).rights
    audience = Audience.BRAND if rights else Audience.PUBLIC
    [method] = operation.methods
    kwargs = tuple(pattern.pattern.converters)
    return Address(
        operation.view_func.__name__, route, method, kwargs, audience, rights, allowed, is_api=True
    )


def _page(route, pattern, rule, method) -> Address:
    rights = tuple(
        right
        for right in (rule.right, MORE_TO_WRITE.get(pattern.name) if method == "POST" else None)
        if right
    )
    kwargs = names_in(route)
    return Address(pattern.name or "", route, method, kwargs, rule.audience, rights, rule.methods)
