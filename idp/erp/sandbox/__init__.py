"""An Odoo-shaped server inside the product: what the demo and the tests enter bills into.

It answers Odoo's JSON-RPC as Odoo 18.0 does (17.0 and 19.0 by the world's ``odoo_version``), for the models, methods and faults that
the service uses, loaded with a world file. It is no Odoo: what is outside that scope answers Odoo's own kind of fault.
"""

from idp.erp.sandbox.server import Sandbox
from idp.erp.sandbox.world import WorldError, load_world

__all__ = ["Sandbox", "WorldError", "load_world"]
