"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import path

from . import views
from .diagnosis import views as diagnosis

urlpatterns = [
    path("", views.home_page, name="home"),
    path("numbers/<slug:key>/", views.number_card, name="number-card"),
    path("diagnosis/", diagnosis.diagnosis_page, name="diagnosis"),
    path("diagnosis/pdf/", diagnosis.diagnosis_document, {"kind": "pdf"}, name="diagnosis-pdf"),
    path("diagnosis/html/", diagnosis.diagnosis_document, {"kind": "html"}, name="diagnosis-html"),
    path("diagnosis/numbers/<str:key>/", diagnosis.diagnosis_number, name="diagnosis-number"),
    path("sample/remove/", views.sample_remove, name="sample-remove"),
]
