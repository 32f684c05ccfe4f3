"""The comments under a video, or under everything of a channel, as a listing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ..checked_json import needed, text
from ..newest_first import Page, StalePageError
from ..protocol import Gap, GapReason, RefusedError
from .api import SOURCE, Api, ApiError
from .comments import thread_entry

_ENOUGH_CALLS = 30
_CLOSED = {
    "commentsDisabled": "Comments are switched off",
    "videoNotFound": "The video is not there (any more)",
    "channelNotFound": "The channel is not there (any more)",
    "forbidden": "The comments may not be seen with this key",
}


@dataclass(slots=True)
class Threads:
    """The comment threads of a video or a channel (`filter` is `videoId` or `allThreadsRelatedToChannelId`)."""

    api: Api
    filter: str
    key: str

    @property
    def name(self) -> str:
        """What it is called in the cursor."""
        return self.key

    def page(self, token: str | None, own: dict[str, Any]) -> Page:
        """Read fifty threads, the newest first. Comments that are switched off are a gap, told once."""
        params: dict[str, str | int] = {
            "part": "snippet,replies",
            self.filter: self.key,
            "order": "time",
            "maxResults": 50,
            "textFormat": "plainText",
        }
        if token:
            params["pageToken"] = token
        try:
            answer = self.api.call("commentThreads", params)
        except ApiError as error:
            if token and error.reason in ("invalidPageToken", "processingFailure"):
                raise StalePageError from None
            return self._closed(error.reason, own)
        own.pop("closed", None)
        place = self.key if self.filter == "videoId" else ""
        entries = [thread_entry(self.api, each, place) for each in answer["items"]]
        return Page(entries, text(answer, "nextPageToken") or None)

    def tired(self) -> bool:
        """Tell whether this pull has called often enough: threads with many replies take a call each."""
        return self.api.calls >= _ENOUGH_CALLS

    def gone(self, ids: list[str]) -> Collection[str]:
        """Return the threads YouTube does not know any more."""
        try:
            answer = self.api.call("commentThreads", {"part": "id", "id": ",".join(ids)})
        except ApiError:
            return []
        return set(ids) - {needed(each, SOURCE, "id") for each in answer["items"]}

    def _closed(self, reason: str, own: dict[str, Any]) -> Page:
        said = _CLOSED.get(reason)
        if said is None:
            raise RefusedError(f"YouTube refused to list comments of {self.key} ({reason[:40]}).")
        told = own.get("closed") == reason
        own["closed"] = reason
        gap = Gap(reason=GapReason.SKIPPED, start=self.api.now(), detail=f"{said}: {self.key}.")
        return Page([], gaps=[] if told else [gap])
