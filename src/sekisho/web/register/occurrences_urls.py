"""Addresses of occurrences."""

from django.urls import path

from sekisho.web.register.views import occurrences

urlpatterns = [
    path("occurrences/", occurrences.listed, name="occurrences"),
    path("occurrences/list.xlsx", occurrences.sheet, name="occurrences-sheet"),
    path("occurrences/new/", occurrences.new, name="occurrence-new"),
    path("occurrences/<int:number>/", occurrences.occurrence, name="occurrence"),
    path("occurrences/<int:number>/held/", occurrences.write_held, name="occurrence-held"),
    path("occurrences/<int:number>/held/<int:place>/withdraw/", occurrences.withdraw, name="occurrence-withdraw"),
    path("occurrences/<int:number>/end/", occurrences.end, name="occurrence-end"),
]
