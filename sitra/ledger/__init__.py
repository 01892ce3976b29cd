"""The ledger: what happened and who did it; audit, outbox and change feed in one table."""
