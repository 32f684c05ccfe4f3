"""Addresses of the shell that belong to no brand."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("style/", views.style, name="style"),
    path("style/number/", views.style_number, name="style-number"),
]
