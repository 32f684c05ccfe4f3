"""The pages of the conversations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view

from ..rows import mention_url
from ..tabs import CONVERSATIONS as HERE
from ..tabs import tabs
from ..voice.page import Choice
from .queries import SORTS, Branch, access_conversations, access_thread

DEEPEST = 8  # how far lines are set in; what is deeper says so in a number


@brand_view(Right.MENTIONS_READ, "GET")
def conversation_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the conversations."""
    asked = request.GET.get("sort", "")
    sort = asked if asked in SORTS else SORTS[0]
    found, total = access_conversations(actor, sort)
    labels = {"latest": _("Latest"), "longest": _("Longest"), "unfavourable": _("Most unfavourable")}
    url = reverse("conversation-list", kwargs={"brand": actor.brand_slug})
    context = {
        "conversations": found,
        "more": total - len(found),
        "tabs": tabs(actor, HERE),
        "sorts": [Choice(label, f"{url}?sort={name}", name == sort) for name, label in labels.items()],
    }
    return render(request, "listening/conversations.html", context)


@brand_view(Right.MENTIONS_READ, "GET")
def conversation_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show one conversation as a tree."""
    text = request.GET.get("from", "")
    thread = access_thread(
        actor, pk, int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    )
    shown = [_shown(actor, branch) for branch in thread.branches]
    return render(request, "listening/conversation.html", {"thread": thread, "branches": shown})


def _shown(actor: Actor, branch: Branch) -> dict[str, Any]:
    mention, depth = branch.mention, branch.line.depth
    return {
        "line": branch.line,
        "mention": mention,
        "indent": min(depth, DEEPEST),
        "is_deep": depth > DEEPEST,
        "url": mention_url(actor.brand_slug, mention.pk) if mention else "",
    }
