"""The rows of the measures, by measure: a fixed number of queries whatever the number of rows and suppliers.

Each takes the reading organisation, the buyer and the suppliers, and answers rows by supplier. The reader is the
buyer, or the one supplier asked for; anybody else gets ``Missing``. Imported history counts like any other.
"""
