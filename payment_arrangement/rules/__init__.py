"""One module per rule: facts and a day in, an outcome with its receipt out."""

from payment_arrangement.rules import (
    beslagvrije_voet,
    collection_pause,
    contact_hours,
    imputation,
    incassokosten,
    letter_wording,
    limitation,
    veertiendagenbrief,
    wage_rules,
    wettelijke_rente,
)

RULES = (
    incassokosten.RULE,
    veertiendagenbrief.RULE,
    letter_wording.RULE,
    wettelijke_rente.RULE,
    imputation.RULE,
    beslagvrije_voet.FREE_ROOM_RULE,
    beslagvrije_voet.RULE,
    limitation.RULE,
    contact_hours.RULE,
    collection_pause.RULE,
    wage_rules.RULE,
)
