"""Coverage: for everything people ask about the brand, is there a truthful official page that answers it?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.vocabulary import Intent, Origin
from goodword.server.accounts.facade import Actor, Right
from goodword.server.listening.facade import Mention, access_mentions

from .models import LONGEST_QUERY, BrandQuery, ContentTask, Keyword, OfficialPage
from .queries import access_queries

_PATTERNS_EN = ("{} price", "is {} good", "{} complaints", "{} alternatives", "how to cancel {}")
_PATTERNS_ZH = ("{}怎么样", "{}多少钱", "{}靠谱吗", "{}投诉", "{}怎么退款")
_MOST_MENTIONS = 50
_SENTENCE = re.compile(r"[^.!?。！？\n]{6,160}[?？]")
_IDEOGRAPH = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A question no checked official page answers: why it is asked for, the task that would cover it, where to go."""

    query: str
    why: str
    task: str
    url: str


def uncovered(brand_id: int) -> QuerySet[BrandQuery]:
    """Return the questions of a brand that no checked page answers, those that were set aside left out."""
    pages = OfficialPage.objects.filter(answers=OuterRef("pk"), checked_at__isnull=False)
    return BrandQuery.objects.filter(~Exists(pages), brand_id=brand_id, set_aside=False)


def access_uncovered(actor: Actor) -> list[Uncovered]:
    """Return the questions about the brand that nothing official answers, those most shown first."""
    actor.check(Right.MENTIONS_READ)
    url = reverse("coverage", kwargs={"brand": actor.brand_slug})
    return [
        Uncovered(query.text, why(query), task_title(query), f"{url}#question-{query.pk}")
        for query in in_order(uncovered(actor.brand_id))
    ]


def in_order(queries: QuerySet[BrandQuery]) -> list[BrandQuery]:
    """Return questions, the most shown first, and then those that came first."""
    return sorted(queries, key=lambda query: (-(query.impressions or 0), query.pk))


def why(query: BrandQuery) -> str:
    """Return why a question is asked for, in the language of the page."""
    if query.impressions is not None:
        return _("shown %(n)s times in search results") % {"n": f"{query.impressions:,}"}
    return str(query.get_source_display())


def task_title(query: BrandQuery) -> str:
    """Return what is to be done about a question, in the language of the page."""
    return _("Answer “%(question)s” truthfully on an official page") % {"question": query.text}


def store_queries(
    actor: Actor, found: Mapping[str, int | None], source: str, mention_id: int | None = None
) -> int:
    """Keep questions that are not known yet, and how often they are shown; return how many are new."""
    new = 0
    for text, impressions in found.items():
        short = " ".join(text.replace("\x00", "").split())[:LONGEST_QUERY]
        if not short:
            continue
        given = {"source": source, "impressions": impressions, "mention_id": mention_id}
        query, is_new = BrandQuery.objects.get_or_create(brand_id=actor.brand_id, text=short, defaults=given)
        new += is_new
        if not is_new and impressions is not None and query.impressions != impressions:
            query.impressions = impressions
            query.save(update_fields=["impressions"])
    return new


def do_gather_questions(actor: Actor) -> int:
    """Gather what people ask: keywords with the usual questions, and questions of mentions nobody of the brand answered."""
    actor.check(Right.MENTIONS_WRITE)
    keywords = Keyword.objects.filter(brand_id=actor.brand_id).values_list("text", flat=True)
    asked: dict[str, int | None] = {
        question: None for keyword in keywords for question in questions_about(keyword)
    }
    new = store_queries(actor, asked, BrandQuery.Source.PATTERN.value)
    for mention in _unanswered(actor):
        if found := _SENTENCE.search(mention.text[:5_000]):
            question = {found.group().strip(): None}
            new += store_queries(actor, question, BrandQuery.Source.MENTION.value, mention.pk)
    open_tasks(actor.brand_id)
    return new


def questions_about(keyword: str) -> list[str]:
    """Return the usual questions about a keyword, in its language.

    >>> questions_about("lumen")[0], questions_about("流明")[0]
    ('lumen price', '流明怎么样')
    """
    patterns = _PATTERNS_ZH if _IDEOGRAPH.search(keyword) else _PATTERNS_EN
    return [pattern.format(keyword) for pattern in patterns]


def _unanswered(actor: Actor) -> list[Mention]:
    """Return the newest questions of consumers that no one of the brand answered, copies left out."""
    mentions = access_mentions(actor)
    ours = mentions.filter(origin__in=[Origin.BRAND.value, Origin.EMPLOYEE.value], source=OuterRef("source"))
    answered = Exists(ours.filter(reply_to=OuterRef("external_id")).exclude(reply_to=""))
    asked = mentions.filter(
        intent=Intent.QUESTION.value, origin=Origin.CONSUMER.value, copy_of=None, deleted_at=None
    )
    return list(asked.filter(~answered).order_by("-pk")[:_MOST_MENTIONS])


def open_tasks(brand_id: int) -> None:
    """Give every gap its task, one each."""
    gaps = list(uncovered(brand_id).values_list("pk", flat=True))
    known = set(ContentTask.objects.filter(query__brand_id=brand_id).values_list("query_id", flat=True))
    ContentTask.objects.bulk_create(
        [ContentTask(query_id=pk) for pk in gaps if pk not in known], batch_size=500
    )


def close_answered(brand_id: int) -> None:
    """Close the tasks whose question a checked page answers now."""
    waiting = ContentTask.objects.filter(query__brand_id=brand_id, state=ContentTask.State.OPEN)
    waiting.exclude(query__in=uncovered(brand_id)).update(
        state=ContentTask.State.DONE, done_at=timezone.now()
    )


def access_coverage(actor: Actor) -> tuple[int, int]:
    """Return how many questions are answered, and how many are asked for in all."""
    asked = access_queries(actor).filter(set_aside=False).count()
    return asked - uncovered(actor.brand_id).count(), asked
