"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import path

from . import views

urlpatterns = [
    path("settings/", views.brand_settings, name="brand-settings"),
    path("members/", views.member_list, name="member-list"),
    path("members/export/", views.member_export, name="member-export"),
    path("members/<int:pk>/", views.member_detail, name="member-detail"),
    path("members/<int:pk>/role/", views.member_role, name="member-role"),
    path("members/<int:pk>/remove/", views.member_remove, name="member-remove"),
    path("members/agencies/add/", views.agency_add, name="agency-add"),
    path("members/agencies/<int:pk>/remove/", views.agency_remove, name="agency-remove"),
    path("members/invitations/<int:pk>/withdraw/", views.invitation_withdraw, name="invitation-withdraw"),
    path("tokens/", views.token_list, name="token-list"),
    path("tokens/<int:pk>/revoke/", views.token_revoke, name="token-revoke"),
]
