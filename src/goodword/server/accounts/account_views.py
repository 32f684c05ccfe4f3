"""Pages that belong to a person: the first page after sign-in, an invitation, the account."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError

from .access import public_view, signed_in_view
from .actions import do_accept_invitation, do_register
from .forms import NameForm, RegisterForm
from .models import Invitation, User
from .own_account import do_rename
from .queries import brands_of, open_invitation

LAST_BRAND = "last_brand"


@signed_in_view()
def start(request: HttpRequest) -> HttpResponse:
    """Go to the brand last worked on, or the first one."""
    brands = list(brands_of(request.user))  # type: ignore[arg-type]  # signed_in_view lets only users in
    if not brands:
        first = request.user.memberships.select_related("organisation").first()  # type: ignore[union-attr]
        return render(request, "accounts/no_brand.html", {"organisation": first and first.organisation})
    last = request.session.get(LAST_BRAND)
    slugs = [brand.slug for brand in sorted(brands, key=lambda brand: not brand.is_sample)]
    return redirect("home", brand=last if last in slugs else slugs[0])


@public_view("GET", "POST")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: with the account somebody has, or with a new one."""
    offer = open_invitation(secret)
    if request.user.is_authenticated:
        return _join(request, offer, request.user)
    if User.objects.filter(email=offer.email).exists():
        return redirect(f"/account/login/?next={request.path}")
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = do_register(offer, form.cleaned_data["name"], form.cleaned_data["password"])
        except GoodwordError as error:
            form.add_error("password", str(error))
        else:
            perform_login(request, user)
            return redirect("start")
    context = {"form": form, "invitation": offer}
    return render(request, "accounts/invitation.html", context, status=400 if form.errors else 200)


def _join(request: HttpRequest, offer: Invitation, user: User) -> HttpResponse:
    if request.method == "POST":
        try:
            do_accept_invitation(offer, user)
        except GoodwordError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Welcome to %(name)s.") % {"name": offer.organisation.name})
        return redirect("start")
    return render(request, "accounts/invitation.html", {"invitation": offer})


@signed_in_view("GET", "POST")
def account(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name; the way to password and second factor."""
    user: User = request.user  # type: ignore[assignment]
    form = NameForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        do_rename(user, form.cleaned_data["name"])
        messages.success(request, _("Your name is saved."))
        return redirect("account")
    return render(
        request,
        "accounts/account.html",
        {"form": form, "memberships": user.memberships.select_related("organisation")},
    )
