"""Addresses of the sources, under one brand (/b/<brand>/…)."""

from django.urls import path

from . import views, wizard

urlpatterns = [
    path("sources/", views.source_list, name="source-list"),
    path("sources/export/", views.source_export, name="source-export"),
    path("sources/missing/", views.gap_list, name="gap-list"),
    path("sources/missing/export/", views.gap_export, name="gap-export"),
    path("sources/missing/notice/", views.gap_notice, name="gap-notice"),
    path("sources/new/", wizard.source_new, name="source-new"),
    path("sources/new/<slug:connector>/", wizard.source_setup, name="source-setup"),
    path("sources/<int:pk>/", views.source_detail, name="source-detail"),
    path("sources/drafts/<int:pk>/", wizard.source_try, name="draft-try"),
    path("sources/drafts/<int:pk>/items/", wizard.source_items, name="draft-items"),
    path("sources/drafts/<int:pk>/discard/", wizard.source_discard, name="draft-discard"),
    path("sources/<int:pk>/settings/", views.source_settings, name="source-settings"),
    path("sources/<int:pk>/collect/", views.source_collect, name="source-collect"),
    path("sources/<int:pk>/pause/", views.source_pause, name="source-pause"),
    path("sources/<int:pk>/resume/", views.source_resume, name="source-resume"),
]
