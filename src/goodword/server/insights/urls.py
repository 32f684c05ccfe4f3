"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home_page, name="home"),
    path("numbers/<slug:key>/", views.number_card, name="number-card"),
    path("sample/remove/", views.sample_remove, name="sample-remove"),
]
