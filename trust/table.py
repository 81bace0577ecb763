"""Every proof, in the order of docs/TRUST.md. A new one is a line here and a small run in tests/trust/."""

from trust import edits, fetching, scanner
from trust.proofs import Proof

PROOFS: tuple[Proof, ...] = (
    Proof("edits", "What is altered behind the portal's back is found and named by the audit", edits.run),
    Proof("scanner", "Nothing is served against the virus scanner's verdict", scanner.run, ("sqlite",)),
    Proof("fetching", "No text makes a document fetch or attach anything", fetching.run, ("sqlite",)),
)
