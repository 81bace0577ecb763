"""What the buyer's side sees: routes and forms, nothing else."""

from flask import Blueprint

bp = Blueprint("buyer", __name__, url_prefix="/buyer")
