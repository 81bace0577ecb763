"""Records in a stage of their life, with everything that may be done to them there: what `trust/pairs.py` pairs."""
