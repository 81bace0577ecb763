"""What happens to webhooks. Only the organisation itself reads these, and no webhook but the one tried sends them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WebhookAdded:
    webhook_id: int


@dataclass(frozen=True)
class WebhookChanged:
    webhook_id: int


@dataclass(frozen=True)
class WebhookSecretReplaced:
    webhook_id: int


@dataclass(frozen=True)
class WebhookPaused:
    webhook_id: int


@dataclass(frozen=True)
class WebhookResumed:
    webhook_id: int


@dataclass(frozen=True)
class WebhookRemoved:
    webhook_id: int


@dataclass(frozen=True)
class WebhookTried:
    """A test was asked for, which this one webhook sends."""

    webhook_id: int


@dataclass(frozen=True)
class WebhookFailing:
    """Several messages in a row did not arrive."""

    webhook_id: int
    failures: int


@dataclass(frozen=True)
class DeliveryRepeated:
    """Somebody asked for a message to be sent again."""

    webhook_id: int
    delivery_id: int
