"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
