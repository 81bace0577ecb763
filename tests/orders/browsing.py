"""What the tests of the pages do as a browser does."""

from sqlalchemy import select

from portal.db import db


def fresh(kind):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(kind).order_by(kind.id.desc())).first()


def rows(form_rows):
    """Rows of a form as a browser sends them."""
    return {f"rows-{at}-{name}": value for at, row in enumerate(form_rows) for name, value in row.items()}


def send(client, url, data=None, status=303):
    answer = client.post_form(url, data)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)
