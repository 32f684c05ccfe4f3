"""Feeds over HTTP in three formats, written by somebody else's library, that show their last ten entries."""

import json
from abc import abstractmethod
from hashlib import sha256

from feedgen.feed import FeedGenerator

from goodword.connectors.conformance import HttpPeer, Item, Reply, Request

WINDOW = 10


class FeedPeer(HttpPeer):
    """Answers conditional requests as a web server does."""

    kind = "application/xml"

    def answer(self, request: Request) -> Reply:
        body = self.written([item for item in self.items if not item.deleted][-WINDOW:])
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(b"", 304, {"ETag": tag})
        return Reply(body, 200, {"ETag": tag, "Content-Type": self.kind})

    @abstractmethod
    def written(self, items: list[Item]) -> bytes:
        """Return the feed."""

    def generator(self, items: list[Item]) -> FeedGenerator:
        feed = FeedGenerator()
        feed.id(f"{self.url}/")
        feed.title("News of the town")
        feed.link(href="https://news.example/", rel="alternate")
        feed.description("What people say")
        feed.updated(self.items[-1].changed if self.items else self.clock.now)
        for item in items:
            entry = feed.add_entry()
            entry.id(item.id)
            entry.title(f"Title {item.id}")
            entry.link(href=f"https://news.example/{item.id}")
            entry.description(f"<p>{item.text}</p>")
            entry.published(item.at)
            entry.updated(item.changed)
        return feed


class RssPeer(FeedPeer):
    def written(self, items):
        return self.generator(items).rss_str()


class AtomPeer(FeedPeer):
    def written(self, items):
        body = self.generator(items).atom_str()
        gone = "".join(
            f'<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="{item.id}" when="{item.changed:%FT%TZ}"/>'
            for item in self.items
            if item.deleted
        )
        return body.replace(b"</feed>", gone.encode() + b"</feed>")


class JsonPeer(FeedPeer):
    kind = "application/feed+json"

    def written(self, items):
        listed = [
            {
                "id": item.id,
                "url": f"https://news.example/{item.id}",
                "content_html": f"<p>{item.text}</p>",
                "date_published": item.at.isoformat(),
                "date_modified": item.changed.isoformat(),
            }
            for item in items
        ]
        return json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": listed}
        ).encode()


class PagedPeer(JsonPeer):
    """A feed with pages: each leads to the one before."""

    def answer(self, request):
        page = int(request.query.get("page", "0"))
        shown = self.items[: len(self.items) - page * WINDOW][-WINDOW:]
        feed = json.loads(self.written(shown))
        if len(self.items) > (page + 1) * WINDOW:
            feed["next_url"] = f"{self.url}/feed?page={page + 1}"
        return Reply.json(feed)
