"""Notices about certificates."""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.facts import Writers, on_day, shortened

SENTENCES: dict[str, Any] = {
    "certificate_submitted": _("%(supplier)s has submitted a certificate for review: %(standard)s"),
    "certificate_accepted": _("%(buyer)s has accepted your certificate %(standard)s"),
    "certificate_returned": _("%(buyer)s has returned your certificate %(standard)s"),
    "certificate_expiring": _("A certificate of %(supplier)s expires on %(until)s: %(standard)s"),
    "own_certificate_expiring": _("Your certificate %(standard)s expires on %(until)s"),
}

DETAILS: dict[str, dict[str, Any]] = {
    "certificate_returned": {"certificate": _("Certificate number"), "reason": _("Reason")},
    "certificate_expiring": {"certificate": _("Certificate number"), "issuer": _("Issued by")},
    "own_certificate_expiring": {"certificate": _("Certificate number"), "issuer": _("Issued by")},
}

WRITERS: dict[str, Writers] = {
    "certificate_returned": {"reason": shortened},
    "certificate_expiring": {"until": on_day},
    "own_certificate_expiring": {"until": on_day},
}
