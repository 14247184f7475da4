"""What happened and how well it goes: figures, the audit log and what waits too long, all read-only."""
