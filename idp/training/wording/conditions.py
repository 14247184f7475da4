# ruff: noqa: E501 - one clause a line
"""The small print: closing remarks below the sums and general conditions for the back of the page, by language."""

REMARKS: dict[str, tuple[str, ...]] = {
    "en": (
        "Title to the goods remains with the seller until paid for in full. Our general conditions of sale apply.",
        "Claims must be notified in writing within 7 days of receipt of the goods. E.&O.E.",
        "Please quote the invoice number and your account number with your payment and send remittance advices by e-mail to our accounts department.",
        "Interest at 8 percentage points above base rate may be charged on overdue accounts, together with compensation for recovery costs.",
        "Our bank details will never change by e-mail alone. Please call your usual contact before you change our account in your system.",
        "Goods may not be returned without our prior consent; a handling charge of 15 % applies to goods returned in resaleable condition.",
    ),
    "de": (
        "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum. Es gelten unsere Allgemeinen Verkaufs- und Lieferbedingungen.",
        "Beanstandungen bitte innerhalb von 8 Tagen nach Erhalt der Ware. Erfüllungsort und Gerichtsstand ist unser Firmensitz.",
        "Bitte geben Sie bei Zahlung Rechnungs- und Kundennummer an. Zahlungen mit befreiender Wirkung nur auf die unten genannten Konten.",
        "Die Lieferung erfolgt unter verlängertem Eigentumsvorbehalt. Leergut und Paletten werden bei frachtfreier Rückgabe innerhalb von 30 Tagen gutgeschrieben.",
        "Entsorgung gemäß Verpackungsgesetz: Wir sind unter der Registernummer DE5550148829933 bei der Zentralen Stelle angemeldet.",
        "Rücksendungen nur nach vorheriger Absprache; für Prüfung und Wiedereinlagerung berechnen wir 10 %, mindestens 25,00 EUR.",
    ),
    "fr": (
        "En cas de retard de paiement, pénalités au taux de 3 fois l'intérêt légal et indemnité forfaitaire de recouvrement de 40 €. Pas d'escompte pour paiement anticipé.",
        "Les marchandises restent notre propriété jusqu'au paiement intégral (loi n° 80-335 du 12 mai 1980).",
        "Toute réclamation doit nous parvenir par écrit dans les 8 jours suivant la réception. Les marchandises voyagent aux risques et périls du destinataire.",
        "Nos conditions générales de vente figurent sur notre site et sont réputées acceptées. Tribunal compétent : celui de notre siège social.",
        "TVA acquittée sur les débits. Merci de rappeler le numéro de facture et le code client lors de votre règlement.",
    ),
    "es": (
        "La mercancía viaja por cuenta y riesgo del comprador. No se admiten devoluciones transcurridos 15 días.",
        "Reserva de dominio hasta el pago total. Para cualquier litigio, las partes se someten a los juzgados del domicilio del vendedor.",
        "Rogamos indiquen el número de factura en el concepto de la transferencia. Los gastos bancarios son por cuenta del ordenante.",
        "En cumplimiento del RGPD le informamos de que sus datos se tratan con la única finalidad de gestionar la relación comercial.",
        "Los importes no abonados a su vencimiento devengarán el interés de demora previsto en la Ley 3/2004.",
    ),
}

TITLES = {
    "en": "GENERAL CONDITIONS OF SALE",
    "de": "Allgemeine Verkaufs- und Lieferbedingungen",
    "fr": "CONDITIONS GÉNÉRALES DE VENTE",
    "es": "CONDICIONES GENERALES DE VENTA",
}

CLAUSES: dict[str, tuple[str, ...]] = {
    "en": (
        "Scope. These conditions apply to all quotations, sales and deliveries of the Company to the exclusion of any terms of the Buyer, even where the Buyer refers to them in an order. Variations are binding only if agreed in writing by a director.",
        "Quotations and orders. Quotations are open for 30 days and subject to stock remaining unsold. An order becomes binding when acknowledged in writing or by despatch of the goods, whichever is the earlier.",
        "Prices. Prices are net ex works, exclusive of value added tax, carriage, insurance and packing. The Company may adjust prices to reflect changes of 5 % or more in the cost of raw materials, alloys or exchange rates between order and delivery.",
        "Delivery. Dates for delivery are estimates; time shall not be of the essence. The Company may deliver by instalments and invoice each of them separately. A tolerance of up to 10 % in the quantity of goods made to order is accepted by the Buyer.",
        "Risk and title. Risk passes on delivery to the carrier. Title remains with the Company until all sums due from the Buyer have been paid. Until then the Buyer shall store the goods separately and insure them.",
        "Inspection and claims. The Buyer shall inspect the goods on arrival. Shortages and visible damage must be noted on the carrier's document and notified within 3 working days, other defects within 7 days of discovery.",
        "Payment. Invoices are payable in the currency stated within the agreed period without deduction. On late payment interest accrues from day to day at 8 % above base rate, and all other invoices become due at once.",
        "Warranty. The Company warrants for 12 months from delivery that goods correspond to their specification. Its liability is limited to repair, replacement or credit of the price, and excludes loss of profit and consequential loss.",
        "Returns. Goods are taken back only with prior written consent, in original packing and at the Buyer's expense. Goods made or cut to order cannot be returned.",
        "Force majeure. Neither party is liable for delay caused by events beyond its control, including strikes, shortage of material, official measures, cyber attacks and interruption of transport.",
        "Export control. The Buyer undertakes to comply with all applicable export control and sanctions law and not to resell goods where this is prohibited.",
        "Law. These conditions are governed by the law of the Company's seat, whose courts have jurisdiction. The UN Convention on Contracts for the International Sale of Goods does not apply.",
    ),
    "de": (
        "Geltung. Unsere Lieferungen erfolgen ausschließlich aufgrund der nachstehenden Bedingungen. Abweichende Bedingungen des Bestellers gelten nur, wenn wir sie schriftlich anerkannt haben, auch wenn wir ihnen im Einzelfall nicht widersprechen.",
        "Angebot und Vertragsschluss. Unsere Angebote sind freibleibend. Ein Vertrag kommt erst mit unserer schriftlichen Auftragsbestätigung oder mit Ausführung der Lieferung zustande. Abbildungen, Maße und Gewichte sind nur annähernd maßgebend.",
        "Preise. Die Preise verstehen sich ab Werk zuzüglich Verpackung, Fracht und gesetzlicher Mehrwertsteuer. Legierungs- und Energiezuschläge werden zum Tagespreis der Lieferung berechnet. Der Mindestbestellwert beträgt 50,00 je Auftrag.",
        "Lieferzeit. Liefertermine sind unverbindlich, sofern nicht ausdrücklich anders vereinbart. Teillieferungen sind zulässig und werden gesondert berechnet. Mehr- oder Minderlieferungen bis 10 % bei Sonderanfertigungen sind handelsüblich.",
        "Gefahrübergang. Die Gefahr geht mit Übergabe an den Frachtführer auf den Besteller über, auch wenn frachtfreie Lieferung vereinbart ist. Transportschäden sind auf dem Frachtbrief zu vermerken und unverzüglich anzuzeigen.",
        "Zahlung. Rechnungen sind innerhalb der vereinbarten Frist ohne Abzug zahlbar. Bei Verzug berechnen wir Zinsen in Höhe von neun Prozentpunkten über dem Basiszinssatz. Aufrechnung ist nur mit unbestrittenen Forderungen zulässig.",
        "Eigentumsvorbehalt. Die Ware bleibt bis zur Bezahlung aller Forderungen aus der Geschäftsverbindung unser Eigentum. Der Besteller tritt uns Forderungen aus dem Weiterverkauf in Höhe des Rechnungswertes bereits jetzt ab.",
        "Mängelrüge. Offene Mängel sind innerhalb von acht Tagen nach Eingang, verdeckte unverzüglich nach Entdeckung schriftlich zu rügen. Bei berechtigter Rüge leisten wir nach unserer Wahl Nachbesserung oder Ersatz.",
        "Haftung. Schadensersatzansprüche sind ausgeschlossen, soweit sie nicht auf Vorsatz oder grober Fahrlässigkeit beruhen oder zwingend gesetzlich gehaftet wird.",
        "Rücknahme. Rücksendungen bedürfen unserer Zustimmung. Sonderanfertigungen und Zuschnitte sind von der Rücknahme ausgeschlossen.",
        "Datenschutz. Daten des Bestellers werden im Rahmen der Geschäftsbeziehung gespeichert und verarbeitet (Art. 6 Abs. 1 lit. b DSGVO).",
        "Erfüllungsort und Gerichtsstand ist unser Sitz. Es gilt das am Sitz des Lieferers geltende Recht unter Ausschluss des UN-Kaufrechts.",
    ),
    "fr": (
        "Champ d'application. Les présentes conditions régissent toutes nos ventes et prévalent sur les conditions d'achat du client, sauf acceptation écrite de notre part.",
        "Commandes. Toute commande n'est définitive qu'après confirmation écrite. Les quantités minimales et multiples de conditionnement figurent au catalogue.",
        "Prix. Les prix s'entendent hors taxes, départ entrepôt, emballage compris sauf mention contraire. Ils peuvent être révisés en fonction des cours des matières premières.",
        "Livraison. Les délais sont donnés à titre indicatif. Les livraisons partielles sont autorisées. Il appartient au destinataire de formuler ses réserves sur le récépissé du transporteur et de les confirmer sous trois jours.",
        "Paiement. Nos factures sont payables à l'échéance indiquée, sans escompte. Tout retard entraîne de plein droit des pénalités égales à trois fois le taux d'intérêt légal et une indemnité forfaitaire de 40 euros.",
        "Réserve de propriété. Le transfert de propriété est subordonné au paiement intégral du prix. Les risques sont transférés dès la remise au transporteur.",
        "Garantie. La garantie est limitée au remplacement ou à l'avoir des marchandises reconnues défectueuses, à l'exclusion de toute indemnité.",
        "Juridiction. Tout litige relève des tribunaux du siège social du vendeur, même en cas d'appel en garantie ou de pluralité de défendeurs.",
    ),
    "es": (
        "Ámbito. Las presentes condiciones se aplican a todas nuestras ventas y excluyen las condiciones de compra del cliente salvo aceptación expresa y por escrito.",
        "Pedidos. Los pedidos se entienden en firme una vez confirmados por escrito. No se admiten anulaciones de material fabricado bajo pedido.",
        "Precios. Los precios son netos, sin IVA, y se aplicarán los vigentes en la fecha de entrega. Pedido mínimo: 60,00 por envío.",
        "Entrega. Los plazos son orientativos. Se admiten entregas parciales, que se facturarán por separado. Las faltas y averías deben anotarse en el albarán del transportista.",
        "Pago. El pago se efectuará en el plazo convenido. La demora devengará los intereses previstos en la Ley 3/2004, de 29 de diciembre.",
        "Reserva de dominio. La mercancía es propiedad del vendedor hasta su pago total.",
        "Garantía. La garantía se limita a la reposición del material defectuoso, con exclusión de cualquier otra indemnización.",
        "Jurisdicción. Las partes se someten a los juzgados y tribunales del domicilio del vendedor.",
    ),
}
