"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import path

from . import views

urlpatterns = [
    path("jobs/", views.job_list, name="job-list"),
    path("jobs/export/", views.job_export, name="job-export"),
    path("jobs/<int:pk>/", views.job_detail, name="job-detail"),
    path("jobs/<int:pk>/rerun/", views.job_rerun, name="job-rerun"),
]
