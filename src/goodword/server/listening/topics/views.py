"""The page of the topics."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.jobs.facade import JobStatus, job_status, latest_job, workers_alive
from goodword.server.shell.lists import export_view, list_response, read_page

from ..tabs import TOPICS as HERE
from ..tabs import tabs
from .lists import TOPICS
from .models import TopicMap
from .queries import access_topic_map
from .tasks import do_ask_topics, find_topics

topic_export = export_view(TOPICS)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that comes up: in how many texts of the last two weeks and before, and the query that finds them."""

    text: str
    recent: int
    before: int
    query: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the topics were found in, and the job that finds them anew, while it does."""

    made: TopicMap | None
    job: JobStatus | None
    may_ask: bool
    no_worker: bool

    @property
    def usual(self) -> float | None:
        """The balance of all mentions that were looked at: what a topic's is held against."""
        if self.made is None:
            return None
        labelled = self.made.favourable + self.made.neutral + self.made.unfavourable
        return (self.made.favourable - self.made.unfavourable) / labelled if labelled else None

    @property
    def emerging(self) -> list[Phrase]:
        """The phrases that come up in the last two weeks, each with the mentions that have it."""
        if self.made is None:
            return []
        since = (self.made.last_day - timedelta(days=13)).isoformat()
        return [Phrase(text, now, before, _query(text, since)) for text, now, before in self.made.emerging]

    @property
    def is_part(self) -> bool:
        """Whether only a part of the mentions was looked at."""
        return self.made is not None and self.made.told < self.made.found


@brand_view(Right.MENTIONS_READ, "GET")
def topic_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what people talk about, and what is new or rising."""
    page = read_page(TOPICS, request, actor)
    return list_response(
        request, actor, page, "listening/topics.html",
        sentence=_("What people talk about, what is new, and how they feel about it."),
        tabs=tabs(actor, HERE), finding=finding(actor),
    )  # fmt: skip


@brand_view(Right.MENTIONS_READ, "GET")
def topic_progress(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how far the finding of topics is; when it is done, the whole page is out of date and drawn again."""
    found = finding(actor)
    response = render(request, "listening/topic_progress.html", {"finding": found, "actor": actor})
    if found.job is None:
        response.headers["HX-Refresh"] = "true"
    return response


@brand_view(Right.MENTIONS_WRITE, "POST")
def topic_find(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find the topics anew."""
    do_ask_topics(actor)
    return redirect("topic-list", brand=actor.brand_slug)


def finding(actor: Actor) -> Finding:
    """Return what the topics were found in and whether they are being found."""
    newest = latest_job(find_topics, actor.brand_id)
    status = job_status(newest) if newest else None
    running = status if status and not status.is_finished else None
    return Finding(
        access_topic_map(actor),
        running,
        actor.may(Right.MENTIONS_WRITE),
        running is not None and not workers_alive(),
    )


def _query(text: str, since: str) -> str:
    return "?" + urlencode({"q": f'"{text}"', "origin": "consumer", "since": since})
