"""The sample in the database: labelled in part, read by the model, and removed without a trace."""

import pyarrow.parquet as pq
import pytest

from goodword.server import environment, workspace
from goodword.server.accounts.models import Brand
from goodword.server.jobs.facade import run_pending
from goodword.server.listening.models import Label, Mention, Reading
from goodword.server.understanding.models import ModelVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sample(settings, monkeypatch, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    monkeypatch.setenv("GOODWORD_HOME", str(settings.HOME))
    workspace.create(scale=0.25)
    return Brand.objects.get(slug=workspace.SLUG)


def test_a_part_is_labelled_the_model_reads_the_rest_and_it_all_goes(sample, settings):
    labels = pq.read_table(environment.sample_folder() / "labels.parquet").to_pylist()
    truth = {each["external_id"]: each for each in labels}
    mentions = Mention.objects.filter(brand=sample)
    by_persons = mentions.filter(sentiment_by="person")
    assert by_persons.count() == len(truth) // 25
    assert all(each.sentiment == truth[each.external_id]["sentiment"] for each in by_persons)
    by_files = mentions.filter(sentiment_by="file").count()
    assert len(truth) * 0.15 < by_files < len(truth) * 0.45
    assert set(Label.objects.values_list("reason", flat=True)) == {"random", "free"}
    run_pending()
    assert not mentions.filter(read_by=0).exists()
    assert mentions.filter(sentiment_by="model").count() > len(truth) * 0.4
    assert ModelVersion.objects.get(brand=sample).state in {"in_force", "refused"}
    workspace.remove()
    for left in (Mention, Label, Reading):
        assert not left.objects.exists()
    assert not ModelVersion.objects.exclude(brand=None).exists()
    assert not (settings.HOME / "models" / str(sample.pk)).exists()
