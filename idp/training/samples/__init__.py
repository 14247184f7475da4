"""The demo's documents and the Odoo world in which each of them is a case: who supplies us, what was ordered, received and billed before."""
