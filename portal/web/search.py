"""The search above a list, sent by GET so that its address can be kept and passed on."""

from typing import Any

from flask import request
from wtforms import Form, StringField


class SearchForm(Form):
    """One field, ``q``."""

    q = StringField()


def search_form(label: Any) -> SearchForm:
    """The search of this request's list; ``label`` says what is looked at."""
    form = SearchForm(request.args)
    form.q.label.text = label
    return form
