"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("coming/<slug:station>/", views.station, name="station"),
]
