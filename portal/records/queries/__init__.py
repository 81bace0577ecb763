"""What the record of an RFQ holds for its reader, as the entries of the archive."""
