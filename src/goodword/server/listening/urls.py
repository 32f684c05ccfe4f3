"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import path

from . import views
from .conversations.views import conversation_detail, conversation_list
from .origins import views as origins
from .saved import views as saved
from .topics.views import topic_export, topic_find, topic_list, topic_progress
from .trends.views import mention_trends
from .voice.views import voice, voice_number
from .voices.views import voices, voices_number

_QUERY = "mentions/queries/<int:pk>/"

urlpatterns = [
    path("sources/accounts/", origins.account_list, name="account-list"),
    path("sources/accounts/export/", origins.account_export, name="account-export"),
    path("sources/accounts/add/", origins.account_add, name="account-add"),
    path("sources/accounts/import/", origins.account_import, name="account-import"),
    path("sources/accounts/<int:pk>/remove/", origins.account_remove, name="account-remove"),
    path("mentions/", views.mention_list, name="mention-list"),
    path("mentions/export/", views.mention_export, name="mention-export"),
    path("mentions/count/", views.mention_count, name="mention-count"),
    path("mentions/trends/", mention_trends, name="mention-trends"),
    path("mentions/numbers/<slug:key>/", views.mention_number, name="mention-number"),
    path("mentions/queries/", saved.query_list, name="query-list"),
    path("mentions/queries/export/", saved.query_export, name="query-export"),
    path("mentions/queries/new/", saved.query_new, name="query-new"),
    path("mentions/queries/numbers/<slug:figure>/", saved.query_number, name="query-number"),
    path(_QUERY, saved.query_detail, name="query-detail"),
    path(f"{_QUERY}change/", saved.query_change, name="query-change"),
    path(f"{_QUERY}describe/", saved.query_describe, name="query-describe"),
    path(f"{_QUERY}retire/", saved.query_retire, name="query-retire"),
    path(f"{_QUERY}compare/", saved.query_compare, name="query-compare"),
    path(f"{_QUERY}assistant/", saved.query_assistant, name="query-assistant"),
    path(f"{_QUERY}judge/", saved.query_judge, name="query-judge"),
    path(f"{_QUERY}exclude/", saved.query_exclude, name="query-exclude"),
    path("mentions/voice/", voice, name="voice"),
    path("mentions/voice/number/", voice_number, name="voice-number"),
    path("mentions/voices/", voices, name="voices"),
    path("mentions/voices/number/", voices_number, name="voices-number"),
    path("conversations/", conversation_list, name="conversation-list"),
    path("conversations/<int:pk>/", conversation_detail, name="conversation-detail"),
    path("topics/", topic_list, name="topic-list"),
    path("topics/export/", topic_export, name="topic-export"),
    path("topics/progress/", topic_progress, name="topic-progress"),
    path("topics/find/", topic_find, name="topic-find"),
    path("mentions/<int:pk>/", views.mention_detail, name="mention-detail"),
    path("mentions/<int:pk>/evidence/", views.mention_evidence, name="mention-evidence"),
    path("mentions/<int:pk>/similar/", views.mention_similar, name="mention-similar"),
    path("mentions/<int:pk>/labels/", views.mention_labels, name="mention-labels"),
    path("mentions/<int:pk>/undo/", views.mention_undo, name="mention-undo"),
]
