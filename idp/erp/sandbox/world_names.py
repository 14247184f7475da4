"""Which record does a name in the world file mean?"""

from __future__ import annotations

from idp.erp.sandbox import seed
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.world import WorldError


class Names:
    """Look-ups by name or code; each takes the key path that a failure is told with."""

    def __init__(self, env: Env) -> None:
        self._env = env

    def partner(self, name: str, path: str) -> int:
        return self._require("res.partner", "name", name, path, "partner")

    def product(self, name: str, path: str) -> int:
        """By code, else by name."""
        by_code = self._env.first("product.product", default_code=name)
        if by_code is not None:
            return int(by_code["id"])
        template = self._env.first("product.template", name=name)
        found = self._env.first("product.product", product_tmpl_id=template["id"]) if template else None
        if found is None:
            raise WorldError(f"{path}: no product has the code or name {name!r}")
        return int(found["id"])

    def unit(self, name: str, path: str) -> int:
        return self._require("uom.uom", "name", name, path, "unit of measure")

    def payment_term(self, name: str, path: str) -> int:
        return self._require("account.payment.term", "name", name, path, "payment term")

    def account(self, code: str, path: str) -> int:
        return self._require("account.account", "code", code, path, "account")

    def country(self, name: str, path: str) -> int:
        """By two-letter code, else by English name."""
        by_code = self._env.first("res.country", code=name.upper())
        return int(by_code["id"]) if by_code else self._require("res.country", "name", name, path, "country")

    def company(self, name: str | None, path: str) -> int:
        """The first company where none is named."""
        if name is None:
            return self._env.store.ids("res.company")[0]
        return self._require("res.company", "name", name, path, "company")

    def currency(self, code: str | None, company: int) -> int:
        """The company's currency where none is named."""
        return seed.currency(self._env, code) if code else int(self._env.row("res.company", company)["currency_id"])

    def order(self, name: str, path: str) -> int:
        return self._require("purchase.order", "name", name, path, "purchase order")

    def stock_location(self, warehouse: str | None) -> int:
        """The stock of a warehouse by name or code; a warehouse not known yet is made, the first one is the default."""
        houses = [self._env.row("stock.warehouse", i) for i in self._env.store.ids("stock.warehouse")]
        named = [h for h in houses if warehouse in {None, h["name"], h["code"]}]
        if named:
            return int(named[0]["lot_stock_id"])
        code = "".join(c for c in str(warehouse).upper() if c.isalnum())[:5] or f"WH{len(houses) + 1}"
        company = self._env.store.ids("res.company")[0]
        house = self._env.create("stock.warehouse", {"name": warehouse, "code": code, "company_id": company})
        return int(self._env.row("stock.warehouse", house)["lot_stock_id"])

    def _require(self, model: str, column: str, value: str, path: str, what: str) -> int:
        found = self._env.first(model, **{column: value})
        if found is None:
            raise WorldError(f"{path}: no {what} is named {value!r}")
        return int(found["id"])
