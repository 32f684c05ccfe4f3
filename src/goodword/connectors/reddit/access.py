"""Calls to Reddit as an application of its own."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime

from ..checked_json import Object, an_object, needed, other
from ..protocol import RefusedError
from ..wire import Net

SOURCE = "Reddit"
_TOKENS = "https://www.reddit.com/api/v1/access_token?grant_type=client_credentials"
_ROOT = "https://oauth.reddit.com/"


class Access:
    """Fetches with an application's token, kept in memory only."""

    def __init__(self, net: Net, client_id: str, client_secret: str, contact: str) -> None:
        """Take the application; `contact` is the Reddit name its requests are signed with, as the rules ask."""
        self._net = net
        self._basic = b64encode(f"{client_id}:{client_secret}".encode()).decode("ascii")
        self._agent = f"server:goodword:v1 (by /u/{contact})"
        self._token = ""

    def now(self) -> datetime:
        """Return the time."""
        return self._net.now()

    def listing(self, path: str, params: Mapping[str, str | int]) -> Object:
        """Return a listing: `children` is a list of things, `after` the name of the last one or nothing."""
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
        headers = {"Authorization": f"Bearer {self._token}", "User-Agent": self._agent}
        answer = self._net.get(_ROOT + path, params={**params, "raw_json": 1}, headers=headers)
        found = an_object(answer.json(), SOURCE)
        if found.get("kind") != "Listing":
            raise other(SOURCE)
        return an_object(found.get("data"), SOURCE)

    def _fetched(self) -> str:
        headers = {"Authorization": f"Basic {self._basic}", "User-Agent": self._agent}
        answer = an_object(self._net.post(_TOKENS, headers=headers).json(), SOURCE)
        if "error" in answer:
            raise RefusedError("Reddit does not accept the client id and secret.")
        return needed(answer, SOURCE, "access_token")
