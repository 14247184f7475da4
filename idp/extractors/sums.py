"""Names of amounts between the lines and the total that are kept beside the fixed fields."""

OTHER_CHARGES = "other_charges"
"""Freight, document discount and rounding together, signed: what the lines or the subtotal lack to reach the total before tax."""
