"""The jobs of the alerts."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.connectors.protocol import PullError
from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import system_actor_for
from goodword.server.jobs.facade import enqueue, job
from goodword.server.sealing import reseal

from .models import AlertRule, Message, Recipient
from .sending import PURPOSE, send
from .watching import do_watch

_KEPT = timedelta(days=180)


@job(title=gettext_lazy("Look for what is unusual"), max_attempts=3, timeout_seconds=600)
def watch(brand_id: int) -> int:
    """Judge a brand's last hours; returns how many new alerts there are."""
    return len(do_watch(system_actor_for(brand_id, "alerts")))


@job(title=gettext_lazy("Look where something may be unusual"), max_attempts=2)
def look_everywhere() -> int:
    """Queue the judging of every brand that has a rule; returns how many."""
    brands = AlertRule.objects.filter(is_on=True).values_list("brand_id", flat=True).distinct()
    for brand_id in brands:
        ask_watch(brand_id)
    return len(brands)


def ask_watch(brand_id: int) -> int:
    """Queue the judging of a brand, unless a job that will do it waits already; return the job's id."""
    return enqueue(watch, brand_id, brand_id=brand_id, unless_waiting=True)


@job(title=gettext_lazy("Send an alert"), max_attempts=6, retry_seconds=30, timeout_seconds=120)
def send_message(message_id: int) -> str:
    """Send one message; what went wrong is noted, and it is tried again."""
    message = Message.objects.select_related("rule__brand", "recipient").filter(pk=message_id).first()
    if message is None or message.state == Message.State.SENT:
        return _("Sent before, or no longer wanted")
    if message.recipient is None:
        message.state, message.problem = Message.State.FAILED, _("Taken out before it was sent.")
        message.save(update_fields=["state", "problem"])
        return message.problem
    message.attempts += 1
    try:
        send(message, message.recipient)
    except (GoodwordError, PullError, OSError) as error:
        message.state, message.problem = Message.State.FAILED, str(error)[:1000]
        message.save(update_fields=["attempts", "state", "problem"])
        raise
    message.state, message.problem, message.sent_at = Message.State.SENT, "", timezone.now()
    message.save(update_fields=["attempts", "state", "problem", "sent_at"])
    return message.address


@job(title=gettext_lazy("Clear away old messages of alerts"), max_attempts=3)
def clear_old_messages() -> int:
    """Forget messages after some months and seal secrets anew; alerts and verdicts stay. Returns how many messages."""
    reseal(Recipient.objects.all(), "secret", PURPOSE)
    return Message.objects.filter(created_at__lt=timezone.now() - _KEPT).delete()[0]
