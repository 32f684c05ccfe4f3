"""Saved views: filters, order and columns under a name, one's own or everybody's."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, ActorKind
from goodword.server.audit.facade import record, snapshot
from goodword.server.shell.models import SavedView

from .addresses import CURSOR
from .selection import COLUMNS, selection_of
from .spec import ListSpec

_FIELDS = ("list_name", "name", "query", "shared")


def access_saved_views(actor: Actor, spec: ListSpec) -> QuerySet[SavedView]:
    """Return the views of a list that the actor may open: their own and the shared ones."""
    actor.check(spec.right)
    views = SavedView.objects.filter(brand_id=actor.brand_id, list_name=spec.name).exclude(
        name=SavedView.DEFAULT
    )
    mine = Q(user_id=int(actor.id)) if actor.kind is ActorKind.MEMBER else Q(pk__in=[])
    return views.filter(mine | Q(shared=True)).order_by("name", "pk")


def access_remembered_columns(actor: Actor, spec: ListSpec) -> str:
    """Return the columns a member chose for themselves, comma-separated; empty when they chose none."""
    if actor.kind is not ActorKind.MEMBER:
        return ""
    view = SavedView.objects.filter(
        brand_id=actor.brand_id, user_id=int(actor.id), list_name=spec.name, name=SavedView.DEFAULT
    ).first()
    return QueryDict(view.query).get(COLUMNS, "") if view else ""


def do_save_view(actor: Actor, spec: ListSpec, *, name: str, query: str, shared: bool) -> SavedView:
    """Keep the filters, order and columns of an address under a name; saving again under it replaces the view."""
    actor.check(spec.right)
    label = name.strip()
    if not label or len(label) > 80:
        raise InputError(_("A view needs a name of up to 80 characters."))
    if label.lower() == SavedView.DEFAULT:
        raise ConflictError(
            _("The name “%(name)s” is kept for your own columns. Choose another.") % {"name": label}
        )
    view, created = SavedView.objects.update_or_create(
        brand_id=actor.brand_id, user_id=_member(actor), list_name=spec.name, name=label,
        defaults={"query": _checked(actor, spec, query), "shared": shared},
    )  # fmt: skip
    record(actor, "view.save" if created else "view.replace", view, after=snapshot(view, _FIELDS))
    return view


def do_remember_columns(actor: Actor, spec: ListSpec, names: list[str]) -> str:
    """Remember a member's own columns; nothing chosen brings the list's own back. Returns them comma-separated."""
    actor.check(spec.right)
    query = QueryDict(mutable=True)
    if names:
        query[COLUMNS] = ",".join(names)
    kept = _checked(actor, spec, query.urlencode())
    where: dict[str, Any] = {"brand_id": actor.brand_id, "user_id": _member(actor), "list_name": spec.name}
    if names:
        SavedView.objects.update_or_create(**where, name=SavedView.DEFAULT, defaults={"query": kept})
    else:
        SavedView.objects.filter(**where, name=SavedView.DEFAULT).delete()
    return ",".join(names)


def do_remove_view(actor: Actor, spec: ListSpec, pk: int) -> None:
    """Remove one of the member's own views."""
    actor.check(spec.right)
    view = access_saved_views(actor, spec).filter(pk=pk, user_id=_member(actor)).first()
    if view is None:
        raise Http404(
            _("There is no such view of yours. A shared view is removed by the member who made it.")
        )
    record(actor, "view.remove", view, before=snapshot(view, _FIELDS))
    view.delete()


def _checked(actor: Actor, spec: ListSpec, query: str) -> str:
    """Return an address' query as it is kept; InputError when the list does not understand it."""
    params = QueryDict(query, mutable=True)
    params.pop(CURSOR, None)
    problems = selection_of(spec.worded_for(actor), actor, params).problems
    if problems:
        raise InputError(problems[0].sentence)
    text = params.urlencode()
    if len(text) > 2000:
        raise InputError(_("There is too much in this view to keep it. Take some filters out."))
    return text


def _member(actor: Actor) -> int:
    if actor.kind is not ActorKind.MEMBER:
        raise InputError(_("Views are kept for members. Sign in to the console to save one."))
    return int(actor.id)
