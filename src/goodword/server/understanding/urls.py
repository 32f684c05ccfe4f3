"""Addresses of the reading model, under one brand (/b/<brand>/…)."""

from django.urls import path

from . import teach_views, views, word_views

_WORD = "model/words/<slug:kind>/<slug:term>/"

urlpatterns = [
    path("model/", views.model, name="model"),
    path("model/live/", views.model_live, name="model-live"),
    path("model/compared/", views.model_compared, name="model-compared"),
    path("model/drift/", views.model_drift, name="model-drift"),
    path("model/numbers/<slug:measure>/", views.model_number, name="model-number"),
    path("model/judged/", views.model_judged, name="model-judged"),
    path("model/changed/", views.model_changed, name="model-changed"),
    path("model/retrain/", views.model_retrain, name="model-retrain"),
    path("model/versions/<int:number>/use/", views.model_use, name="model-use"),
    path("model/settings/", views.model_settings, name="model-settings"),
    path("model/teach/", teach_views.teach, name="teach"),
    path("model/teach/undo/", teach_views.teach_undo, name="teach-undo"),
    path("model/teach/<int:pk>/", teach_views.teach_answer, name="teach-answer"),
    path("model/teach/<int:pk>/skip/", teach_views.teach_skip, name="teach-skip"),
    path("model/words/", word_views.word_list, name="word-list"),
    path("model/words/<slug:kind>/", word_views.word_add, name="word-add"),
    path(_WORD, word_views.word_detail, name="word-detail"),
    path(f"{_WORD}rename/", word_views.word_rename, name="word-rename"),
    path(f"{_WORD}merge/", word_views.word_merge, name="word-merge"),
    path(f"{_WORD}preview/", word_views.word_merge_preview, name="word-merge-preview"),
    path(f"{_WORD}unmerge/", word_views.word_unmerge, name="word-unmerge"),
    path(f"{_WORD}retire/", word_views.word_retire, name="word-retire"),
]
