"""Hacker News' search, Stack Exchange, Discourse and a server of the Fediverse, with their caps and quirks."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from .peer import Item, Peer, Reply, Request, seconds, stamp


class HackerNews(Peer):
    """Algolia: the newest first, never more than 1,000 hits a question."""

    cap = 1000

    def answer(self, request: Request) -> Reply:
        bounds = dict(re.findall(r"created_at_i(>=|<)(\d+)", request.params["numericFilters"]))
        low, high = int(bounds[">="]), int(bounds["<"])
        word = request.params["query"].strip('"').lower()
        found = [
            each for each in self.shown() if low <= seconds(each.at) < high and word in each.text.lower()
        ]
        found.sort(key=lambda each: (each.at, each.id), reverse=True)
        hits = [self._hit(each) for each in found[: min(self.cap, int(request.params["hitsPerPage"]))]]
        return 200, {"hits": hits, "nbHits": len(found), "page": 0, "exhaustiveNbHits": True}

    def _hit(self, item: Item) -> dict[str, Any]:
        common = {"objectID": str(item.id), "created_at_i": seconds(item.at), "author": "pg", "points": None}
        if item.parent is None:
            return {**common, "title": item.text, "url": "https://example.com", "_tags": ["story"]}
        return {
            **common,
            "comment_text": f"<p>{item.text}</p>",
            "story_title": "A &amp; B",
            "parent_id": item.parent.id,
            "story_id": item.parent.id,
        }


class StackExchange(Peer):
    """Everything zipped; sorted by activity; may ask for a pause and has a budget for the day."""

    def __init__(self) -> None:
        super().__init__()
        self.zipped = True
        self.quota = 10_000
        self.backoff = 0
        self.resting: dict[str, datetime] = {}

    def answer(self, request: Request) -> Reply:
        method = request.path.removeprefix("/")
        if self.quota <= 0:
            return 400, {
                "error_id": 502, "error_name": "throttle_violation",
                "error_message": "too many requests from this IP, more requests available in 3600 seconds",
            }  # fmt: skip
        assert self.time >= self.resting.get(method.split("/")[0], self.time), "the pause was not kept"
        self.quota -= 1
        if method == "filters/create":
            return 200, self._wrapped([{"filter": "!abc", "included_fields": []}], False)
        if method == "search/excerpts":
            return 200, self._listed(
                request, lambda each: request.params["q"].lower() in each.text.lower(), True
            )
        if method == "questions":
            return 200, self._listed(request, lambda _each: True, False)
        assert request.params["filter"] == "!abc"
        wanted = method.removeprefix("questions/").split(";")
        found = [each for each in self.shown() if each.parent is None and str(each.id) in wanted]
        return 200, self._wrapped([self._question(each) for each in found], False)

    def _listed(self, request: Request, matches: Any, excerpts: bool) -> dict[str, Any]:
        params = request.params
        found = [
            each
            for each in self.shown()
            if each.parent is None and matches(each) and self._activity(each) >= int(params["min"])
        ]
        found.sort(key=lambda each: (self._activity(each), each.id))
        size, page = int(params["pagesize"]), int(params["page"])
        part = found[size * (page - 1) : size * page]
        items = [self._excerpt(each) if excerpts else self._question(each) for each in part]
        return self._wrapped(items, len(found) > size * page, request.path.removeprefix("/").split("/")[0])

    def _wrapped(self, items: list[Any], more: bool, method: str = "") -> dict[str, Any]:
        pause = {"backoff": self.backoff} if self.backoff and method else {}
        if pause:
            self.resting[method] = self.time + timedelta(seconds=self.backoff)
        return {"items": items, "has_more": more, "quota_max": 300, "quota_remaining": self.quota, **pause}

    def _activity(self, item: Item) -> int:
        children = [self._activity(each) for each in self.shown() if each.parent is item]
        return max([seconds(item.changed or item.at), *children])

    def _excerpt(self, item: Item) -> dict[str, Any]:
        return {
            "item_type": "question", "question_id": item.id, "last_activity_date": self._activity(item),
            "excerpt": f"…<span class=\"highlight\">{item.text}</span>…",
        }  # fmt: skip

    def _question(self, item: Item) -> dict[str, Any]:
        answers = [each for each in self.shown() if each.parent is item]
        return {
            **self._post(item), "question_id": item.id, "title": "Lumen &quot;lamp&quot;?", "view_count": 7,
            "last_activity_date": self._activity(item), "link": f"https://so.example/q/{item.id}",
            "answers": [self._answer(each) for each in answers],
        }  # fmt: skip

    def _answer(self, item: Item) -> dict[str, Any]:
        comments = [each for each in self.shown() if each.parent is item]
        return {
            **self._post(item), "answer_id": item.id,
            "comments": [{**self._post(each), "comment_id": each.id} for each in comments],
        }  # fmt: skip

    def _post(self, item: Item) -> dict[str, Any]:
        edited = {"last_edit_date": seconds(item.changed)} if item.changed else {}
        owner = {"user_id": 5, "display_name": "A &amp; B", "link": "https://so.example/u/5"}
        return {
            "body": f"<p>{item.text}</p>",
            "creation_date": seconds(item.at),
            "owner": owner,
            "score": -1,
        } | edited


class Discourse(Peer):
    """Posts below an id; older versions show those of the last fifty ids only."""

    def __init__(self, old: bool = False) -> None:
        super().__init__()
        self.old = old

    def answer(self, request: Request) -> Reply:
        single = re.fullmatch(r"/posts/(\d+)\.json", request.path)
        if single:
            found = [each for each in self.shown() if each.id == int(single[1])]
            return (200, self._post(found[0])) if found else (404, {"errors": ["gone"]})
        before = int(request.params.get("before", 0)) or 10**9
        posts = sorted(self.shown(), key=lambda each: each.id, reverse=True)
        if self.old:
            before = min(before, max((each.id for each in self.items), default=0))
            part = [each for each in posts if before - 50 < each.id <= before]
        else:
            part = [each for each in posts if each.id < before][:50]
        return 200, {"latest_posts": [self._post(each) for each in part]}

    def _post(self, item: Item) -> dict[str, Any]:
        first = item.parent or item
        number = (
            1
            if item.parent is None
            else 1 + [each for each in self.items if each.parent is first].index(item) + 1
        )
        return {
            "id": item.id, "topic_id": first.id + 70_000, "post_number": number, "topic_title": "About Lumen",
            "cooked": f"<p>{item.text}</p>", "created_at": stamp(item.at), "username": "li", "name": "李",
            "reply_to_post_number": 1 if item.parent else None, "topic_slug": "about-lumen",
            "version": 2 if item.changed else 1, "updated_at": stamp(item.changed or item.at),
        }  # fmt: skip


class Fediverse(Peer):
    """A server whose ids tell the time, so that what arrives late carries a small id; GoToSocial's when `letters`."""

    tag = "lumen"

    def __init__(self, letters: bool = False) -> None:
        super().__init__()
        self.letters = letters

    def key(self, at: datetime) -> int:
        return (int(at.timestamp() * 1000) << 16) + len(self.items)

    def name(self, item: Item) -> str:
        return f"01J{item.id:023d}" if self.letters else str(item.id)

    def answer(self, request: Request) -> Reply:
        path = unquote(request.path).removeprefix("/api/")
        if path == f"v1/timelines/tag/{self.tag}":
            return self._timeline(request)
        if path == "v2/search":
            return self._search(request)
        known = {self.name(each): each for each in self.shown()}
        key = path.removeprefix("v1/statuses/").removesuffix("/context")
        if key not in known:
            return 404, {"error": "Record not found"}
        if path.endswith("/context"):
            replies = [self._status(each) for each in self.shown() if each.parent is known[key]]
            return 200, {"ancestors": [], "descendants": replies}
        return 200, self._status(known[key])

    def _timeline(self, request: Request) -> Reply:
        posts = sorted((each for each in self.shown() if each.parent is None), key=lambda each: each.id)
        params = request.params
        if "min_id" in params:
            part = [each for each in posts if self.name(each) > params["min_id"]][: int(params["limit"])]
        else:
            part = [each for each in posts if self.name(each) < params.get("max_id", "~")][
                -int(params["limit"]) :
            ]
        part.reverse()
        if not part:
            return 200, []
        links = f'<{self.address}/x?max_id={self.name(part[-1])}>; rel="next", ' \
            f'<{self.address}/x?min_id={self.name(part[0])}>; rel="prev"'  # fmt: skip
        return 200, [self._status(each) for each in part], {"link": links}

    def _search(self, request: Request) -> Reply:
        if request.headers.get("authorization") != "Bearer t0ken":
            return 401, {"error": "This method requires an authenticated user"}
        word, offset = request.params["q"].lower(), int(request.params["offset"])
        found = [each for each in self.shown() if word in each.text.lower() and each.parent is None]
        found.sort(key=lambda each: each.id, reverse=True)
        part = found[offset : offset + int(request.params["limit"])]
        return 200, {"accounts": [], "hashtags": [], "statuses": [self._status(each) for each in part]}

    def _status(self, item: Item) -> dict[str, Any]:
        replies = [each for each in self.shown() if each.parent is item]
        return {
            "id": self.name(item), "created_at": stamp(item.at), "content": f"<p>{item.text}</p>",
            "visibility": "public", "spoiler_text": "", "language": None, "replies_count": len(replies),
            "in_reply_to_id": self.name(item.parent) if item.parent else None, "reblog": None,
            "edited_at": stamp(item.changed) if item.changed else None, "url": "https://far.example/1",
            "account": {"id": "01", "acct": "li@far.example", "display_name": "李", "url": "https://far.example/@li"},
        }  # fmt: skip
