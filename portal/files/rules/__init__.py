"""What may be stored, judged by content: the kinds that are taken, and what each of them must not hold."""
