"""What happened to certificates, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "RequirementSet": _("set what is asked for"),
    "RequirementArchived": _("stopped asking for it"),
    "CertificateAdded": _("added the certificate"),
    "CertificateChanged": _("changed the certificate’s data"),
    "CertificateArchived": _("withdrew the certificate"),
    "CertificateShared": _("showed the certificate to a buyer"),
    "CertificateSubmitted": _("submitted it for review"),
    "CertificateAccepted": _("accepted it"),
    "CertificateReturned": _("returned it with a reason"),
    "CertificateWithdrawn": _("took the submission back"),
    "CertificateExpiring": _("warned %(days_ahead)s days before the end"),
}
