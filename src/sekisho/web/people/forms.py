"""What is typed at the sign-in."""

from __future__ import annotations

from django import forms


class SignIn(forms.Form):
    """Login and password, or PIN."""

    login = forms.CharField(max_length=60, strip=True)
    password = forms.CharField(max_length=200, strip=False)
