"""The pages of what is watched, who is told, and the replay."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view

from .actions import do_add_recipient, do_add_rule, do_change_rule, do_remove_recipient, do_remove_rule
from .forms import RecipientForm, RuleForm
from .models import AlertRule
from .queries import access_messages, access_rule, access_rules
from .replaying import Replay, access_replay
from .tabs import REPLAY, RULES, tabs
from .watching import access_last_sight
from .words import series_names

_MESSAGES = 20


@brand_view(Right.MENTIONS_READ, "GET")
def rule_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is watched."""
    rules = access_rules(actor).prefetch_related("recipients")
    context = {
        "rules": rules,
        "tabs": tabs(actor, RULES),
        "actor": actor,
        "may_manage": actor.may(Right.SOURCES_MANAGE),
    }
    return render(request, "alerting/rules.html", context)


@brand_view(Right.SOURCES_MANAGE, "GET", "POST")
def rule_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a rule."""
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rule = do_add_rule(actor, form.cleaned_data)
            return redirect("rule-detail", brand=actor.brand_slug, pk=rule.pk)
        except GoodwordError as error:
            form.add_error(None, str(error))
    return render(request, "alerting/rule_new.html", {"form": form, "actor": actor}, status=_status(request))


@brand_view(Right.SOURCES_MANAGE, "GET", "POST")
def rule_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show and change one rule, who is told of it, and what was sent."""
    rule = access_rule(actor, pk)
    form = RuleForm(request.POST or None, instance=access_rule(actor, pk))
    if request.method == "POST" and form.is_valid():
        try:
            do_change_rule(actor, pk, form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("rule-detail", brand=actor.brand_slug, pk=pk)
        except GoodwordError as error:
            form.add_error(None, str(error))
    context = {
        "rule": rule,
        "form": form,
        "recipient_form": RecipientForm(),
        "recipients": rule.recipients.order_by("pk"),
        "sent": access_messages(actor, rule)[:_MESSAGES],
        "sight": access_last_sight(actor),
        "actor": actor,
    }
    return render(request, "alerting/rule.html", context, status=_status(request))


@brand_view(Right.SOURCES_MANAGE, "POST")
def rule_remove(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Remove a rule."""
    do_remove_rule(actor, pk)
    messages.success(request, _("The rule is removed."))
    return redirect("rule-list", brand=actor.brand_slug)


@brand_view(Right.SOURCES_MANAGE, "POST")
def rule_tell(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Let a rule tell somebody; a webhook's secret is shown once."""
    form = RecipientForm(request.POST)
    try:
        if form.is_valid():
            given = form.cleaned_data
            _recipient, secret = do_add_recipient(
                actor, pk, given["kind"], given["address"], given["language"]
            )
            said = _("Messages are signed with %(secret)s. It is shown only now: keep it.") % {
                "secret": secret
            }
            messages.success(request, said if secret else _("Saved."))
        else:
            messages.error(request, " ".join(str(each) for faults in form.errors.values() for each in faults))
    except GoodwordError as error:
        messages.error(request, str(error))
    return redirect("rule-detail", brand=actor.brand_slug, pk=pk)


@brand_view(Right.SOURCES_MANAGE, "POST")
def rule_untell(_request: HttpRequest, actor: Actor, pk: int, recipient: int) -> HttpResponse:
    """Tell somebody no longer."""
    do_remove_recipient(actor, pk, recipient)
    return redirect("rule-detail", brand=actor.brand_slug, pk=pk)


@brand_view(Right.MENTIONS_READ, "GET")
def alert_replay(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the last thirty days would have been under other thresholds."""
    rules = list(access_rules(actor))
    context = {
        "tabs": tabs(actor, REPLAY),
        "rules": rules,
        "actor": actor,
        "may_manage": actor.may(Right.SOURCES_MANAGE),
    }
    if rules:
        rule = next((each for each in rules if str(each.pk) == request.GET.get("rule")), rules[0])
        context |= _replayed(request, actor, rule, access_replay(actor, rule))
    part = bool(getattr(request, "htmx", None)) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    response = render(
        request, "alerting/replayed.html" if part and rules else "alerting/replay.html", context
    )
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def _replayed(request: HttpRequest, actor: Actor, rule: AlertRule, found: Replay) -> dict[str, object]:
    steps = [each.alarms_per_month for each in found.choices]
    own = steps.index(rule.alarms_per_month)
    asked = request.GET.get("step", "")
    place = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else own
    chosen = found.choices[min(place, len(steps) - 1)]
    names = series_names(actor.brand_id, {alarm.series for alarm in chosen.alarms})
    return {
        "rule": rule,
        "replay": found,
        "chosen": chosen,
        "place": found.choices.index(chosen),
        "last": len(steps) - 1,
        "own": found.choices[own],
        "alarms": [(names[alarm.series], alarm) for alarm in reversed(chosen.alarms)],
    }


@brand_view(Right.SOURCES_MANAGE, "POST")
def rule_threshold(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Use a threshold that was tried in the replay."""
    try:
        do_change_rule(actor, pk, {"alarms_per_month": float(request.POST.get("rate", ""))})
        messages.success(request, _("From now on this threshold is used."))
    except (ValueError, GoodwordError) as error:
        said = error if isinstance(error, GoodwordError) else _("Give the false alarms a month as a number.")
        messages.error(request, str(said))
    return redirect("alert-replay", brand=actor.brand_slug)


def _status(request: HttpRequest) -> int:
    return 400 if request.method == "POST" else 200
