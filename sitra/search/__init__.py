"""The read model: a full-text index and a store of ready-made bytes, fed by the ledger."""
