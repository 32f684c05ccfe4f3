"""A token for every test, and a small API of its own to send strange requests to."""

from collections.abc import Callable, Iterable

import pytest
from django.core.cache import cache
from django.test import Client

from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.rights import Right


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Requests counted in one test are not another's."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Event logs, uploads and reports of one test are not another's."""
    settings.HOME = tmp_path


@pytest.fixture
def token_for(cast) -> Callable[..., str]:
    """Return a function that makes a token with some rights on the school's brand."""

    def make(*rights: Right, who: str = "admin") -> str:
        return do_create_token(cast.actor(who), "test", frozenset(rights), None)[1]

    return make


@pytest.fixture
def caller(token_for) -> Callable[..., Client]:
    """Return a function that makes a client with a token; without rights given it has them all."""

    def make(rights: Iterable[Right] = tuple(Right)) -> Client:
        return Client(
            headers={"Authorization": f"Bearer {token_for(*rights)}"}, raise_request_exception=False
        )

    return make


@pytest.fixture
def api(caller) -> Client:
    """A client that may do everything on the school's brand."""
    return caller()
