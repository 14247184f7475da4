"""The demo's documents, and the Odoo world in which each is a case: who supplies us, what was ordered, received and billed."""
