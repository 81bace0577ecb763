"""Example data of the gallery's forms, of signing in, and of a refusal."""

from types import SimpleNamespace as Thing

from tests.look.forms import LineForm, LoginForm, RfqForm
from tests.look.people import BUYER, MEMBERSHIPS, NOW, SUPPLIER, buyer, supplier


def rfq_form(request):
    form = RfqForm()
    refused = request.method == "POST"
    if refused:
        form.validate()
    differences = [
        Thing(label="Title", mine="Machined housings, series 7", theirs="Housings, series 7 and 8"),
        Thing(label="Delivery terms", mine="DAP Kiel", theirs=None),
    ]
    return {
        "form": form,
        "blank": LineForm(prefix="lines-__n__-", formdata=None),
        "differences": differences if request.args.get("stale") else None,
        "now": NOW,
        **buyer(),
    }


def sign_in(request):
    form = LoginForm()
    if request.args.get("refused"):
        form.form_errors = ["Address and password do not belong together."]
        form.password.errors = ["Type your password."]
    names = ("login_user_form", "forgot_password_form", "reset_password_form", "change_password_form", "form")
    security = Thing(recoverable=True, webauthn=False, oauthglue=None)
    invitation = Thing(email="jo@feinguss.example", organisation=SUPPLIER, inviter=BUYER)
    return {
        **dict.fromkeys(names, form),
        "security": security,
        "invitation": invitation,
        "memberships": MEMBERSHIPS,
        "reset_password_token": "token",
        "active_password": True,
    }


def refused(request):
    return {
        "layout": "supplier/base.html",
        "message": "Only sales and administrators may submit a bid.",
        "reference": "4f1c-77",
        **supplier("Bids"),
    }
