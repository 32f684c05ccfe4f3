"""Addresses that belong to a person, not to a brand."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
