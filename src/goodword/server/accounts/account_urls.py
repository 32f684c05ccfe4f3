"""Addresses that belong to a person, not to a brand."""

from django.urls import path

from . import account_views

urlpatterns = [
    path("", account_views.start, name="start"),
    path("account/", account_views.account, name="account"),
    path("invitation/<str:secret>/", account_views.invitation, name="invitation"),
]
