"""Fakes of YouTube, the App Store, Google Business Profile, Trustpilot and Reddit, with their caps and quirks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from .peers import Fake, Item, Request, page_of, token_of

Reply = tuple[int, Any]
VIDEO, CHANNEL, KEY = "dQw4w9WgXcQ", "UC" + "x" * 22, "yt-key-123"


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def youtube_error(status: int, reason: str) -> Reply:
    return status, {"error": {"code": status, "errors": [{"reason": reason, "domain": "youtube"}]}}


class FakeYoutube(Fake):
    """commentThreads (five replies come with a thread), comments, search; quota by call; comments may be off."""

    def __init__(self) -> None:
        super().__init__()
        self.closed: dict[str, str] = {}
        self.quota = 10_000
        self.searches = 100
        self.found: list[str] = []  # videos by id, published now
        self.videos: list[Item] = []  # videos by their date
        self.refuses_searches = ""
        self.forgets_pages = False

    def answer(self, request: Request) -> Reply:
        if request.headers.get("X-Goog-Api-Key") != KEY:
            return youtube_error(400, "keyInvalid")
        method = request.path.rpartition("/")[2]
        if method == "search":
            return self._search(request)
        if self.quota <= 0:
            return youtube_error(403, "quotaExceeded")
        self.quota -= 1
        return self._threads(request) if method == "commentThreads" else self._comments(request)

    def _search(self, request: Request) -> Reply:
        if self.searches <= 0:
            return youtube_error(403, "quotaExceeded")
        if self.refuses_searches:
            return youtube_error(403, self.refuses_searches)
        self.searches -= 1
        after = datetime.fromisoformat(request.params["publishedAfter"])
        there = [*(Item(key, self.time, "") for key in self.found), *self.videos]
        listed = sorted((each for each in there if each.at >= after), key=lambda each: each.at, reverse=True)
        number = page_of(request.params["pageToken"]) if "pageToken" in request.params else 0
        page, more = paged(listed[:500], number or 0, int(request.params["maxResults"]))
        answer: dict[str, Any] = {"items": [self._video(each) for each in page]}
        return 200, answer | ({"nextPageToken": token_of((number or 0) + 1)} if more else {})

    def _video(self, item: Item) -> dict[str, Any]:
        snippet = {
            "title": "A lamp",
            "publishedAt": stamp(item.at),
            "channelId": CHANNEL,
            "channelTitle": "Lamps",
        }
        return {"id": {"videoId": item.id}, "snippet": snippet}

    def _threads(self, request: Request) -> Reply:
        params = request.params
        if "id" in params:
            wanted = params["id"].split(",")
            return 200, {"items": [{"id": each.id} for each in self.items if each.id in wanted]}
        place = params.get("videoId") or params["allThreadsRelatedToChannelId"]
        if place in self.closed:
            reason = self.closed[place]
            return youtube_error(404 if reason.endswith("NotFound") else 403, reason)
        number = page_of(params["pageToken"]) if "pageToken" in params else 0
        if number is None or (self.forgets_pages and number):
            return youtube_error(400, "invalidPageToken")
        size = int(params["maxResults"])
        page, more = paged(self.listed(place), number, size)
        answer: dict[str, Any] = {"items": [self._thread(each) for each in page]}
        return 200, answer | ({"nextPageToken": token_of(number + 1)} if more else {})

    def _thread(self, item: Item) -> dict[str, Any]:
        replies = [each for each in self.items if each.parent == item.id]
        snippet = {"topLevelComment": self._comment(item), "totalReplyCount": len(replies)}
        some = {"replies": {"comments": [self._comment(each) for each in replies[-5:]]}} if replies else {}
        return {"id": item.id, "snippet": snippet, **some}

    def _comments(self, request: Request) -> Reply:
        replies = [each for each in self.items if each.parent == request.params["parentId"]]
        number = page_of(request.params["pageToken"]) if "pageToken" in request.params else 0
        page, more = paged(replies, number or 0, int(request.params["maxResults"]))
        answer: dict[str, Any] = {"items": [self._comment(each) for each in page]}
        return 200, answer | ({"nextPageToken": token_of((number or 0) + 1)} if more else {})

    def _comment(self, item: Item) -> dict[str, Any]:
        return {
            "id": item.id,
            "snippet": {
                "textDisplay": item.text,
                "videoId": VIDEO,
                "authorDisplayName": "@li",
                "authorChannelId": {"value": "UCli"},
                "likeCount": 2,
                "publishedAt": stamp(item.at),
                "updatedAt": stamp(item.changed or item.at),
            },
        }


class FakeAppStore(Fake):
    """Ten pages of fifty; one review comes as an object; the servers sometimes send a page without any."""

    def __init__(self) -> None:
        super().__init__()
        self.empty = 0

    def answer(self, request: Request) -> Reply:
        _, country, _, _, page, app, _, _ = request.path.split("/")
        assert app == "id=310633997"
        number = int(page.removeprefix("page="))
        if number > 10:
            return 400, {"error": "CustomerReviews RSS page depth is limited to 10"}
        page_items, _more = paged(self.listed(country), number - 1, 50)
        if self.empty:
            self.empty, page_items = self.empty - 1, []
        entries = [self._review(each) for each in page_items]
        feed: dict[str, Any] = {"author": {"name": {"label": "iTunes Store"}}}
        if entries:
            feed["entry"] = entries[0] if len(entries) == 1 else entries
        return 200, {"feed": feed}

    def listed(self, place: str = "") -> list[Item]:
        here = [each for each in self.items if each.place == place]
        return sorted(here, key=lambda each: (each.changed or each.at, each.id), reverse=True)

    def _review(self, item: Item) -> dict[str, Any]:
        at = (item.changed or item.at).astimezone().isoformat()
        return {
            "id": {"label": item.id},
            "author": {
                "name": {"label": "小李"},
                "uri": {"label": "https://itunes.apple.com/cn/reviews/id77"},
            },
            "title": {"label": "标题"},
            "content": {"label": item.text, "attributes": {"type": "text"}},
            "im:rating": {"label": str(item.stars)},
            "im:version": {"label": "1.2"},
            "updated": {"label": at},
            "link": {
                "attributes": {"rel": "related", "href": f"https://itunes.apple.com/review?id={item.id}"}
            },
        }


WORDS = ["", "ONE", "TWO", "THREE", "FOUR", "FIVE"]


class FakeGoogleBusiness(Fake):
    """Tokens that run out, reviews by the time of their last change, `{}` for a location without any."""

    place = "accounts/7/locations/42"

    def __init__(self) -> None:
        super().__init__()
        self.token = "at-1"
        self.tokens_given = 0
        self.consent = True
        self.forgets_pages = False

    def answer(self, request: Request) -> Reply:
        if request.host == "oauth2.googleapis.com":
            if not self.consent or request.json["refresh_token"] != "rt-secret":
                return 400, {
                    "error": "invalid_grant",
                    "error_description": "Token has been expired or revoked.",
                }
            self.tokens_given += 1
            return 200, {"access_token": self.token, "expires_in": 3599, "token_type": "Bearer"}
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return 401, {"error": {"code": 401, "status": "UNAUTHENTICATED"}}
        place = request.path.removeprefix("/v4/").removesuffix("/reviews")
        number = page_of(request.params["pageToken"]) if "pageToken" in request.params else 0
        if number is None or (self.forgets_pages and number):
            return 400, {"error": {"code": 400, "status": "INVALID_ARGUMENT"}}
        everything = self.listed("" if place == self.place else place)
        page, more = paged(everything, number, int(request.params["pageSize"]))
        if not everything:
            return 200, {}
        answer = {"reviews": [self._review(each) for each in page], "totalReviewCount": len(everything)}
        return 200, answer | ({"nextPageToken": token_of(number + 1)} if more else {})

    def listed(self, place: str = "") -> list[Item]:
        here = [each for each in self.items if each.place == place]
        return sorted(here, key=lambda each: (each.changed or each.at, each.id), reverse=True)

    def _review(self, item: Item) -> dict[str, Any]:
        review: dict[str, Any] = {
            "name": f"{self.place}/reviews/{item.id}",
            "reviewId": item.id,
            "reviewer": {"displayName": "Ana", "profilePhotoUrl": "https://lh3.example/ana"},
            "starRating": WORDS[item.stars],
            "createTime": item.at.isoformat().replace("+00:00", ".123456789Z"),
            "updateTime": (item.changed or item.at).isoformat().replace("+00:00", ".123456789Z"),
        }
        if item.text:
            review["comment"] = item.text
        if item.reply:
            review["reviewReply"] = {"comment": item.reply, "updateTime": stamp(self.time)}
        return review


class FakeTrustpilot(Fake):
    """Numbered pages by the time of writing, the look-up of a company, 404 for a review that is gone."""

    unit = "46d6a890ffa235a75b00021d"

    def answer(self, request: Request) -> Reply:
        if request.headers.get("apikey") != "tp-key":
            return 401, {"message": "Invalid ApiKey"}
        if request.path.endswith("/find"):
            return 200, {"id": self.unit, "displayName": request.params["name"]}
        if request.path.startswith("/v1/reviews/"):
            key = request.path.rpartition("/")[2]
            return (
                (200, {"id": key})
                if any(each.id == key for each in self.items)
                else (404, {"message": "gone"})
            )
        page, _more = paged(self.listed(), int(request.params["page"]) - 1, int(request.params["perPage"]))
        return 200, {"links": [], "reviews": [self._review(each) for each in page]}

    def _review(self, item: Item) -> dict[str, Any]:
        changed = stamp(item.changed) if item.changed else None
        return {
            "id": item.id,
            "consumer": {"id": "c1", "displayName": "Ana"},
            "stars": item.stars,
            "title": "On time",
            "text": item.text,
            "language": "en",
            "createdAt": stamp(item.at),
            "updatedAt": changed,
            "companyReply": {"text": item.reply, "createdAt": stamp(item.at)} if item.reply else None,
        }


class FakeReddit(Fake):
    """Listings of the newest thousand after a fullname; deleted posts leave the listing, api/info tells them."""

    def __init__(self) -> None:
        super().__init__()
        self.token = "rd-1"
        self.ghosts: list[Item] = []

    def remove(self, item: Item) -> None:
        super().remove(item)
        self.ghosts.append(item)

    def answer(self, request: Request) -> Reply:
        if request.path == "/api/v1/access_token":
            right = request.headers["Authorization"] == "Basic Y2lkOmNzZWNyZXQ="
            assert request.params == {"grant_type": "client_credentials"}
            return (200, {"access_token": self.token, "expires_in": 3600}) if right else (401, {"error": 401})
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return 401, {"error": 401}
        assert "by /u/lumen_lamps" in request.headers["User-Agent"]
        if request.path == "/api/info":
            wanted = request.params["id"].split(",")
            known = [(each, False) for each in self.items] + [(each, True) for each in self.ghosts]
            return listing(
                [self._post(each, gone) for each, gone in known if f"t3_{each.id}" in wanted], None
            )
        newest = self.listed(request.path)[:1000]
        after = request.params.get("after")
        names = [f"t3_{each.id}" for each in newest]
        start = 0 if after is None else names.index(after) + 1 if after in names else len(names)
        page = newest[start : start + int(request.params["limit"])]
        more = start + len(page) < len(newest)
        return listing(
            [self._post(each, False) for each in page], f"t3_{page[-1].id}" if more and page else None
        )

    def listed(self, place: str = "") -> list[Item]:
        return super().listed("")

    def _post(self, item: Item, gone: bool) -> dict[str, Any]:
        return {
            "kind": "t3",
            "data": {
                "name": f"t3_{item.id}",
                "title": "Lamps",
                "selftext": "[deleted]" if gone else item.text,
                "author": "[deleted]" if gone else "li",
                "author_fullname": "t2_li",
                "subreddit": "lamps",
                "permalink": f"/r/lamps/comments/{item.id}/",
                "created_utc": item.at.timestamp(),
                "edited": item.changed.timestamp() if item.changed else False,
                "is_self": True,
                "score": 3,
                "num_comments": 1,
            },
        }


def listing(things: list[dict[str, Any]], after: str | None) -> Reply:
    return 200, {
        "kind": "Listing",
        "data": {"children": things, "after": after, "before": None, "dist": len(things)},
    }


def paged(items: Sequence[Item], number: int, size: int) -> tuple[Sequence[Item], bool]:
    """Return a page of so many items and whether there are more."""
    return items[number * size : (number + 1) * size], len(items) > (number + 1) * size


MINUTE = timedelta(minutes=1)
