"""The files of an enterprise: each kind is declared in `declared`; lists, forms, tables and reminders follow from that."""
