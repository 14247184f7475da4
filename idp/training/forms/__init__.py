"""Which shipping papers do carriers, forwarders and warehouses send? Real forms, re-set in HTML with invented content.

- `catalogue`    which forms there are, and which of them are held out
- `invention`    one shipment with all its numbers; `world.yaml` has names, places and goods, `labels.yaml` what the parts are called
- `templates`    one form each; `typesetter` is what they can ask for, `pen` what is drawn, `look` and `writing` the house's habits
- `generate`     one seed → one form; `answer` its truth

What the truth says, where forms leave a choice:

- A value is true only where it is printed, stamped or written by hand; blanks for the driver or the receiver are null.
- Lines are the goods. Quantity and unit are those of the goods column; where a form knows packages only, `12 CTN` is quantity 12,
  unit CTN. Parts of a kit, lots and serial numbers of an item, and pallets that packages stand on are no lines.
- `description` is the goods' name without notes under it; `product_code` is the sender's code, not the receiver's, nor HS or NMFC.
- On a bill of lading, `ship_date` is the day of loading, taking over or issue, whichever the form has; `package_count` and
  `total_weight` are printed totals, the weight in the printed unit. `bol_number` of a house air waybill is the house's number.
  `carrier` is whoever issues an ocean or air waybill, else the haulier.
- A bill of lading is signed when the consignee signed it; `signed` is left out of the truth where he did not. Shipper and driver do
  not count.
- `delivery_date` is the delivery note's own date, however it is called. A packing slip's number is its `delivery_note_number`.
- A proof of delivery is signed by a drawn signature or by words that say so; a name alone or a stamp alone is none. `exceptions` is
  what was typed or written about the goods; a ticked box counts where nothing was written, with its label. `OK`, dashes and
  `complete` are none.
- An order confirmed for a week has no promised day: the cell is left out of the truth. A `total` is as printed, net where no tax is
  shown.
"""
