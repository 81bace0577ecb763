"""Every proof, in the order of docs/TRUST.md. A new one is a line here and a small run in tests/trust/."""

from trust import (
    backups,
    changed_records,
    deadline,
    edits,
    faults,
    fetching,
    kills,
    once,
    pairs,
    races,
    scanner,
    sealed_canary,
    stores,
    timing,
    walks,
)
from trust.proofs import Needs, Proof

PROOFS: tuple[Proof, ...] = (
    Proof("walks", "Nobody sees or changes what is not theirs, and no text breaks a page", walks.run, minutes=5),
    Proof(
        "timing",
        "What is not theirs, and who is known, shows by no time that an answer takes",
        timing.run,
        minutes=3,
    ),
    Proof(
        "deadline",
        "Who submits in time is accepted, who is late is not, to the millisecond",
        deadline.run,
        minutes=7,
    ),
    Proof("once", "A form sent many times at once has one effect and one receipt", once.run),
    Proof(
        "kills",
        "Nothing acknowledged is lost and nothing happens twice, whatever is killed",
        kills.run,
        minutes=4,
    ),
    Proof(
        "races",
        "Who bids, awards, orders or delivers at the same moment does so one after the other",
        races.run_trade,
        minutes=30,
    ),
    Proof(
        "encounters",
        "Who is let in, writes or decides while that is taken away or made final comes before it or after",
        races.run_people,
        minutes=20,
    ),
    Proof(
        "pairs",
        "Whatever two people do to one record at the same moment ends as if one had come after the other",
        pairs.run,
        minutes=10,
    ),
    Proof(
        "faults",
        "What fails for a while loses nothing, says so and recovers by itself",
        faults.run,
        minutes=4,
        needs=Needs.LITTLE,
    ),
    Proof(
        "stores",
        "Files are kept whole or refused while their store fails, and pages without files go on",
        stores.run,
        ("sqlite",),
        minutes=3,
        needs=Needs.LITTLE,
    ),
    Proof(
        "backup",
        "A backup taken while many write is whole and opens nothing",
        backups.run,
        minutes=3,
        needs=Needs.ALL,
    ),
    Proof(
        "edits",
        "What is altered behind the portal's back is found and named by the audit",
        edits.run,
        minutes=4,
    ),
    Proof(
        "records",
        "A changed record of an RFQ is found out without the portal",
        changed_records.run,
        ("sqlite",),
    ),
    Proof(
        "canary", "No byte of a sealed bid lies where it can be read before the opening", sealed_canary.run
    ),
    Proof("scanner", "Nothing is served against the virus scanner's verdict", scanner.run, ("sqlite",)),
    Proof("fetching", "No text makes a document fetch or attach anything", fetching.run, ("sqlite",)),
)
