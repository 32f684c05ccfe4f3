"""Events of small cascades, written down by hand."""

from typing import Any

from goodword.server.tracking.facade import event_log

DAY_US = 86_400_000_000
FIRST_DAY = 20_000  # 4 Oct 2024


class Story:
    """Collects events of a brand, an hour apart unless said otherwise; `told()` puts them into its log."""

    def __init__(self, brand_id: int) -> None:
        self.brand_id, self.events = brand_id, []

    def add(self, kind: str, who: str, root: str | None, after: str | None = None, **more: Any) -> "Story":
        number = len(self.events)
        day = more.pop("day", 0)
        event = {
            "event_id": f"e{number:05d}", "ts_us": (FIRST_DAY + day) * DAY_US + number * 60_000_000,
            "local_day": FIRST_DAY + day, "received_day": FIRST_DAY + day, "tenant": str(self.brand_id), "kind": kind,
            "person_id": who, "root_id": root, "referrer_id": after, "link_id": more.pop("link", root), "channel": "feed",
        }  # fmt: skip
        self.events.append(event | more)
        return self

    def told(self) -> None:
        event_log(self.brand_id).append(self.events)


def school_story(brand_id: int) -> Story:
    """Ann tells Ben and Cleo, Ben tells Dan; Dan brings Eve, who buys and gets some of it back; Zoe tells nobody."""
    story = Story(brand_id)
    story.add("share", "ann", "r1", programme_id="spring", lever="helping")
    story.add("share", "ben", "r1", "ann", channel="email")
    story.add("share", "cleo", "r1", "ann")
    story.add("click", "dan", "r1", "ben")
    story.add("share", "dan", "r1", "ben", channel="spoken")
    story.add("click", "eve", "r1", "dan")
    story.add("sign_up", "eve", "r1", "dan", day=1)
    story.add("purchase", "eve", "r1", "dan", amount_minor=10_000, currency="CNY", day=2)
    story.add("refund", "eve", "r1", "dan", amount_minor=-4_000, currency="CNY", day=3)
    story.add("share", "zoe", "r2", channel="email", day=40)
    return story
