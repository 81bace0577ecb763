"""A webhook of Nordwerk's ERP, set up and paused until the other side is ready: the demo sends nothing anywhere."""

from datetime import datetime, timedelta

from portal.cli.demo.openers import INES
from portal.cli.demo.world import DemoWorld
from portal.webhooks import service


def fill(world: DemoWorld, now: datetime) -> None:
    """``world.made`` gets ``webhook``."""
    begin, ines = now - timedelta(days=6), world.actor(INES)
    webhook, _secret = service.add(
        world.companies["nordwerk"],
        "https://erp.nordwerk.example/hooks/supplier-portal",
        ("orders", "sourcing"),
        networks=(),
        actor=ines,
        now=begin,
    )
    service.pause(webhook, actor=ines, now=begin + timedelta(minutes=20))
    world.made["webhook"] = webhook
