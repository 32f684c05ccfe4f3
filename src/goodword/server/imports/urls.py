"""Addresses of the imports, under one brand (/b/<brand>/…)."""

from django.urls import path

from . import views, wizard

urlpatterns = [
    path("imports/", views.import_list, name="import-list"),
    path("imports/export/", views.import_export, name="import-export"),
    path("imports/new/", wizard.import_new, name="import-new"),
    path("imports/<int:pk>/", views.import_detail, name="import-detail"),
    path("imports/<int:pk>/columns/", wizard.import_columns, name="import-columns"),
    path("imports/<int:pk>/preview/", wizard.import_preview, name="import-preview"),
    path("imports/<int:pk>/start/", wizard.import_start, name="import-start"),
    path("imports/<int:pk>/discard/", wizard.import_discard, name="import-discard"),
    path("imports/<int:pk>/cancel/", views.import_cancel, name="import-cancel"),
    path("imports/<int:pk>/resume/", views.import_resume, name="import-resume"),
    path("imports/<int:pk>/repeat/", views.import_repeat, name="import-repeat"),
    path("imports/<int:pk>/report/", views.import_report, name="import-report"),
    path("imports/<int:pk>/profile/", views.import_profile, name="import-profile"),
]
