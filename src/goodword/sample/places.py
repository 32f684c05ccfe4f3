"""The places of the sample workspace: two social networks, a forum and a blog, answering on this machine only."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

from .live import PLACES, Post, live_posts

HOST = "127.0.0.1"
_PAGE = 40


def allowed(port: int) -> str:
    """Return the places as GOODWORD_SOURCES_ALLOW names them.

    >>> allowed(8001).split(",")[0]
    'social.localhost:8001'
    """
    return ",".join(f"{place}.localhost:{port}" for place in PLACES)


def server(port: int) -> ThreadingHTTPServer:
    """Return the server, bound to this machine's own address."""
    return ThreadingHTTPServer((HOST, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer by the host that was asked for."""
        place = self.headers.get("Host", "").split(".")[0]
        parts = urlsplit(self.path)
        answer = _ANSWERS.get(place, _nothing)
        found = answer(place, parts.path, dict(parse_qsl(parts.query)), self.headers.get("Host", ""))
        if found is None:
            self._send(404, "application/json", b'{"error": "not found"}')
        elif isinstance(found, str):
            self._send(200, "application/rss+xml; charset=utf-8", found.encode())
        else:
            self._send(200, "application/json; charset=utf-8", json.dumps(found, ensure_ascii=False).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the standard library
        """Say nothing."""


def _nothing(_place: str, _path: str, _query: Mapping[str, str], _host: str) -> Any:
    return None


def social(place: str, path: str, query: Mapping[str, str], host: str) -> Any:
    """Answer as a Mastodon server does: a hashtag's timeline, a post, its conversation."""
    posts = live_posts(place, datetime.now(UTC))
    if path.startswith("/api/v1/timelines/tag/"):
        return [_status(post, host) for post in _timeline(posts, query)]
    if path.startswith("/api/v1/statuses/"):
        number = path.split("/")[4]
        found = next((post for post in posts if str(post.number) == number), None)
        if found is None:
            return None
        return {"ancestors": [], "descendants": []} if path.endswith("/context") else _status(found, host)
    return None


def _timeline(posts: list[Post], query: Mapping[str, str]) -> list[Post]:
    """Return a page, the newest first: the newest below `max_id`, or the oldest above `min_id`."""
    limit = min(int(query.get("limit", _PAGE)), _PAGE)
    if "min_id" in query:
        above = [post for post in posts if post.number > int(query["min_id"])]
        return above[:limit][::-1]
    below = [post for post in posts if post.number < int(query.get("max_id", 2**62))]
    return below[::-1][:limit]


def _status(post: Post, host: str) -> dict[str, Any]:
    handle = f"reader{sum(map(ord, post.author)) % 1000}"
    url = f"http://{host}/@{handle}"
    return {
        "id": str(post.number),
        "created_at": post.at.isoformat().replace("+00:00", "Z"),
        "content": f"<p>{escape(post.text)} <a href='#'>#lumen</a></p>",
        "language": post.language,
        "visibility": "public",
        "url": f"{url}/{post.number}",
        "in_reply_to_id": None,
        "favourites_count": post.number % 7,
        "reblogs_count": post.number % 3,
        "replies_count": 0,
        "spoiler_text": "",
        "account": {
            "id": handle, "acct": handle, "display_name": post.author, "url": url,
            "followers_count": 20 + sum(map(ord, handle)) % 900,
        },
    }  # fmt: skip


def forum(place: str, path: str, query: Mapping[str, str], _host: str) -> Any:
    """Answer as a Discourse forum does: its latest posts, one topic a day, and single posts."""
    posts = live_posts(place, datetime.now(UTC))
    shown = [_post(post, posts) for post in posts]
    if path == "/posts.json":
        below = [each for each in shown if each["id"] < int(query.get("before", 2**62))]
        return {"latest_posts": below[::-1][:50]}
    if path.startswith("/posts/"):
        return next((each for each in shown if path == f"/posts/{each['id']}.json"), None)
    return None


def _post(post: Post, posts: list[Post]) -> dict[str, Any]:
    day = post.at.date()
    topic = [each.number for each in posts if each.at.date() == day]
    place = topic.index(post.number) + 1
    return {
        "id": post.number,
        "topic_id": day.toordinal(),
        "topic_slug": f"evening-courses-{day.isoformat()}",
        "topic_title": f"Evening courses, {day.isoformat()}",
        "post_number": place,
        "reply_to_post_number": place - 1 if place > 1 and post.number % 2 else None,
        "created_at": post.at.isoformat().replace("+00:00", "Z"),
        "updated_at": post.at.isoformat().replace("+00:00", "Z"),
        "version": 1,
        "username": f"learner{sum(map(ord, post.author)) % 1000}",
        "name": post.author,
        "cooked": f"<p>{escape(post.text)}</p>",
    }


def blog(place: str, path: str, _query: Mapping[str, str], host: str) -> Any:
    """Answer as a blog does: its feed of the last items."""
    if path != "/feed.xml":
        return None
    items = "".join(_item(post, host) for post in live_posts(place, datetime.now(UTC))[::-1][:30])
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Learning by lamplight</title><link>http://{host}/</link>"
        f"<description>Notes on evening schools</description>{items}</channel></rss>"
    )


def _item(post: Post, host: str) -> str:
    return (
        f"<item><guid isPermaLink='false'>post-{post.number}</guid><title>{escape(post.title)}</title>"
        f"<link>http://{host}/{post.number}</link><dc:creator>{escape(post.author)}</dc:creator>"
        f"<pubDate>{post.at:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<description>{escape(post.text)}</description></item>"
    )


_ANSWERS: Mapping[str, Callable[[str, str, Mapping[str, str], str], Any]] = {
    "social": social,
    "weiliao": social,
    "forum": forum,
    "blog": blog,
}
