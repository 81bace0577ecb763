"""What the supplier's side sees: routes and forms, nothing else."""

from flask import Blueprint

bp = Blueprint("supplier", __name__, url_prefix="/supplier")
