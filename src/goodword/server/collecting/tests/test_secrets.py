"""Secrets: unreadable in the database, rotated without loss."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goodword.core.errors import EnvironmentProblem
from goodword.server.collecting.actions import do_create_source
from goodword.server.collecting.models import Run, Source
from goodword.server.collecting.secrets import reseal_all, secrets_of, set_secrets
from goodword.server.collecting.tasks import clear_old_runs
from goodword.server.sealing import opened, sealed

pytestmark = pytest.mark.django_db


def test_a_secret_is_not_in_the_database(source):
    assert secrets_of(source) == {"key": "s3cret"}
    row = Source.objects.filter(pk=source.pk).values().get()
    assert "s3cret" not in str(row)


def test_setting_one_secret_keeps_the_others(source):
    set_secrets(source, {"other": "o", "key": ""})
    assert secrets_of(source) == {"key": "s3cret", "other": "o"}


def test_a_new_secret_of_the_installation_loses_nothing(source, settings):
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another one", [before]
    assert secrets_of(source) == {"key": "s3cret"}
    assert reseal_all() == 1
    settings.SECRET_KEY_FALLBACKS = []
    source.refresh_from_db()
    assert secrets_of(source) == {"key": "s3cret"}


def test_a_secret_that_cannot_be_opened_keeps_nothing_else_from_being_done(actor, source, settings, caplog):
    lost = do_create_source(actor, "scripted", "The lost one", {"place": "forum.example", "key": "s3cret"})
    Source.objects.filter(pk=lost.pk).update(secrets="sealed with a key that is gone")
    old = Run.objects.create(source=source, started_at=timezone.now() - timedelta(days=90))
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another one"
    settings.SECRET_KEY_FALLBACKS = [before]
    clear_old_runs.func()
    settings.SECRET_KEY_FALLBACKS = []
    source.refresh_from_db()
    assert secrets_of(source) == {"key": "s3cret"}
    assert not Run.objects.filter(pk=old.pk).exists()
    assert f"collecting.Source {lost.pk} cannot be opened" in caplog.text


def test_a_secret_whose_key_is_gone_says_what_to_do(settings):
    token = sealed("s3cret", "source")
    settings.SECRET_KEY = "another one"
    with pytest.raises(EnvironmentProblem, match="GOODWORD_SECRET_BEFORE"):
        opened(token, "source")


def test_each_purpose_has_its_own_key():
    with pytest.raises(EnvironmentProblem):
        opened(sealed("s3cret", "source"), "second factor")
