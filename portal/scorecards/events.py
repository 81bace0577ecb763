"""What happens to scorecards."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SchemeSet:
    """Weights and scales were set for the periods that begin on or after a day."""

    scheme_id: int
    valid_from: date
