"""Addresses of saved views and columns, under one brand (/b/<brand>/lists/…)."""

from django.urls import path

from . import views

urlpatterns = [
    path("<slug:name>/views/", views.save_view, name="view-save"),
    path("<slug:name>/views/<int:pk>/remove/", views.remove_view, name="view-remove"),
    path("<slug:name>/columns/", views.choose_columns, name="columns-choose"),
]
