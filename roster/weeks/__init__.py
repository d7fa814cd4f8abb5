"""One week of one organisation as the store has it: frozen, its draft and versions, and what changed since."""
