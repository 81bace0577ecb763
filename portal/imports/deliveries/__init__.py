"""Delivery histories: one row for each delivered order line, from whatever program wrote them down."""
