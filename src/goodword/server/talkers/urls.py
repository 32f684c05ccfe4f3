"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import path

from . import views

urlpatterns = [
    path("people/", views.person_list, name="person-list"),
    path("people/export/", views.person_export, name="person-export"),
    path("people/<int:pk>/", views.person_detail, name="person-detail"),
]
