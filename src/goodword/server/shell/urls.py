"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import URLPattern, URLResolver, include, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("lists/", include("goodword.server.shell.lists.urls")),
    path("coming/<slug:station>/", views.station, name="station"),
]
