"""Changes to search visibility: readings imported, results put right, whose places are, pages that answer, tasks done."""

from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor, Right, access_own_brand
from goodword.server.audit.facade import record

from .coverage import close_answered, open_tasks, store_queries, uncovered
from .files import contents_of
from .models import LONGEST_URL, BrandQuery, ContentTask, KnownHost, OfficialPage, Owner, SearchHit, Valence
from .queries import access_hit, access_queries
from .reading import Stored, host_of, owner_of, owners_of, store_readings


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought: its readings, and how many questions it made known."""

    readings: Stored
    questions: int


def do_import_readings(actor: Actor, name: str, data: bytes) -> Imported:
    """Store what a file of search results holds, all of it or nothing; InputError says what cannot be read."""
    actor.check(Right.MENTIONS_WRITE)
    found = contents_of(data, ZoneInfo(actor.time_zone))
    with transaction.atomic():
        stored = store_readings(actor, found.readings)
        asked = {question: None for reading in found.readings for question in reading.asked}
        questions = store_queries(actor, asked, BrandQuery.Source.ALSO_ASKED.value)
        questions += store_queries(actor, found.queries, BrandQuery.Source.CONSOLE.value)
        open_tasks(actor.brand_id)
        after = {"file": name[:120], "added": stored.new, "not_read": stored.unread, "questions": questions}
        record(actor, "visibility.import", access_own_brand(actor), after=after)
    return Imported(stored, questions)


def do_correct_hit(actor: Actor, pk: int, *, owner: str = "", valence: str = "") -> SearchHit:
    """Say whose a result is, or what it says of the brand; it counts as a person's word."""
    actor.check(Right.MENTIONS_WRITE)
    hit = access_hit(actor, pk)
    if (
        (owner and owner not in Owner.values)
        or (valence and valence not in Valence.values)
        or not (owner or valence)
    ):
        known = ", ".join([*Owner.values, *Valence.values])
        raise InputError(_("Say whose it is or what it says, one of: %(known)s.") % {"known": known})
    with transaction.atomic():
        before = {"owner": hit.owner, "valence": hit.valence}
        if owner:
            hit.owner, hit.owner_by = owner, "person"
        if valence:
            hit.valence, hit.valence_by = valence, "person"
        hit.save(update_fields=["owner", "owner_by", "valence", "valence_by"])
        after = {"owner": hit.owner, "valence": hit.valence, "url": hit.url}
        record(actor, "visibility.correct", hit.reading.keyword, before=before, after=after)
    return hit


def do_name_host(actor: Actor, host: str, owner: str) -> KnownHost:
    """Say whose a place on the web is: every result there follows, but those a person judged one by one."""
    actor.check(Right.MENTIONS_WRITE)
    host = (host_of(host) or host_of(f"https://{host}")).strip(".").lower()
    if not host or "." not in host or owner not in Owner.values:
        raise InputError(_("Give a host such as lumen.example, and whose it is."))
    with transaction.atomic():
        known = KnownHost.objects.update_or_create(
            brand_id=actor.brand_id, host=host, defaults={"owner": owner}
        )[0]
        _follow(actor.brand_id)
        record(actor, "visibility.host", known, after={"host": host, "owner": owner})
    return known


def do_add_page(actor: Actor, url: str, title: str = "", answers: list[int] | None = None) -> OfficialPage:
    """Add an official page, or say which further questions one answers; it counts as checked by whoever adds it."""
    actor.check(Right.MENTIONS_WRITE)
    url = url.strip()
    if urlsplit(url).scheme not in ("http", "https") or not host_of(url) or len(url) > LONGEST_URL:
        raise InputError(_("Give the page’s address with https:// in front."))
    digest = blake2b(url.encode(), digest_size=16).hexdigest()
    queries = list(access_queries(actor).filter(pk__in=answers or []))
    with transaction.atomic():
        given = {"url": url, "title": " ".join(title.split())[:300]}
        page, is_new = OfficialPage.objects.get_or_create(
            brand_id=actor.brand_id, digest=digest, defaults=given
        )
        page.checked_at, page.checked_by = timezone.now(), actor.name
        page.save(update_fields=["checked_at", "checked_by"])
        page.answers.add(*queries)
        close_answered(actor.brand_id)
        if is_new:
            _follow(actor.brand_id)
        record(
            actor, "visibility.page", page, after={"url": url, "answers": [query.text for query in queries]}
        )
    return page


def do_remove_page(actor: Actor, pk: int) -> None:
    """Take an official page out: what it alone answered is a gap again."""
    actor.check(Right.MENTIONS_WRITE)
    page = OfficialPage.objects.filter(brand_id=actor.brand_id, pk=pk).first()
    if page is None:
        raise Http404(_("There is no such page of this brand."))
    with transaction.atomic():
        record(actor, "visibility.page_removed", page, before={"url": page.url})
        alone = list(page.answers.values_list("pk", flat=True))
        page.delete()
        _follow(actor.brand_id)
        again = ContentTask.objects.filter(query__in=uncovered(actor.brand_id).filter(pk__in=alone))
        again.update(state=ContentTask.State.OPEN, done_at=None)
        open_tasks(actor.brand_id)


def do_add_question(actor: Actor, text: str) -> BrandQuery:
    """Add a question that an official page should answer."""
    actor.check(Right.MENTIONS_WRITE)
    text = " ".join(text.split())
    if not text or len(text) > 200:
        raise InputError(_("Give a question of up to 200 characters."))
    with transaction.atomic():
        store_queries(actor, {text: None}, BrandQuery.Source.PERSON.value)
        open_tasks(actor.brand_id)
        query = BrandQuery.objects.get(brand_id=actor.brand_id, text=text)
        record(actor, "visibility.question", query, after={"question": text})
    return query


def do_set_aside(actor: Actor, pk: int, *, aside: bool = True) -> BrandQuery:
    """Say that no page has to answer a question, or that one has to after all."""
    actor.check(Right.MENTIONS_WRITE)
    query = access_queries(actor).filter(pk=pk).first()
    if query is None:
        raise Http404(_("There is no such question of this brand."))
    with transaction.atomic():
        query.set_aside = aside
        query.save(update_fields=["set_aside"])
        open_tasks(actor.brand_id)
        record(actor, "visibility.set_aside" if aside else "visibility.question", query)
    return query


def do_change_task(actor: Actor, pk: int, *, owner: str, done: bool) -> ContentTask:
    """Say who writes the page that is missing, and whether it is written."""
    actor.check(Right.MENTIONS_WRITE)
    task = ContentTask.objects.select_related("query").filter(query__brand_id=actor.brand_id, pk=pk).first()
    if task is None:
        raise Http404(_("There is no such task of this brand."))
    with transaction.atomic():
        task.owner = " ".join(owner.split())[:120]
        task.state = ContentTask.State.DONE if done else ContentTask.State.OPEN
        task.done_at = timezone.now() if done else None
        task.save(update_fields=["owner", "state", "done_at"])
        record(actor, "visibility.task", task, after={"owner": task.owner, "state": str(task.state)})
    return task


def _follow(brand_id: int) -> None:
    """Give results the owner their place has now."""
    owners = owners_of(brand_id)
    hits = SearchHit.objects.filter(reading__brand_id=brand_id).exclude(owner_by="person")
    for host in hits.order_by().values_list("host", flat=True).distinct():
        hits.filter(host=host).exclude(owner=owner_of(host, owners)).update(owner=owner_of(host, owners))
