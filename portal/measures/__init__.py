"""The figures of a scorecard: one file and one function for each measure, on plain values.

Each function takes rows (frozen dataclasses that stand in its file) and answers the figure together with a
verdict for every row, so that every figure opens to what it was made of. No data is ``None``, never 0 or 100.
``queries`` reads the rows; nothing else here knows a database.
"""
