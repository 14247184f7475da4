"""Which shipping papers do carriers, forwarders and warehouses send that our own generator never drew? Real forms, re-set in HTML."""
