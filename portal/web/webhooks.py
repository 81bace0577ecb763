"""An organisation's webhooks, for its administrators on either side: where they lead, what they sent, the secret."""

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.config import Settings
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.actions import Way, act_to, open_acts
from portal.web.buttons import Button, put_buttons
from portal.web.forms import check_unchanged, submit
from portal.web.once import shown_once
from portal.web.paging import page_by_key
from portal.web.sides import BUTTON, FORM, SharedRoute, add_to, endpoint, side_page
from portal.web.webhook_forms import WHY, webhook_form
from portal.webhooks import queries, rules, service
from portal.webhooks.models import Webhook, WebhookDelivery
from portal.webhooks.workflow import WEBHOOK

BUTTONS = [
    Button("try", service.try_out, _("A test is on its way. What becomes of it stands below in a moment.")),
    Button("pause", service.pause, _("Paused. What happens from now on is not sent.")),
    Button("resume", service.resume, _("Sends again what happens from now on.")),
    Button("remove", service.remove, _("Removed."), to="webhooks"),
]


def _networks() -> tuple[str, ...]:
    settings: Settings = current_app.config["SETTINGS"]
    return rules.networks_for(organisation().side, settings.webhook_networks)


def webhooks() -> ResponseReturnValue:
    """All that are not removed."""
    return side_page(
        "company/webhooks.html",
        rows=queries.webhooks(organisation_id()),
        workflow=WEBHOOK,
        topics=rules.TOPICS,
        acts=act_to(_("Add a webhook"), endpoint("webhook_new"), kind="primary", icon="plus-lg"),
    )


def webhook_new() -> ResponseReturnValue:
    """Add one; its secret is shown this once."""
    form = webhook_form()

    def act() -> ResponseReturnValue:
        made, secret = service.add(
            organisation(),
            form.url.data or "",
            form.topics.data or [],
            networks=_networks(),
            actor=actor(),
            now=now(),
        )
        return _show(made, secret)

    return submit(form, act) or side_page("company/webhook_edit.html", form=form, webhook=None)


def webhook(webhook: str) -> ResponseReturnValue:
    """One webhook: how it stands, and what it sent."""
    record = queries.webhook(organisation_id(), webhook)
    rows = page_by_key(queries.deliveries(organisation_id(), record.id), WebhookDelivery)
    ways = {
        "try": Way(endpoint("webhook_try"), post=True, kind="primary", icon="send"),
        "edit": Way(endpoint("webhook_edit"), icon="pencil"),
        "secret": Way(
            endpoint("webhook_secret"),
            post=True,
            icon="key",
            confirm=_("Replace the secret? The one in use is void at once."),
        ),
        "pause": Way(endpoint("webhook_pause"), post=True, icon="pause"),
        "resume": Way(endpoint("webhook_resume"), post=True, kind="primary", icon="play"),
        "remove": Way(
            endpoint("webhook_remove"),
            post=True,
            kind="danger",
            confirm=_("Remove it? It sends nothing more."),
        ),
    }
    return side_page(
        "company/webhook.html",
        webhook=record,
        rows=rows,
        may_repeat=WEBHOOK.allows(record, "repeat", actor(), now()),
        workflow=WEBHOOK,
        topics=rules.TOPICS,
        why=WHY,
        acts=open_acts(WEBHOOK, record, ways, webhook=record.public_id),
    )


def webhook_edit(webhook: str) -> ResponseReturnValue:
    """Lead it elsewhere, or let it send other topics."""
    record = queries.webhook(organisation_id(), webhook)
    WEBHOOK.check(record, "edit", actor(), now())
    form = webhook_form(record)

    def act() -> ResponseReturnValue:
        service.change(
            record,
            form.url.data or "",
            form.topics.data or [],
            networks=_networks(),
            actor=actor(),
            now=now(),
        )
        flash(_("Saved."), "good")
        return redirect(url_for(".webhook", webhook=webhook), 303)

    return submit(form, act) or side_page("company/webhook_edit.html", form=form, webhook=record)


def webhook_secret(webhook: str) -> ResponseReturnValue:
    """A fresh secret, shown this once."""
    record = queries.webhook(organisation_id(), webhook)
    check_unchanged(record)
    return _show(record, service.replace_secret(record, actor=actor(), now=now()))


def webhook_delivery_repeat(delivery: str) -> ResponseReturnValue:
    """Send a message again."""
    record = queries.delivery(organisation_id(), delivery)
    service.repeat(record, actor=actor(), now=now())
    flash(_("It is sent again."), "good")
    return redirect(url_for(".webhook", webhook=record.webhook.public_id), 303)


def _show(webhook: Webhook, secret: str) -> ResponseReturnValue:
    shown_once(url_for(".webhook", webhook=webhook.public_id))
    return side_page("company/webhook_secret.html", webhook=webhook, secret=secret)


ROUTES = (
    SharedRoute("/webhooks", "webhooks", webhooks),
    SharedRoute("/webhooks/new", "webhook_new", webhook_new, FORM),
    SharedRoute("/webhooks/<webhook>", "webhook", webhook),
    SharedRoute("/webhooks/<webhook>/edit", "webhook_edit", webhook_edit, FORM),
    SharedRoute("/webhooks/<webhook>/secret", "webhook_secret", webhook_secret, BUTTON),
    SharedRoute(
        "/webhooks/deliveries/<delivery>/repeat",
        "webhook_delivery_repeat",
        webhook_delivery_repeat,
        BUTTON,
    ),
)


def put_on(bp: Blueprint) -> None:
    """Give a side its routes of webhooks."""
    add_to(bp, ROUTES)
    put_buttons(bp, "/webhooks/<webhook>", "webhook", queries.webhook, BUTTONS)
