"""Changes to saved queries: a change of what is asked is always a new version."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record

from ..queries import access_mention
from ..search import query_for
from .models import COLOURS, Judgement, QueryVersion, SavedQuery
from .queries import access_saved_query


def do_save_query(
    actor: Actor, *, name: str, source: str, kind: str = SavedQuery.Kind.TOPIC.value, colour: int = 0, note: str = ""
) -> SavedQuery:  # fmt: skip
    """Save a query under a name and return it; without a colour it takes the next one.

    Raises UnreadableQueryError (with column and fix) for a query that cannot be read, InputError for an empty one,
    ConflictError for a name that is taken.
    """
    actor.check(Right.MENTIONS_WRITE)
    name, source = _named(name), checked_source(actor, source)
    if kind not in SavedQuery.Kind.values:
        known = ", ".join(SavedQuery.Kind.values)
        raise InputError(
            _("“%(kind)s” is no kind of query. Choose from: %(known)s.") % {"kind": kind[:40], "known": known}
        )
    query = SavedQuery(brand_id=actor.brand_id, name=name, kind=kind, source=source)
    query.colour = _colour(colour) or SavedQuery.objects.filter(brand_id=actor.brand_id).count() % COLOURS + 1
    with transaction.atomic():
        _store(query)
        _add_version(actor, query, note)
        record(actor, "query.save", query, after={"name": name, "kind": kind, "source": source})
    return query


def do_change_query(actor: Actor, pk: int, *, source: str, note: str = "") -> SavedQuery:
    """Write a new version of a query and return the query; the same text again makes no version."""
    actor.check(Right.MENTIONS_WRITE)
    source = checked_source(actor, source)
    with transaction.atomic():
        query = SavedQuery.objects.select_for_update().get(pk=access_saved_query(actor, pk).pk)
        before = query.source
        if source != before:
            query.source, query.version, query.changed_at = source, query.version + 1, timezone.now()
            query.save(update_fields=["source", "version", "changed_at"])
            _add_version(actor, query, note)
            record(
                actor,
                "query.change",
                query,
                before={"source": before},
                after={"source": source, "note": note},
            )
    return query


def do_describe_query(actor: Actor, pk: int, *, name: str, kind: str, colour: int) -> SavedQuery:
    """Give a query another name, kind or colour; what it asks for stays."""
    actor.check(Right.MENTIONS_WRITE)
    if kind not in SavedQuery.Kind.values:
        raise InputError(_("Choose whether it is about the brand, a competitor or a topic."))
    with transaction.atomic():
        query = access_saved_query(actor, pk)
        before = {"name": query.name, "kind": query.kind, "colour": query.colour}
        query.name, query.kind, query.colour = _named(name), kind, _colour(colour) or query.colour
        _store(query)
        after = {"name": query.name, "kind": query.kind, "colour": query.colour}
        if after != before:
            record(actor, "query.describe", query, before=before, after=after)
    return query


def do_retire_query(actor: Actor, pk: int, *, retired: bool = True) -> SavedQuery:
    """Put a query away, or take it out again; its versions stay."""
    actor.check(Right.MENTIONS_WRITE)
    query = access_saved_query(actor, pk)
    if query.retired != retired:
        with transaction.atomic():
            query.retired = retired
            query.save(update_fields=["retired"])
            record(actor, "query.retire" if retired else "query.restore", query)
    return query


def do_judge(actor: Actor, pk: int, mention_id: int, *, relevant: bool) -> Judgement:
    """Say whether a text that a query found is about what it is meant to find; saying it again replaces it."""
    actor.check(Right.MENTIONS_WRITE)
    query, mention = access_saved_query(actor, pk), access_mention(actor, mention_id)
    given = {"relevant": relevant, "at": timezone.now(), "actor_name": actor.name}
    return Judgement.objects.update_or_create(query=query, mention=mention, defaults=given)[0]


def do_take_back_judgement(actor: Actor, pk: int) -> None:
    """Take the last judgement of a query back."""
    actor.check(Right.MENTIONS_WRITE)
    last = access_saved_query(actor, pk).judgements.order_by("-at", "-pk").first()
    if last is not None:
        last.delete()


def checked_source(actor: Actor, source: str) -> str:
    """Return a query that can be read and asks for something; else an error that says what to do."""
    source = " ".join(source.split())
    if query_for(actor.brand_id, source).is_empty:
        raise InputError(_("The query asks for nothing. Give at least one word, such as the brand’s name."))
    return source


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise InputError(_("Give the query a name of up to 80 characters."))
    return name


def _colour(number: int) -> int:
    if not 0 <= number <= COLOURS:
        raise InputError(_("A colour is a number from 1 to %(n)d.") % {"n": COLOURS})
    return number


def _store(query: SavedQuery) -> None:
    try:
        with transaction.atomic():
            query.save()
    except IntegrityError:
        said = _("There is a query named “%(name)s” already. Choose another name, or change that one.")
        raise ConflictError(said % {"name": query.name}) from None


def _add_version(actor: Actor, query: SavedQuery, note: str) -> None:
    QueryVersion.objects.create(
        query=query,
        number=query.version,
        source=query.source,
        note=" ".join(note.split())[:300],
        actor_name=actor.name,
    )
