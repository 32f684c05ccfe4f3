"""Who is told of new alerts, and when: one message for all of an hour, none in quiet hours, few a day."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from goodword.server.accounts.facade import Actor
from goodword.server.jobs.facade import enqueue

from .models import Alert, AlertRule, Message, Recipient

Silence = Alert.Silence


def tell(actor: Actor, rule: AlertRule, new: Sequence[Alert], now: datetime) -> None:
    """Queue the messages about new alerts and about those that waited for the end of the quiet hours."""
    waiting = Alert.objects.filter(rule=rule, suppressed=Silence.QUIET).exclude(
        pk__in=[each.pk for each in new]
    )
    due = [*waiting, *new]
    if not due:
        return
    recipients = list(rule.recipients.all())
    if not recipients:
        _mark(due, Silence.NOBODY)
    elif is_quiet(rule, now, actor.time_zone):
        _mark(due, Silence.QUIET)
    else:
        told = [each for each in recipients if _may_be_told(rule, each, now, actor.time_zone)]
        _mark(due, Silence.NONE if told else Silence.CAP)
        for each in told:
            queue(rule, each, due, now)


def is_quiet(rule: AlertRule, now: datetime, zone: str) -> bool:
    """Return whether a moment lies in a rule's quiet hours, which may go over midnight."""
    begin, end = rule.quiet_from, rule.quiet_until
    if begin is None or end is None or begin == end:
        return False
    local = now.astimezone(ZoneInfo(zone)).time()
    return begin <= local < end if begin < end else local >= begin or local < end


def queue(rule: AlertRule, recipient: Recipient, alerts: Iterable[Alert], now: datetime) -> Message:
    """Note a message and queue its sending."""
    from .tasks import send_message

    message = Message.objects.create(
        rule=rule,
        kind=recipient.kind,
        address=recipient.address,
        recipient=recipient,
        alerts=[each.pk for each in alerts],
        created_at=now,
    )
    enqueue(
        send_message,
        message.pk,
        brand_id=rule.brand_id,
        subject=recipient.address,
        key=f"alert-message:{message.pk}",
    )
    return message


def _mark(alerts: Iterable[Alert], silence: str) -> None:
    for each in alerts:
        each.suppressed = silence
        each.save(update_fields=["suppressed"])


def _may_be_told(rule: AlertRule, recipient: Recipient, now: datetime, zone: str) -> bool:
    """Return whether today's messages to a recipient are not used up."""
    local = now.astimezone(ZoneInfo(zone))
    midnight = datetime.combine(local.date(), time.min, local.tzinfo)
    sent = Message.objects.filter(rule=rule, recipient=recipient, created_at__gte=midnight)
    return sent.count() < rule.daily_cap
