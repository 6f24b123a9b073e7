"""What checks say, in Dutch and English: one place for the rules in Python and for the form in the browser.

A sentence is a text with names between braces. What is wrong stands under a name, what to do about it under the same
name with `.hint`. The portal writes all of them as JSON beside its form, whose script fills them in the same way.
"""

from __future__ import annotations

import re

from kitoolkit.model import Text

LANGUAGE_NAMES: dict[str, Text] = {
    "nl": {"nl": "Nederlands", "en": "Dutch"},
    "en": {"nl": "Engels", "en": "English"},
}

_ALLOW: Text = {
    "nl": "haal het weg, of zet het met een reden onder 'allowed:'",
    "en": "remove it, or put it under 'allowed:' with a reason",
}

SENTENCES: dict[str, Text] = {
    # names of files
    "no_kind": {"nl": "map '{name}' hoort bij geen soort", "en": "folder '{name}' belongs to no kind"},
    "no_yaml": {"nl": "'{name}' eindigt niet op .yaml", "en": "'{name}' does not end in .yaml"},
    "no_address": {
        "nl": "'{name}' kan geen adres worden: alleen kleine letters, cijfers en koppeltekens",
        "en": "'{name}' cannot become an address: only lower-case letters, digits and hyphens",
    },
    "call_it": {"nl": "noem het {name}.yaml", "en": "call it {name}.yaml"},
    # characters
    "tab": {"nl": "een tab", "en": "a tab"},
    "tab.hint": {"nl": "verwijder het; gebruik spaties", "en": "remove it; use spaces"},
    "control": {"nl": "onzichtbaar stuurteken {code}", "en": "invisible control character {code}"},
    "control.hint": {"nl": "verwijder het; gebruik spaties", "en": "remove it; use spaces"},
    # fields
    "no_fields": {"nl": "het bestand bevat geen velden", "en": "the file holds no fields"},
    "no_fields.hint": {
        "nl": "begin met title: — zie het sjabloon ontology/templates/{kind}.yaml",
        "en": "start with title: — see the template ontology/templates/{kind}.yaml",
    },
    "unknown_field": {"nl": "onbekend veld '{name}'", "en": "unknown field '{name}'"},
    "only_languages": {"nl": "alleen 'nl' en 'en'", "en": "only 'nl' and 'en'"},
    "did_you_mean": {"nl": "bedoelde je '{name}'?", "en": "did you mean '{name}'?"},
    "choose_from": {"nl": "kies uit {names}", "en": "choose from {names}"},
    "missing_field": {"nl": "veld '{name}' ontbreekt", "en": "field '{name}' is missing"},
    "missing_field.hint": {"nl": "{help}", "en": "{help}"},
    "missing_language": {
        "nl": "'{name}' heeft geen tekst in het {language}",
        "en": "'{name}' has no text in {language}",
    },
    "missing_language.hint": {"nl": "voeg '{code}:' toe", "en": "add '{code}:'"},
    # types
    "empty_value": {"nl": "'{name}' is leeg", "en": "'{name}' is empty"},
    "empty_value.hint": {"nl": "vul het in of haal de regel weg", "en": "fill it in or remove the line"},
    "read_as_boolean": {
        "nl": "YAML leest dit als ja of nee ({value}), niet als tekst",
        "en": "YAML reads this as yes or no ({value}), not as text",
    },
    "read_as_boolean.hint": {
        "nl": 'zet er aanhalingstekens om: "{written}"',
        "en": 'put quotes around it: "{written}"',
    },
    "read_as_number": {
        "nl": "YAML leest dit als het getal {value}, niet als tekst",
        "en": "YAML reads this as the number {value}, not as text",
    },
    "read_as_number.hint": {"nl": 'zet er aanhalingstekens om: "{written}"', "en": 'put quotes around it: "{written}"'},
    "not_string": {"nl": "'{name}' moet een tekst zijn", "en": "'{name}' must be a text"},
    "not_array": {"nl": "'{name}' moet een lijst zijn", "en": "'{name}' must be a list"},
    "not_array.hint": {
        "nl": "zet er een streepje voor, of [ ] omheen",
        "en": "put a dash before it, or [ ] around it",
    },
    "not_object": {"nl": "'{name}' moet een groep velden zijn", "en": "'{name}' must be a group of fields"},
    "not_object.hint": {"nl": "de velden zijn {names}", "en": "its fields are {names}"},
    "in_two_languages": {
        "nl": "schrijf het in twee talen, onder nl: en en:",
        "en": "write it in two languages, under nl: and en:",
    },
    # values
    "unknown_value": {"nl": "onbekende waarde '{value}'", "en": "unknown value '{value}'"},
    "blank": {"nl": "de tekst is leeg", "en": "the text is empty"},
    "blank.hint": {"nl": "vul hem in of haal de regel weg", "en": "fill it in or remove the line"},
    "no_id": {"nl": "'{value}' is geen id van een item", "en": "'{value}' is no id of an entry"},
    "no_id.hint": {"nl": "schrijf {kind}/naam", "en": "write {kind}/name"},
    "shape.date": {"nl": "'{value}' is geen datum", "en": "'{value}' is no date"},
    "shape.date.hint": {
        "nl": 'schrijf jaar-maand-dag: "2026-11-21"',
        "en": 'write year-month-day: "2026-11-21"',
    },
    "shape.partial-date": {"nl": "'{value}' is geen jaar, maand of dag", "en": "'{value}' is no year, month or day"},
    "shape.partial-date.hint": {
        "nl": 'schrijf "2026", "2026-11" of "2026-11-21"',
        "en": 'write "2026", "2026-11" or "2026-11-21"',
    },
    "shape.url": {"nl": "'{value}' is geen webadres", "en": "'{value}' is no web address"},
    "shape.url.hint": {
        "nl": 'begin met https://, en schrijf een spatie, <>{}|\\^` of " als %20 enzovoort',
        "en": 'start with https://, and write a space, <>{}|\\^` or " as %20 and so on',
    },
    "shape.slug": {"nl": "'{value}' is geen korte naam", "en": "'{value}' is no short name"},
    "shape.slug.hint": {
        "nl": "alleen kleine letters, cijfers en koppeltekens",
        "en": "only lower-case letters, digits and hyphens",
    },
    "shape.language": {"nl": "'{value}' is geen taalcode", "en": "'{value}' is no language code"},
    "shape.language.hint": {"nl": "schrijf bijvoorbeeld nl, en of fy", "en": "write for example nl, en or fy"},
    "shape.country": {"nl": "'{value}' is geen landcode", "en": "'{value}' is no country code"},
    "shape.country.hint": {"nl": "schrijf bijvoorbeeld NL of BE", "en": "write for example NL or BE"},
    "too_long": {
        "nl": "de tekst heeft {length} tekens; hoogstens {longest} passen",
        "en": "the text has {length} characters; at most {longest} fit",
    },
    "too_long.hint": {"nl": "maak hem korter", "en": "shorten it"},
    "too_few": {"nl": "'{name}' heeft ten minste {least} nodig", "en": "'{name}' needs at least {least}"},
    "repeated": {"nl": "'{value}' staat er twee keer", "en": "'{value}' is given twice"},
    "repeated.hint": {"nl": "haal er een weg", "en": "remove one"},
    # the sense of one entry
    "address_and_document": {
        "nl": "een bron heeft een adres of een document, niet beide",
        "en": "a source has an address or a document, not both",
    },
    "address_and_document.hint": {"nl": "maak er twee bronnen van", "en": "make it two sources"},
    "no_source_address": {"nl": "deze bron heeft geen adres", "en": "this source has no address"},
    "no_source_address.hint": {
        "nl": "voeg 'url:' toe, of 'document:' met 'part:'",
        "en": "add 'url:', or 'document:' with 'part:'",
    },
    "which_part": {"nl": "welk deel van het document?", "en": "which part of the document?"},
    "which_part.hint": {
        "nl": "voeg 'part:' toe, met hoofdstuk of paragraaf",
        "en": "add 'part:' with the chapter or paragraph",
    },
    "placeholder": {"nl": "dit is nog niet ingevuld", "en": "this is not filled in yet"},
    "placeholder.hint": {
        "nl": "schrijf de tekst, of haal het veld weg",
        "en": "write the text, or remove the field",
    },
    "no_day": {"nl": "'{value}' staat niet op de kalender", "en": "'{value}' is not on the calendar"},
    "future": {"nl": "'{value}' ligt in de toekomst", "en": "'{value}' lies in the future"},
    "no_licence": {"nl": "dit hulpmiddel noemt geen licentie", "en": "this tool names no licence"},
    "no_licence.hint": {
        "nl": "voeg 'licence:' toe, of 'licence_note:' waarom er geen is",
        "en": "add 'licence:', or 'licence_note:' why there is none",
    },
    "unexplained_status": {
        "nl": "status '{state}' zonder toelichting",
        "en": "status '{state}' without explanation",
    },
    "unexplained_status.hint": {"nl": "voeg 'note:' toe", "en": "add 'note:'"},
    "no_organisation": {
        "nl": "een voorbeeld noemt ten minste een organisatie",
        "en": "an example names at least one organisation",
    },
    "no_organisation.hint": {"nl": "voeg 'organisations:' toe", "en": "add 'organisations:'"},
    "two_requirements": {
        "nl": "een afweging gaat over ten minste twee vereisten",
        "en": "a trade-off is about at least two requirements",
    },
    "not_among_sources": {"nl": "dit adres staat niet bij 'sources'", "en": "this address is not among 'sources'"},
    "not_among_sources.hint": {
        "nl": "voeg het daar toe, met wat het laat zien",
        "en": "add it there, with what it shows",
    },
    "same_question_name": {"nl": "twee vragen heten '{value}'", "en": "two questions are called '{value}'"},
    "one_language": {
        "nl": "alleen in een taal: het {language} ontbreekt",
        "en": "in one language only: {language} is missing",
    },
    "old_review": {
        "nl": "al meer dan een jaar niet nagekeken ({day})",
        "en": "not reviewed for over a year ({day})",
    },
    # the words of one entry
    "word_to_avoid": {"nl": "we schrijven niet '{value}'", "en": "we do not write '{value}'"},
    "word_to_avoid.hint": {"nl": "schrijf '{instead}'", "en": "write '{instead}'"},
    "praise": {"nl": "'{value}' is lof", "en": "'{value}' is praise"},
    "praise.hint": {"nl": "zeg wat het doet, of haal het weg", "en": "say what it does, or leave it out"},
    "long_sentence": {
        "nl": "een zin van {count} woorden: '{start} …'",
        "en": "a sentence of {count} words: '{start} …'",
    },
    "long_sentence.hint": {"nl": "maak er twee zinnen van", "en": "make it two sentences"},
    "hard_to_read": {
        "nl": "het Nederlands is moeilijk te lezen (leesgemak {ease}, liefst {least} of meer)",
        "en": "the Dutch is hard to read (reading ease {ease}, better {least} or more)",
    },
    "hard_to_read.hint": {"nl": "kortere zinnen, gewonere woorden", "en": "shorter sentences, plainer words"},
    "bare_percentage": {
        "nl": "een percentage zonder te zeggen van hoeveel of wanneer",
        "en": "a percentage that does not say of how many, or when",
    },
    "bare_percentage.hint": {"nl": "voeg het aantal of het jaar toe", "en": "add the number or the year"},
    "no_spdx": {"nl": "'{value}' is geen SPDX-licentie", "en": "'{value}' is no SPDX licence"},
    "no_spdx.hint": {
        "nl": "kies uit spdx.org/licenses, of schrijf LicenseRef-naam",
        "en": "choose from spdx.org/licenses, or write LicenseRef-name",
    },
    "spdx_written": {"nl": "SPDX schrijft '{written}'", "en": "SPDX writes '{written}'"},
    "no_successor": {"nl": "vervangen, maar waardoor?", "en": "superseded, but by what?"},
    "no_successor.hint": {
        "nl": "voeg 'successor:' toe, of kies een andere status",
        "en": "add 'successor:', or choose another state",
    },
    # what may not be published
    "confidential.email": {"nl": "een e-mailadres: {shown}", "en": "an e-mail address: {shown}"},
    "confidential.email.hint": _ALLOW,
    "confidential.telephone": {"nl": "een telefoonnummer: {shown}", "en": "a telephone number: {shown}"},
    "confidential.telephone.hint": _ALLOW,
    "confidential.iban": {"nl": "een rekeningnummer (IBAN): {shown}", "en": "a bank account (IBAN): {shown}"},
    "confidential.iban.hint": _ALLOW,
    "confidential.citizen": {
        "nl": "dit kan een burgerservicenummer zijn: {shown}",
        "en": "this may be a citizen service number: {shown}",
    },
    "confidential.citizen.hint": _ALLOW,
    "confidential.secret": {
        "nl": "een wachtwoord, sleutel of token: {shown}",
        "en": "a password, key or token: {shown}",
    },
    "confidential.secret.hint": {
        "nl": "haal het weg en trek het in, want wat ooit openbaar was, is bekend; "
        "is het er geen, gebruik dan 'allowed:'",
        "en": "remove it and revoke it, for what was public once is known; if it is none, use 'allowed:'",
    },
    "confidential.marking": {
        "nl": "'{shown}': dit is niet voor publicatie bedoeld",
        "en": "'{shown}': this is not meant for publication",
    },
    "confidential.marking.hint": {
        "nl": "publiceer het niet, of vraag de eigenaar; mag het, zet het dan onder 'allowed:'",
        "en": "do not publish it, or ask its owner; where it may, put it under 'allowed:'",
    },
    "confidential.person": {
        "nl": "dit lijkt de naam van een persoon: {shown}",
        "en": "this looks like the name of a person: {shown}",
    },
    "confidential.person.hint": {
        "nl": "noem de rol in plaats van de naam, of zet de naam met een reden onder 'allowed:'",
        "en": "name the role instead, or put the name under 'allowed:' with a reason",
    },
    "allowed_in_vain": {
        "nl": "hier is niets voor nodig: de tekst staat niet in dit item, of mag al",
        "en": "nothing needs this: the text does not stand in this entry, or is fine as it is",
    },
    "allowed_in_vain.hint": {"nl": "haal het weg", "en": "remove it"},
    # entries together
    "taken": {"nl": "{id} bestaat al", "en": "{id} exists already"},
    "taken.hint": {
        "nl": "kies een andere naam, of verbeter dat item",
        "en": "choose another name, or improve that entry",
    },
    "same_name": {"nl": "{id} heet ook '{value}'", "en": "{id} is also called '{value}'"},
    "refers_to_itself": {"nl": "dit item verwijst naar zichzelf", "en": "this entry refers to itself"},
    "refers_to_itself.hint": {"nl": "haal de regel weg", "en": "remove the line"},
    "does_not_exist": {"nl": "'{id}' bestaat niet", "en": "'{id}' does not exist"},
    "gone_entry": {"nl": "{id} stond in {tag} en is weg", "en": "{id} was in {tag} and is gone"},
    "gone_entry.hint": {
        "nl": "zet het terug met 'git checkout {tag} -- {file}', en zet er 'deprecated:' in",
        "en": "put it back with 'git checkout {tag} -- {file}', and add 'deprecated:' to it",
    },
    "gone_term": {"nl": "{id} stond in {tag} in {file} en is weg", "en": "{id} was in {file} at {tag} and is gone"},
    "gone_term.hint": {
        "nl": "zet het terug, met 'owl:deprecated true' en 'dct:isReplacedBy'",
        "en": "put it back, with 'owl:deprecated true' and 'dct:isReplacedBy'",
    },
    "gone_question": {
        "nl": "de vraag '{slug}' stond in {tag} en is weg",
        "en": "the question '{slug}' was there at {tag} and is gone",
    },
    "gone_question.hint": {
        "nl": "zet haar terug: de tekst mag anders, de korte naam niet; of laat de hele lijst vervallen",
        "en": "put it back: its text may change, its short name may not; or deprecate the whole list",
    },
    "is_deprecated": {"nl": "'{id}' is vervallen", "en": "'{id}' is deprecated"},
    "take_instead": {"nl": "neem {names}", "en": "take {names}"},
    "no_replacement": {
        "nl": "niets komt ervoor in de plaats; haal het weg",
        "en": "nothing takes its place; remove it",
    },
    "same_homepage": {"nl": "zelfde adres als {id}", "en": "same address as {id}"},
    "same_homepage.hint": {
        "nl": "vul dat item aan, of kies een preciezer adres",
        "en": "add to that entry, or choose a more precise address",
    },
    "same_title": {"nl": "bijna dezelfde titel als {id}", "en": "nearly the same title as {id}"},
    "same_title.hint": {
        "nl": "vul dat item aan, of maak het verschil duidelijk",
        "en": "add to that entry, or make the difference clear",
    },
}

_NAME = re.compile(r"\{(\w+)\}")


def sentence(name: str, /, **values: object) -> Text:
    """One sentence, filled in.

    Args:
        name: Its name in `SENTENCES`.
        **values: What stands between the braces; a `Text` where that is not the same in both languages.

    >>> sentence("future", value="2099-01-01")["en"]
    "'2099-01-01' lies in the future"
    """
    return {language: _filled(pattern, language, values) for language, pattern in SENTENCES[name].items()}


def told(name: str, /, **values: object) -> tuple[Text, Text]:
    """What is wrong and what to do about it; the second is empty where the first says it all."""
    hint = f"{name}.hint"
    return sentence(name, **values), sentence(hint, **values) if hint in SENTENCES else {}


def _filled(pattern: str, language: str, values: dict[str, object]) -> str:
    def value(found: re.Match[str]) -> str:
        given = values[found[1]]
        return str(given[language] if isinstance(given, dict) else given)

    return _NAME.sub(value, pattern)
