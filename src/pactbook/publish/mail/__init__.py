"""Mail: what each reader has not got yet, as a message, handed to a mail server, and a ledger of who got what."""
