"""Each kind with its fake, so that one set of tests can ask the same of all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from goodword.connectors.app_store import SPEC as APP_STORE
from goodword.connectors.google_business import SPEC as GOOGLE_BUSINESS
from goodword.connectors.protocol import Connector, ConnectorSpec
from goodword.connectors.reddit import SPEC as REDDIT
from goodword.connectors.trustpilot import SPEC as TRUSTPILOT
from goodword.connectors.youtube import SPEC as YOUTUBE

from .fakes import KEY, VIDEO, FakeAppStore, FakeGoogleBusiness, FakeReddit, FakeTrustpilot, FakeYoutube
from .peers import Fake


@dataclass(frozen=True)
class Kind:
    """A kind of source, its settings, its fake, where the fake keeps items, and how it behaves.

    `overlap` is how far back late, edited and deleted items are found; `cap` how many items the service lists.
    """

    spec: ConnectorSpec
    settings: Mapping[str, Any]
    fake: Callable[[], Fake]
    place: str
    overlap: timedelta
    secrets: tuple[str, ...]
    prefix: str = ""
    cap: int | None = None
    tells_deletions: bool = False
    by_change: bool = False  # an edit puts an item first again

    def connector(self, fake: Fake) -> Connector:
        return self.spec.open(self.settings, fake)  # type: ignore[arg-type]


REDDIT_SETTINGS = {
    "client_id": "cid", "client_secret": "csecret", "contact": "u/lumen_lamps", "subreddits": ["r/lamps"]
}  # fmt: skip
GOOGLE_SETTINGS = {
    "business": "Lumen", "account": "7", "locations": ["42"], "client_id": "c", "client_secret": "s3cret",
    "refresh_token": "rt-secret",
}  # fmt: skip
KINDS = {
    kind.spec.kind: kind
    for kind in (
        Kind(
            YOUTUBE, {"key": KEY, "videos": [VIDEO]}, FakeYoutube, VIDEO, timedelta(days=7), (KEY,),
            tells_deletions=True,
        ),
        Kind(
            APP_STORE, {"app": "310633997", "countries": ["cn"]}, FakeAppStore, "cn", timedelta(days=14), (),
            cap=500, by_change=True,
        ),
        Kind(
            GOOGLE_BUSINESS, GOOGLE_SETTINGS, FakeGoogleBusiness, "", timedelta(days=30), ("rt-secret", "s3cret"),
            by_change=True,
        ),
        Kind(
            TRUSTPILOT, {"company": "lumen.example", "key": "tp-key"}, FakeTrustpilot, "", timedelta(days=30),
            ("tp-key",), tells_deletions=True,
        ),
        Kind(
            REDDIT, REDDIT_SETTINGS, FakeReddit, "", timedelta(days=2), ("csecret", "Y2lkOmNzZWNyZXQ="),
            prefix="t3_", cap=1000, tells_deletions=True,
        ),
    )
}  # fmt: skip
