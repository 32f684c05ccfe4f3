"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import path

from . import views

urlpatterns = [
    path("mentions/", views.mention_list, name="mention-list"),
    path("mentions/export/", views.mention_export, name="mention-export"),
    path("mentions/numbers/<slug:key>/", views.mention_number, name="mention-number"),
    path("mentions/<int:pk>/", views.mention_detail, name="mention-detail"),
    path("mentions/<int:pk>/labels/", views.mention_labels, name="mention-labels"),
    path("mentions/<int:pk>/undo/", views.mention_undo, name="mention-undo"),
]
