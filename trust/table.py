"""Every proof, in the order of docs/TRUST.md. A new one is a line here and a small run in tests/trust/."""

from trust.proofs import Proof

PROOFS: tuple[Proof, ...] = ()
