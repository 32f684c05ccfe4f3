"""Exports of platforms: known by their columns, offered in the reader's language, named at the command line."""

import pytest
from django.utils.translation import override

from goodword.core.errors import InputError
from goodword.server.imports.drafts import do_draft_import, do_use_profile, fitting_profiles, look_at_draft
from goodword.server.imports.facade import do_create_import, run_import
from goodword.server.listening.models import Mention

HEADER = ["微博id", "用户昵称", "微博正文", "发布时间", "点赞数"]
ROWS = [
    ["5001", "甲", "灯很好用 #流明灯#", "3小时前", "1.2万"],
    ["5002", "乙", "一周就坏了", "2026-05-01 10:00", "赞"],
]

pytestmark = pytest.mark.django_db


def test_an_export_is_read_as_its_platform_writes_it(cast, write):
    path = write(HEADER, ROWS, name="weibo_20260512_1830.csv")
    run, _reading = do_create_import(cast.actor(), "mentions", path, profile="weibo")
    run = run_import(run.pk, cast.actor())
    assert (str(run.state), run.added, run.rejected) == ("done", 2, 0)
    first = Mention.objects.get(external_id="5001")
    assert (first.source, first.source_type, first.author) == ("weibo.com", "social_network", "甲")
    assert first.extra == {"likes": 12_000}
    assert first.published_at is not None
    assert first.published_at.isoformat()[:10] == "2026-05-12"


@pytest.mark.parametrize(("language", "name"), [("en", "Weibo"), ("zh-hans", "微博")])
def test_the_wizard_offers_the_platform(cast, write, language, name):
    actor = cast.actor()
    run = do_draft_import(actor, write(HEADER, ROWS), "export.csv")
    reading = look_at_draft(actor, run)
    with override(language):
        (profile,) = fitting_profiles(actor, run, reading.source)
    assert profile.name == name
    do_use_profile(actor, run, profile)
    assert look_at_draft(actor, run).options.constants["source"] == "weibo.com"


def test_a_name_nobody_knows_is_refused(cast, write):
    with pytest.raises(InputError, match="Friendster"):
        do_create_import(cast.actor(), "mentions", write(HEADER, ROWS), profile="Friendster")
