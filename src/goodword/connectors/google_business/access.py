"""Calls to Google on behalf of the person who gave their consent."""

import json
from collections.abc import Mapping
from datetime import datetime

from ..checked_json import Object, an_object, needed
from ..newest_first import StalePageError
from ..protocol import RefusedError, UnreadableError
from ..wire import Net

SOURCE = "Google Business Profile"
_TOKENS = "https://oauth2.googleapis.com/token"
_ROOT = "https://mybusiness.googleapis.com/v4/"


class Access:
    """Fetches with an access token that is got when it is first needed and kept in memory only."""

    def __init__(self, net: Net, client_id: str, client_secret: str, refresh_token: str) -> None:
        """Take what the consent gave; nothing is asked yet."""
        self._net = net
        self._consent = {
            "client_id": client_id,
            "client_secret": client_secret,
            "refresh_token": refresh_token,
            "grant_type": "refresh_token",
        }
        self._token = ""

    def now(self) -> datetime:
        """Return the time."""
        return self._net.now()

    def get(self, path: str, params: Mapping[str, str | int]) -> Object:
        """Return what Google answers: an object. A token that has run out is replaced once.

        Raises `StalePageError` when Google does not know the page token (any more).
        """
        fresh = not self._token
        try:
            return self._get(path, params)
        except RefusedError as error:
            if fresh or error.answer is None or error.answer.status != 401:
                raise
            self._token = ""
            return self._get(path, params)

    def _get(self, path: str, params: Mapping[str, str | int]) -> Object:
        self._token = self._token or self._fetched()
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            return an_object(self._net.get(_ROOT + path, params=params, headers=headers).json(), SOURCE)
        except UnreadableError as error:
            if "pageToken" in params and error.answer is not None and error.answer.status == 400:
                raise StalePageError from None
            raise

    def _fetched(self) -> str:
        try:
            answer = self._net.post(_TOKENS, json=self._consent).json()
        except UnreadableError as error:
            if _withdrawn(error):
                raise RefusedError(
                    "Google does not accept the refresh token or the client any more: give your consent again."
                ) from None
            raise
        return needed(an_object(answer, SOURCE), SOURCE, "access_token")


def _withdrawn(error: UnreadableError) -> bool:
    if error.answer is None or error.answer.status != 400:
        return False
    try:
        return "error" in json.loads(error.answer.body)
    except (ValueError, TypeError, RecursionError):
        return False
