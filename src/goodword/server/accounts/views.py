"""Pages about a brand and the people and programs that work on it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.server.shell.layouts import layout_of
from goodword.server.shell.lists import export_view, list_response, read_page

from .access import brand_view
from .actions import (
    do_add_agency,
    do_change_role,
    do_create_token,
    do_invite,
    do_remove_agency,
    do_remove_member,
    do_revoke_token,
    do_set_brand,
    do_withdraw_invitation,
)
from .actor import Actor
from .forms import AgencyForm, BrandForm, InviteForm, RoleForm, TokenForm
from .lists import MEMBERS
from .queries import (
    access_agencies,
    access_agency,
    access_invitation,
    access_invitations,
    access_member,
    access_own_brand,
    access_token,
    access_tokens,
)
from .rights import ROLE_RIGHTS, Right, Role, areas


@brand_view(Right.BRAND_READ, "GET", "POST")
def brand_settings(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Show and change what the platform knows of the brand."""
    brand = access_own_brand(actor)
    form = BrandForm(request.POST or None, instance=brand)
    if request.method == "POST":
        actor.check(Right.BRAND_MANAGE)
        if form.is_valid():
            do_set_brand(actor, form.cleaned_data)
            messages.success(request, _("The brand's settings are saved."))
            return redirect("brand-settings", brand=actor.brand_slug)
    for field in form.fields.values():
        field.disabled = not actor.may(Right.BRAND_MANAGE)
    return render(
        request,
        "accounts/brand_settings.html",
        {"form": form, "may_manage": actor.may(Right.BRAND_MANAGE)},
        status=400 if request.method == "POST" else 200,
    )


@brand_view(Right.MEMBERS_READ, "GET", "POST")
def member_list(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Show who works on the brand; invite somebody."""
    form = InviteForm(request.POST or None)
    link = ""
    if request.method == "POST":
        actor.check(Right.MEMBERS_MANAGE)
        if form.is_valid():
            try:
                invitation, secret = do_invite(
                    actor, form.cleaned_data["email"], Role(form.cleaned_data["role"])
                )
            except GoodwordError as error:
                form.add_error("email", str(error))
            else:
                link = request.build_absolute_uri(reverse("invitation", args=[secret]))
                messages.success(
                    request,
                    _("%(email)s is invited. Send them the link below.") % {"email": invitation.email},
                )
                form = InviteForm()
    return list_response(
        request,
        actor,
        read_page(MEMBERS, request, actor),
        "accounts/members.html",
        form=form,
        link=link,
        roles=Role.choices,
        invitations=list(access_invitations(actor)),
        agencies=list(access_agencies(actor)),
        agency_form=AgencyForm(),
        may_manage=actor.may(Right.MEMBERS_MANAGE),
    )


member_export = export_view(MEMBERS)


@brand_view(Right.MEMBERS_MANAGE)
def member_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show a member with what may be changed."""
    member = access_member(actor, pk)
    context = {
        "layout": layout_of(request),
        "actor": actor,
        "member": member,
        "form": RoleForm({"role": member.role}, auto_id="member-%s"),
        "roles": [(role.label, *areas(ROLE_RIGHTS[role])) for role in Role],
    }
    return render(request, "accounts/member.html", context)


@brand_view(Right.MEMBERS_MANAGE, "POST")
def member_role(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Give a member another role."""
    member = access_member(actor, pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        _try(
            request,
            lambda: do_change_role(actor, member, Role(form.cleaned_data["role"])),
            _("The role is changed."),
        )
    return redirect("member-list", brand=actor.brand_slug)


@brand_view(Right.MEMBERS_MANAGE, "POST")
def member_remove(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Take a member's access away."""
    member = access_member(actor, pk)
    _try(
        request,
        lambda: do_remove_member(actor, member),
        _("%(name)s has no access any more.") % {"name": member.user},
    )
    return redirect("member-list", brand=actor.brand_slug)


@brand_view(Right.MEMBERS_MANAGE, "POST")
def invitation_withdraw(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = access_invitation(actor, pk)
    _try(request, lambda: do_withdraw_invitation(actor, invitation), _("The invitation is withdrawn."))
    return redirect("member-list", brand=actor.brand_slug)


@brand_view(Right.MEMBERS_MANAGE, "POST")
def agency_add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Let an agency work for the brand."""
    form = AgencyForm(request.POST)
    if form.is_valid():
        _try(
            request,
            lambda: do_add_agency(actor, form.cleaned_data["slug"]),
            _("The agency works for this brand now."),
        )
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["slug"]))
    return redirect("member-list", brand=actor.brand_slug)


@brand_view(Right.MEMBERS_MANAGE, "POST")
def agency_remove(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """End an agency's work for the brand."""
    agency = access_agency(actor, pk)
    _try(
        request,
        lambda: do_remove_agency(actor, agency),
        _("%(name)s has no access any more.") % {"name": agency.name},
    )
    return redirect("member-list", brand=actor.brand_slug)


@brand_view(Right.TOKENS_MANAGE, "GET", "POST")
def token_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the API tokens on the brand; make one and show its secret once."""
    form = TokenForm(actor, request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        scopes = frozenset(Right(scope) for scope in form.cleaned_data["scopes"])
        _token, secret = do_create_token(
            actor, form.cleaned_data["name"], scopes, form.cleaned_data["days"] or None
        )
        form = TokenForm(actor)
    return render(
        request,
        "accounts/tokens.html",
        {"form": form, "secret": secret, "tokens": list(access_tokens(actor))},
        status=400 if form.errors else 200,
    )


@brand_view(Right.TOKENS_MANAGE, "POST")
def token_revoke(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Close an API token."""
    token = access_token(actor, pk)
    _try(
        request,
        lambda: do_revoke_token(actor, token),
        _("The token “%(name)s” is revoked.") % {"name": token.name},
    )
    return redirect("token-list", brand=actor.brand_slug)


def _try(request: HttpRequest, work: Callable[[], object], done: str) -> None:
    """Do something and say so; what a person can put right is said instead."""
    try:
        work()
    except GoodwordError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
