"""All words of the screens in one place: here in English, in `idp.review.german` in German under the same keys.

Codes of exceptions have their English meanings from the code table in `idp.domain.code`. The sentences of findings come from matching
and are English in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from idp.domain.code import CODES
from idp.review import german
from idp.review.language import Words

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        # frame
        "product": "idp", "product.long": "Document review",
        "nav.queue": "Queue", "nav.upload": "Upload", "nav.health": "Health", "nav.help": "Keys", "nav.sign_out": "Sign out",
        "nav.sign_out_everywhere": "Sign out on all machines", "nav.language": "Language", "nav.main": "Main",
        "nav.learned": "Learned", "nav.figures": "Figures", "nav.audit": "Audit", "nav.sources": "Sources", "nav.skip": "Skip to content",
        "noscript": "This page needs JavaScript for the page image, keyboard and dialogs.",
        # sign-in
        "sign_in.title": "Sign in", "sign_in.login": "Odoo login", "sign_in.password": "Password", "sign_in.button": "Sign in",
        "sign_in.hint": "Use the login and password that you use in Odoo.",
        "sign_in.wrong": "Login and password do not fit.",
        "sign_in.provider": "Sign in with the company account",
        "sign_in.no_provider": "The company's sign-in cannot be reached: {reason}",
        "sign_in.refused": "The company's sign-in did not vouch for you: {reason}",
        "sign_in.no_odoo": "Odoo cannot be reached, so nobody can sign in now: {reason}",
        "sign_in.again": "Your session has ended. Please sign in again.",
        # queue
        "queue.title": "Queue", "queue.search": "Search", "queue.search.hint": "Supplier, number, order or file name",
        "queue.desk": "Show", "queue.desk.any": "To do", "queue.desk.mine": "Mine", "queue.desk.aside": "Put aside",
        "queue.claimed": "open at {name}",
        "queue.type": "Type", "queue.code": "Exception", "queue.owner": "Waits for", "queue.any": "Any", "queue.apply": "Filter",
        "queue.clear": "Clear", "queue.document": "Document", "queue.supplier": "Supplier", "queue.total": "Total",
        "queue.money": "At stake", "queue.why": "Why it is here", "queue.age": "Age", "queue.due": "Due", "queue.state": "State",
        "queue.empty": "No documents here.", "queue.empty.review": "Nothing waits for a person. Well done.",
        "queue.empty.filtered": "No document fits these filters.",
        "queue.range": "{first}–{last} of {total}", "queue.next": "Next page", "queue.previous": "Previous page",
        "queue.retry": "Try again", "queue.release": "Release", "queue.overdue": "overdue",
        "queue.sorted": "Sorted by", "queue.sort.urgency": "money at stake × days waited", "queue.sort.stake": "money at stake",
        "queue.sort.total": "total", "queue.sort.due": "due date", "queue.sort.discount": "discount date", "queue.discount": "Discount",
        "queue.sort.received": "day of arrival",
        "queue.sort.supplier": "supplier", "queue.sort.number": "number", "queue.sort.by_urgency": "Sort by urgency",
        "queue.company": "Company", "queue.older": "Older than", "queue.older.days": "{days} d", "queue.older.any": "Any age",
        "queue.desks": "Waits for", "queue.desks.all": "Everybody", "queue.only_supplier": "Only this supplier",
        "queue.supplier.remove": "All suppliers", "queue.age.over": "over the limit of {limit}", "queue.age.soon": "limit {limit}",
        "tab.review": "To review", "tab.quarantined": "Quarantined", "tab.failed": "Failed", "tab.work": "In work",
        "tab.entered": "Entered", "tab.rejected": "Rejected", "tab.all": "All",
        # document
        "document.back": "Queue", "document.previous": "Previous document", "document.next": "Next document",
        "document.pane": "Questions and values",
        "document.findings": "Questions", "document.fields": "Fields", "document.lines": "Lines",
        "document.match": "Match", "document.entry": "Entry in Odoo", "document.history": "History",
        "document.no_findings": "No finding. Everything read agrees with Odoo.",
        "document.notices": "Notices", "document.at_stake": "at stake", "document.original": "Original", "document.odoo": "Open in Odoo",
        "document.part": "Part {number} of the file", "document.same_as": "Same bytes as an earlier document",
        "document.no_page": "This document has no page image: it came as structured data. Open the original to see it.",
        "document.not_opened": "This file is kept shut. Only the original can be downloaded, to be looked at with care.",
        "document.not_read": "Not read yet. The page appears here once it has been.",
        "document.no_fields": "Nothing has been extracted from this document.",
        "document.waits": "This document is being worked on. Reload in a moment.",
        "document.failure": "What went wrong", "document.attempts": "{count} tries", "document.next_try": "next try {time}",
        "field.typed": "typed", "field.absent": "not read", "field.restore": "Put back what was read", "field.other": "Other",
        "field.sure": "{percent} % sure", "field.as_printed": "printed “{raw}”", "field.more": "Empty fields ({count})",
        "confidence.high": "sure", "confidence.medium": "check", "confidence.low": "unsure", "confidence.typed": "typed",
        "finding.expected": "Expected", "finding.actual": "Printed", "finding.owner": "for {role}", "finding.line": "Line {number}",
        "finding.lines": "on {count} lines", "finding.times": "{count} times",
        "finding.show": "Show", "finding.proof": "Document that proves it",
        "severity.I": "Info", "severity.W": "Notice", "severity.R": "Review", "severity.H": "Hold", "severity.X": "Reject",
        "decision.touchless": "Passes by itself", "decision.review": "Needs review", "decision.hold": "On hold",
        "decision.reject": "To be rejected",
        "match.vendor": "Vendor", "match.orders": "Orders", "match.policy": "Policy", "match.line": "Line", "match.printed": "Printed",
        "match.order_line": "Order", "match.ordered": "Ordered", "match.received": "Received", "match.billed": "Billed before",
        "match.order_price": "Order price", "match.price": "Price", "match.quantity": "Quantity", "match.difference": "Difference",
        "match.none": "no order line", "match.none_yet": "Not matched yet.", "match.no_vendor": "not found in Odoo",
        "match.no_orders": "none", "match.booked": "To be booked on {account}: {why}",
        "match.how": "Matched by {how} (fit {score} %)",
        "match.confirmed": "Confirmed", "match.converted": "{printed} = {converted}", "match.printed_price": "printed {price} per {per}",
        "match.per": "per {unit}", "match.confirmed_price": "at {price}", "match.promised": "Promised for {day}",
        "match.shipped": "Shipped {quantity}",
        "match.base": "Quantities are in the order's unit, prices for one of it, net of discount.",
        "choice.by": "chosen by {name}, {at}", "choice.undo": "Take back",
        "choice.booked_by": "booking chosen by {name}, {at}",
        "choice.taxed_by": "tax chosen by {name}, {at}",
        "match.taxes": "Tax: {taxes}", "pick.tax": "Which tax does line {number} bear?",
        "pick.tax.does": "Choose the tax of this line", "pick.no_tax": "No tax",
        "help.tax": "Tax of the line", "help.account": "Account of the line",
        "pick.change": "Change", "pick.add": "Add", "pick.vendor": "Who sent this?", "pick.order": "Which order is this about?",
        "pick.for_line": "Where does line {number} belong? {description}", "pick.for_line.does": "Choose another order line",
        "pick.account": "On which account is line {number} booked?", "pick.account.button": "Account",
        "pick.analytic": "To which analytic account does line {number} belong?", "pick.analytic.button": "Analytic",
        "pick.line": "{code} · open {open} {unit} · {price}", "pick.fit": "fits {percent} %", "pick.none": "On no order line",
        "pick.charge": "A charge: {kind}", "pick.looking": "Looking in Odoo…", "pick.nothing": "Nothing in Odoo fits.",
        "pick.failed": "Odoo cannot be asked now.", "pick.keys": "Arrows move, Enter chooses, Esc leaves. Type to see others.",
        "help.place": "Say where the line belongs",
        "compare.title": "Is this a duplicate?", "compare.back": "Document", "compare.mine": "This document", "compare.theirs": "Earlier",
        "compare.count": "{count} values differ.", "compare.reject": "Reject as duplicate", "compare.differs": "Not a duplicate",
        "compare.reason": "Duplicate of {name} ({file})", "compare.said": "not a duplicate of {name}", "compare.value": "Value",
        "compare.values": "Values of both", "compare.same": "the same", "compare.not_same": "not the same",
        "compare.no_suspicion": "Nothing says any more that this is a duplicate.", "finding.compare": "Compare side by side",
        "help.compare": "Compare with the earlier document",
        "paper.ordered": "Ordered", "paper.confirmed": "Confirmed", "paper.order_price": "Order price",
        "paper.confirmed_price": "Confirmed price", "paper.expected": "Expected", "paper.promised": "Promised",
        "paper.promised_quantity": "Confirmed", "paper.shipped": "Shipped", "paper.delivered": "Delivered", "paper.received": "Received",
        "paper.late": "▲ {days} d later", "paper.early": "▼ {days} d earlier", "paper.handwriting": "Handwriting", "paper.stamp": "Stamp",
        "lines.add": "Add line", "lines.none": "No lines were read.",
        "lines.remove": "Empty this line; it goes when you save", "lines.page": "page {number}",
        "entry.none": "Nothing would be written to Odoo as things are.",
        "entry.bill": "Draft vendor bill", "entry.refund": "Draft credit note", "entry.confirmation": "Note and dates on purchase orders",
        "entry.shipping": "Note and paper on receipts", "entry.number": "Reference", "entry.date": "Bill date", "entry.due": "Due date",
        "entry.total": "Total", "entry.tax": "Tax", "entry.subtotal": "Subtotal", "entry.orders": "Orders", "entry.lines": "Lines",
        "entry.lines.linked": "{count}, {linked} linked to order lines", "entry.account": "Bank account",
        "entry.account.trusted": "the vendor's trusted account printed here", "entry.account.none": "none set",
        "entry.targets": "Written on", "entry.dates": "New expected dates", "entry.dates.count": "{count} order lines, first {first}",
        "entry.tracking": "Tracking reference",
        "entry.paper": "Paper", "entry.paper.attached": "attached to the record", "entry.done": "Written to Odoo as {name}",
        "entry.by_hand": "A draft: finance posts it in Odoo.",
        "history.when": "When", "history.who": "Who", "history.what": "What", "history.why": "Why", "history.hash": "Hash",
        "history.details": "Details",
        "history.hint": "Each hash covers the entry and the hash before it. A changed entry breaks the chain.",
        # viewer
        "viewer.pages": "Pages", "viewer.thumbs": "Choose a page",
        "viewer.page": "Page {number}", "viewer.zoom_in": "Zoom in", "viewer.zoom_out": "Zoom out",
        "viewer.fit": "Fit width", "viewer.rotate": "Turn", "viewer.boxes": "Boxes", "viewer.splitter": "Width of the page pane",
        "viewer.goto": "Go to {field}", "viewer.fill": "Put “{text}” into {field}", "viewer.append": "Add “{text}” to {field}",
        "viewer.pick_first": "“{text}”: choose a field first, then click",
        "lines.split": "Divide line", "lines.join": "Join with the line below",
        "lines.split.now": "Divided: now say how much is on each of the two lines.",
        "lines.join.none": "There is no line below to join with.", "lines.pasted": "{rows} lines pasted.",
        "lines.menu": "What to do with this line", "lines.charge": "It is a charge",
        "help.grid.move": "Move in the lines", "help.grid.copy": "Copy from the line above", "help.grid.add": "New line",
        "help.grid.lines": "Divide, join, empty a line",
        "preview.unsaved": "As it would be with your changes; nothing is saved yet.",
        "preview.failed": "What your changes come to cannot be told now.",
        "viewer.close": "Close-up", "viewer.close.does": "Show the current field large", "viewer.find": "Find on the pages",
        "viewer.text": "Text", "viewer.text.does": "Show the words of the pages as text",
        "viewer.edge": "Drag: read the larger or smaller box",
        "viewer.doubt": "The reading engine is {percent} % sure of this word", "viewer.doubt.read": "as read; marked words are doubtful",
        "viewer.found": "{at} of {count}", "viewer.found.none": "not found",
        "help.close_up": "Show the current field large, or not", "help.find": "Find on the pages; Enter goes on, Esc ends",
        "help.find.take": "Put what was found into the current field", "help.text": "Show the pages as text, or not",
        "help.save_next": "Save and open the next document", "help.restore": "Put back what was read",
        "help.ask": "Next question, question before", "help.answer": "Choose the answer with this number; Enter keeps it",
        "help.postpone": "Let the question wait", "help.forward": "Ask another role", "help.charge": "The line is a charge",
        "help.edge": "Drag an edge", "help.edge.does": "Read the current box anew, larger or smaller",
        "viewer.area_first": "Choose a field first, then draw a box around its value", "viewer.reading": "Reading…",
        "viewer.area_empty": "There is no print in this box.", "viewer.area_failed": "This box could not be read.",
        "viewer.page_alt": "Page {number} of {name}", "viewer.failed": "The page image could not be loaded.",
        # actions
        "action.save": "Save correction", "action.approve": "Approve", "action.reject": "Reject", "action.retry": "Try again",
        "action.release": "Release and read again", "action.cancel": "Cancel", "action.comment": "Comment (optional)",
        "action.reason": "Reason", "action.reason.hint": "Why is it refused? The supplier or an auditor may ask.",
        "action.seen": "You looked at this", "action.unsaved": "Save your correction first.", "action.nothing": "Nothing has been changed.",
        "action.approve.title": "Approve this document?", "action.reject.title": "Reject this document?",
        "action.approve.hint": "It is bound to the values as they are now.", "action.reason.missing": "Please give a reason.",
        "reason.duplicate": "Duplicate of an earlier document", "reason.not_ours": "Not addressed to us",
        "reason.not_ordered": "Not ordered by us", "reason.price": "Price not agreed; corrected invoice requested",
        "reason.unreadable": "Cannot be read; new copy requested",
        "rest.work": "The service is working on this document. Reload in a moment.",
        "rest.ENTERED": "Entered in Odoo. Changes are made there now.", "rest.REJECTED": "Rejected. Nothing more happens to it.",
        # who has it, whose word is missing, what was said
        "claim.other": "{name} has this document open, at least until {until} UTC. You can look; what you change cannot be saved.",
        "claim.mine": "Held for you until {until} UTC; working on it holds it longer.", "claim.take": "Take over",
        "claim.left": "{time} left", "claim.over": "The time is over: you can take it over.",
        "claim.lost": "{name} has taken this document over. Nothing of yours can be saved here any more.",
        "approval.title": "Who has to approve", "approval.one": "One approval is needed.",
        "approval.waits": "Waits for the approval of: {role}.",
        "approval.yours": "You may approve this as {role}.", "approval.given": "Approved by {name} as {role}, {at}.",
        "approval.about": "It is asked for because of:",
        "approval.void": "Approvals given before count no longer: something has changed since ({count}).",
        "approval.part.hint": "You give your part: {roles}. It goes to Odoo when the others have given theirs.",
        "wait.until": "Put aside: {what}, until {day}.", "wait.event": "Put aside: {what}, until something happens to it.",
        "resolve.settled": "{count} said", "resolve.title": "Say how it is resolved", "resolve.finding": "Finding", "resolve.how": "How",
        "resolve.text": "In your words", "resolve.role": "Whom to ask", "resolve.until": "Wait until", "resolve.save": "Keep this",
        "resolve.nobody": "no role", "resolve.choose": "choose",
        "resolve.none": "Nothing waits for an answer here.", "resolve.no_such": "There is no answer with this number.",
        "resolve.no_wait": "None of the questions can wait for something.",
        "resolve.no_role": "None of the questions can be handed to a role.",
        "resolution.accepted": "Let it pass as printed", "resolution.credit_requested": "Let it pass, credit note requested",
        "resolution.order_changed": "The order was changed in Odoo: match again",
        "resolution.wait_for_receipt": "Wait for the receipt", "resolution.supplier_asked": "Ask the supplier",
        "resolution.forwarded": "Ask another role", "resolution.setup_requested": "Have it set up in Odoo",
        "resolution.corrected": "Corrected", "resolution.changed_in_erp": "Changed in Odoo", "resolution.approved": "Approved",
        "resolution.rejected": "Rejected", "resolution.released": "Released",
        "mail.title": "Mail to the supplier", "mail.hint": "Nothing has been sent. Look it over, then send it from your mail program.",
        "mail.to": "To", "mail.subject": "Subject", "mail.body": "Text", "mail.open": "Open in mail program",
        "account.show": "Show account numbers", "account.hint": "It is logged that you saw them.",
        # notices by mail
        "mail.digest.subject": "{count} documents wait for {role}", "mail.digest.hello": "{count} documents wait for {role} in idp.",
        "mail.digest.over": "At least {count} of them are over their age limit. The most urgent ones:",
        "mail.digest.more": "… and {count} more:", "mail.put.subject": "Put to you: {name}",
        "mail.put.hello": "{who} put {name} to {role}:",
        # notes
        "note.chosen": "Chosen and matched again.", "note.taken_back": "Taken back and matched again.",
        "note.saved": "Saved and matched again.", "note.saved_of": "Saved and matched again: {name}. This is the next one.",
        "note.saved_of.last": "Saved and matched again: {name}. That was the last one.",
        "note.approved": "Approved: {name}. This is the next one.",
        "note.rejected": "Rejected: {name}. This is the next one.",
        "note.approved.last": "Approved: {name}. It was the last one of this list.",
        "note.rejected.last": "Rejected: {name}. It was the last one of this list.", "note.retried": "Will be tried again: {name}.",
        "note.taken": "The document is yours now.", "note.resolved": "Noted.",
        "note.part": "Your part of the approval is given: {name}. It waits for the others. This is the next one.",
        "note.part.last": "Your part of the approval is given: {name}. It waits for the others.",
        "note.released": "Released and read again: {name}.",
        # troubles
        "trouble.title": "This did not work", "trouble.not_found": "There is no such document or page.",
        "trouble.form": "The form was too old or came from another site. Nothing was changed. Open the page again and repeat.",
        "trouble.stale": "{who} changed this document while you had it open ({what}). Nothing of yours was saved. "
                         "Below is the document as it is now.",
        "trouble.stale.service": "The service", "trouble.stale.typed": "What you had entered:",
        "trouble.refused": "Not saved: {reason}", "trouble.erp": "Odoo does not answer: {reason}",
        "trouble.internal": "Something went wrong inside. It has been logged; nothing was half saved. Try again.",
        "trouble.reload": "Reload", "trouble.unsaved": "There are unsaved corrections.",
        # upload
        "upload.title": "Upload", "upload.drop": "Drop files here, or choose them", "upload.choose": "Choose files",
        "upload.hint": "PDF, PNG, JPEG, TIFF, WebP, XML, mail (.eml) or ZIP. Each file is stored before it is read.",
        "upload.button": "Take in", "upload.none": "Choose at least one file.", "upload.result": "What became of the files",
        "upload.read_now": "stored, and read now; what cannot be opened will stand under Quarantined with its reason",
        "upload.part": "File", "upload.fate": "Became", "upload.reason": "Reason", "upload.open": "Open document",
        "upload.busy": "Taking in {count} files…",
        # many at once
        "bulk.act": "With the ticked documents", "bulk.forward": "Ask another role", "bulk.wait": "Wait for the receipt",
        "bulk.reject_copies": "Reject same-bytes copies", "bulk.retry": "Try again", "bulk.role": "Whom", "bulk.text": "What is asked",
        "bulk.until": "Until (blank: until matched again)", "bulk.do": "Do it", "bulk.all": "Tick all on this page",
        "bulk.tick": "Tick {name}", "bulk.count": "{count} ticked", "bulk.choose": "Choose what is to be done.",
        "bulk.day": "The day has to be written like 2026-04-05.", "bulk.done": "Done for {count} documents.",
        "bulk.refused": "Not done for {count}:", "help.tick": "Tick or untick the row",
        # audit
        "audit.title": "Audit log", "audit.actor": "Who", "audit.event": "What", "audit.code": "Exception now",
        "audit.document": "Document",
        "audit.document.hint": "Number, supplier, file name or id", "audit.from": "From", "audit.to": "To",
        "audit.none": "No event fits these filters.", "audit.range": "Events {first}–{last}, latest first; times in UTC",
        "audit.verify": "Verify the log",
        "audit.verify.hint": "Recomputes every hash: minutes for a large log, where idp audit verify serves as well.",
        "audit.intact": "Intact: {events} events checked in {seconds} s, at {at} UTC.",
        "audit.broken": "{count} faults in {events} events, checked in {seconds} s, at {at} UTC.",
        "audit.fault": "Document {document}, event {sequence}: {trouble}", "audit.checkpoints": "Checkpoints",
        "audit.checkpoint": "Number", "audit.changed": "Changed documents", "audit.no_checkpoints": "No checkpoint has been set yet.",
        # history of a document
        "history.title": "History", "history.document": "Document", "history.received": "Received", "history.exported": "Exported",
        "history.number": "No.", "history.changed": "Changed, old → new", "history.more": "and {count} more",
        "history.came": "Taken in", "history.chain.intact": "The hash chain of its {count} events is intact.",
        "history.chain.broken": "The hash chain is broken at event {number}.", "history.full": "Whole history", "history.pdf": "As PDF",
        "history.json": "As JSON", "history.versions": "Policy and model", "history.nothing_changed": "nothing",
        "history.of.type": "Type", "history.of.decision": "Decision", "history.of.vendor": "Vendor", "history.of.orders": "Orders",
        "history.of.codes": "Findings", "history.of.policy": "Policy",
        # dashboard
        "figures.title": "Figures", "figures.period": "Period", "figures.days": "{days} days", "figures.from": "From", "figures.to": "To",
        "figures.show": "Show", "figures.none": "none yet", "figures.of": "{count} of {total} documents",
        "figures.about": "About the {received} documents received in this time; what waits is as of now. Days are of UTC.",
        "figures.straight": "Straight through", "figures.left_out": "Not counted: {in_work} in work, {copies} copies of earlier documents.",
        "figures.false": "False success", "figures.at_most": "at most {percent}",
        "figures.sampled": "{count} wrong of {total} samples looked at",
        "figures.false.bound": "Documents that would have passed, drawn at random; bound at 95 % confidence.",
        "figures.false.few": "Too few samples to say much: the bound tells more from {least} on.",
        "figures.cycle": "Cycle time", "figures.cycle.hint": "Median, from arrival until Odoo has the entry.",
        "figures.p90": "90 % within {time}, of {count}",
        "figures.resolution": "Exceptions resolved in",
        "figures.resolution.hint": "Median without waiting for suppliers; with it {whole}. {open} still open.",
        "figures.backlog": "Waiting for a person", "figures.backlog.over": "{count} over the age limit.",
        "figures.nothing_at_stake": "no money at stake",
        "chart.table": "As a table", "chart.csv": "CSV", "chart.empty": "Nothing to show for this time.", "chart.from": "From",
        "chart.share": "Share", "chart.median": "Median", "chart.p90": "90 % within", "chart.age": "Age", "chart.documents": "Documents",
        "chart.over": "Over the age limit", "chart.whole": "Median", "chart.own": "Without waiting for the supplier",
        "chart.straight": "Straight-through rate", "chart.straight.hint": "Share of documents that no person had a hand in, by arrival.",
        "chart.cycle": "Cycle time", "chart.cycle.hint": "From arrival until Odoo has the entry, by arrival.",
        "chart.backlog": "Backlog by age", "chart.backlog.hint": "Documents that wait for a person now.",
        "chart.band": "{before}–{days} d", "chart.band.last": "over {days} d",
        "chart.resolution": "Resolution time by exception",
        "chart.resolution.hint": "Findings opened in this time and resolved, the most frequent ones; how many stands behind the code.",
        "chart.codes": "Money at stake by exception", "chart.codes.hint": "Findings of waiting documents, the ten with most money.",
        "chart.suppliers": "Money at stake by supplier", "chart.suppliers.hint": "Waiting documents, the ten suppliers with most money.",
        # health
        "health.title": "Health", "health.ok": "works", "health.broken": "trouble", "health.part": "Part", "health.state": "State",
        "health.detail": "Detail", "health.counts": "Documents by state", "health.all_well": "All parts work.",
        "health.trouble": "Something needs attention.", "health.oldest": "Oldest",
        # divide
        "document.divide": "Split or join",
        "divide.save": "Save pages", "divide.both": "Put the pages in order first and save; then say where a new document begins.",
        "divide.nothing": "Nothing has been changed: move a page, add another document's, or say where a new document begins.",
        "divide.before": "One place earlier", "divide.after": "One place later",
        "divide.remove": "Take the other document's pages out again", "divide.put_back": "Undo", "divide.moved": "Now at place {place}.",
        "divide.becomes_one": "Becomes one document in this order, which is read anew.", "divide.becomes": "Becomes {count} documents.",
        "divide.origins": "Put together from: {names}.", "divide.take_apart": "Take apart again",
        "divide.loose": "Others that came at the same time ({count})", "divide.no_page": "This document has no pages to show.",
        "divide.add": "Add its pages", "divide.join_data": "Join with its data",
        "belongs.continues": "its pages follow", "belongs.same_file": "same file", "belongs.same_number": "same number",
        "belongs.same_mail": "same mail", "belongs.numbered_names": "numbered file names",
        "belongs.data_of_it": "the data of this paper", "belongs.came_together": "came together", "help.divide.order": "Move the page",
        "help.divide.remove": "Take the other document's pages out again", "help.divide.undo": "Undo",
        "help.divide": "Pages: order, join, split",
        "divide.title": "Which pages are one document?", "divide.split": "Split", "divide.join": "May belong to it",
        "divide.hint": "Write the pages of each document, parted by commas: 1-2, 3, 4+6. This document stands on: {pages}.",
        "divide.begin": "A new document begins here", "divide.document": "· document",
        "divide.begin.hint": "Drag pages into order, or say where a new document begins. A click shows a page large.",
        "divide.other": "Pages that do not follow each other", "divide.one_page": "This document has one page.",
        "divide.join.hint": "Documents that wait, too, and may be part of this one. Added, their pages stand among the others above.",
        "help.divide.move": "Go from page to page", "help.divide.begin": "A new document begins here, or not",
        "divide.pages": "Pages", "divide.on_pages": "pages {pages}",
        "divide.undo": "The files stay as they came. What was joined can be taken apart again, what was split can be joined.",
        # sources
        "sources.title": "Sources", "sources.none": "No source is set: files come by upload alone.",
        "sources.hint": "Where documents come from. Sources are set in the sources file on the server, not here: it says which "
                        "doors are open.",
        "sources.name": "Source", "sources.place": "Where", "sources.tried": "Last try", "sources.succeeded": "Last success",
        "sources.taken": "Taken in", "sources.state": "State", "sources.action": "Test", "sources.test": "Test now",
        "sources.well": "works", "sources.trouble": "in trouble since {since} UTC", "sources.untried": "not polled yet",
        "sources.never": "never",
        "sources.passed": "The test of “{name}” went well: connected, listed, written and moved.",
        "sources.failed": "The test of “{name}” failed: {trouble}",
        # learned
        "learned.title": "Learned from corrections",
        "learned.hint": "What somebody corrected and somebody approved is used on the supplier's next documents.",
        "learned.none": "Nothing has been learned yet: correct a value by clicking on its words, and have the document approved.",
        "learned.supplier": "Supplier", "learned.what": "What is used", "learned.from": "Learned from", "learned.used": "Used",
        "learned.confirmed": "Confirmed", "learned.contradicted": "Contradicted", "learned.state": "State",
        "learned.forget": "Forget", "learned.active": "in use", "learned.replaced": "replaced by a later correction ({who})",
        "learned.dropped": "dropped ({who})", "learned.forgotten": "forgotten by {who}",
        "learned.place": "{field} stands {where}", "learned.not_here": "What stands {where} is no {field}",
        "learned.beside": "beside “{words}”", "learned.below": "below “{words}”", "learned.spot": "at the same spot of the page",
        "learned.column": "The column headed “{words}” is {field}", "learned.name": "“{words}” names the supplier",
        "learned.type": "What is titled “{words}” is: {type}",
        # help
        "help.title": "Keys", "help.close": "Close",
        "help.enter": "Right as it is: next field that needs a person", "help.tab": "Next field",
        "help.save": "Save correction and match again",
        "help.approve": "Approve", "help.reject": "Reject with a reason", "help.next": "Next document",
        "help.previous": "Previous document",
        "help.search": "Search the queue", "help.help": "Show these keys", "help.escape": "Leave a field, close a dialog",
        "help.click": "Click a word", "help.click.does": "Put it into the field you are in", "help.shift": "Shift + click",
        "help.shift.does": "The same on a word that belongs to another field", "help.ctrl": "Ctrl + click",
        "help.ctrl.does": "Add the word to the field",
        "help.drag": "Drag", "help.drag.does": "Read the box that you draw into the field",
        "help.zoom": "Zoom in, out, fit width", "help.turn": "Turn the page",
        "help.boxes": "Show or hide boxes", "help.rows": "Row down, row up in the queue", "help.open": "Open the row",
        "help.letters": "Single letters work while you are not typing.",
        # days and times
        "due.late": "{days} d late", "due.today": "today", "due.in": "in {days} d",
        "discount.left": "{days} d left", "discount.missed": "missed",
        "unit.seconds": "{count} s", "unit.minutes": "{count} min", "unit.hours": "{count} h", "unit.days": "{count} d",
    }
)  # fmt: skip

STATES: Mapping[str, str] = Words(
    german.STATES,
    {
        "RECEIVED": "Received", "READ": "Read", "EXTRACTED": "Extracted", "MATCHED": "Matched", "IN_REVIEW": "In review",
        "READY": "Ready for Odoo", "ENTERED": "Entered", "REJECTED": "Rejected", "QUARANTINED": "Quarantined", "FAILED": "Failed",
    }
)  # fmt: skip

DOCUMENT_TYPES: Mapping[str, str] = Words(
    german.DOCUMENT_TYPES,
    {
        "invoice": "Invoice", "credit_note": "Credit note", "order_confirmation": "Order confirmation",
        "bill_of_lading": "Bill of lading", "proof_of_delivery": "Proof of delivery", "delivery_note": "Delivery note",
        "purchase_order": "Purchase order", "receipt": "Receipt", "statement": "Statement", "other": "Other",
    }
)  # fmt: skip

ROLES: Mapping[str, str] = Words(
    german.ROLES,
    {
        "clerk": "AP clerk", "approver": "Approver", "finance": "Finance", "buyer": "Buyer", "warehouse": "Warehouse",
        "auditor": "Auditor", "admin": "Administrator", "system": "System",
    }
)  # fmt: skip

QUALITIES: Mapping[str, str] = Words(
    german.QUALITIES, {"structured": "E-document", "native": "Native PDF", "clean_scan": "Clean scan", "poor_scan": "Poor scan"}
)

EVENTS: Mapping[str, str] = Words(
    german.EVENTS,
    {
        "was_read": "Read", "was_refused": "Refused", "was_duplicate": "Found to be a duplicate", "was_extracted": "Extracted",
        "was_matched": "Matched", "needs_person": "Put to review", "passed_by_policy": "Passed by policy", "corrected": "Corrected",
        "forwarded": "Forwarded", "noted": "Noted", "changed_in_erp": "Changed in Odoo", "approved": "Approved",
        "rejected": "Rejected", "refused_by_erp": "Refused by Odoo", "was_entered": "Entered in Odoo", "outcome_seen": "Outcome seen",
        "released": "Released", "gave_up": "Gave up", "retry_read": "Tried again", "retry_extract": "Tried again",
        "retry_match": "Tried again", "retry_enter": "Tried again",
    }
)  # fmt: skip

FIELDS: Mapping[str, str] = Words(
    german.FIELDS,
    {
        "supplier_name": "Supplier", "supplier_vat": "Supplier VAT", "supplier_iban": "Supplier IBAN",
        "supplier_email": "Supplier e-mail", "buyer_name": "Billed to", "buyer_vat": "Our VAT", "invoice_number": "Invoice number",
        "original_invoice_number": "Original invoice", "confirmation_number": "Confirmation no.",
        "delivery_note_number": "Delivery note no.", "invoice_date": "Invoice date", "due_date": "Due date",
        "confirmation_date": "Confirmed on", "order_date": "Order date", "delivery_date": "Delivery date", "ship_date": "Shipped on",
        "delivered_date": "Delivered on", "promised_date": "Promised", "po_number": "Order", "po_numbers": "All orders",
        "currency": "Currency", "subtotal": "Subtotal", "tax_amount": "Tax", "total": "Total", "amount_due": "Amount due",
        "bol_number": "BOL number", "pro_number": "PRO number", "scac": "SCAC", "container_numbers": "Containers",
        "seal_numbers": "Seals", "reference": "Reference", "shipper": "Shipper", "consignee": "Consignee", "carrier": "Carrier",
        "received_by": "Received by", "exceptions": "Exceptions", "signed": "Signed", "total_weight": "Total weight",
        "package_count": "Packages", "description": "Description", "product_code": "Code", "uom": "Unit", "quantity": "Quantity",
        "quantity_delivered": "Delivered", "unit_price": "Price", "price_base": "Price per", "discount": "Discount",
        "tax_rate": "Tax rate", "amount": "Amount",
    }
)  # fmt: skip


WORDS: Mapping[str, str] = Words(german.WORDS, ENGLISH)

MEANINGS: Mapping[str, str] = Words(german.MEANINGS, {code.value: row.meaning for code, row in CODES.items()})


def text(key: str, **values: object) -> str:
    """The words for `key` with `values` put in, in the reader's language. An unknown key is shown as itself, which a test finds."""
    return WORDS.get(key, key).format(**values)


def code_meaning(code: str) -> str:
    """The meaning of an exception code; "" for one that the table does not know."""
    return MEANINGS.get(code, "")


def field_label(name: str) -> str:
    """What people call a field or line column; for one that an extractor added, its name made readable."""
    return FIELDS.get(name, name.replace("_", " ").capitalize())


def script_texts() -> dict[str, str]:
    """The words that the scripts put on the screen."""
    prefixes = (
        "viewer.",
        "action.",
        "claim.",
        "pick.",
        "preview.",
        "lines.",
        "resolve.no",
        "divide.moved",
        "divide.becomes",
        "divide.both",
        "trouble.reload",
        "trouble.unsaved",
        "upload.busy",
    )
    return {key: words for key, words in WORDS.items() if key.startswith(prefixes)}
