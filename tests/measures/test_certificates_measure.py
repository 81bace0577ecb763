"""Certificates in order out of those required."""

from decimal import Decimal as D

from portal.measures.certificates import Required, certificates
from portal.measures.shares import Share


def test_in_order_out_of_required():
    rows = [
        Required(1, 5, True, "accepted"),
        Required(2, None, False, "missing"),
        Required(3, 6, True, "waiting"),
    ]
    figure = certificates(rows)
    assert figure.in_order == Share(D(3), D(2))
    assert figure.in_order.rate == D("0.6666666667")
    assert figure.rows == tuple(rows)


def test_nothing_required_is_no_data():
    assert certificates([]).in_order.rate is None
