"""What is said when sending fails, in Dutch and English: one place for all forges.

What went wrong stands under a name, how to go on under the same name with `.how`.
"""

from __future__ import annotations

from kitoolkit.forge.common import ForgeError
from kitoolkit.model import LANGUAGES, Text

_SAYINGS: dict[str, Text] = {
    # what is sent
    "each_once": {"nl": "geef elk item een keer, en ten minste een", "en": "give each entry once, and at least one"},
    "no_id": {"nl": "{name!r} is geen id van een item", "en": "{name!r} is no id of an entry"},
    # addresses
    "no_forge": {"nl": "dit is geen adres van een forge", "en": "this is no address of a forge"},
    "no_forge.how": {
        "nl": "Schrijf --to github:eigenaar/naam of een https-adres. Of push met --forge git naar een git-remote.",
        "en": "Write --to github:owner/name or an https address. Or push to a git remote with --forge git.",
    },
    "unknown_host": {"nl": "wat er op {host} draait is niet bekend", "en": "what runs on {host} is not known"},
    "unknown_host.how": {
        "nl": "Zeg het met --forge github, gitlab of forgejo (ook voor Gitea). Of push met --forge git.",
        "en": "Say so with --forge github, gitlab or forgejo (also for Gitea). Or push with --forge git.",
    },
    "no_name": {"nl": "{name!r} is geen naam van een repository", "en": "{name!r} is no name of a repository"},
    "no_name.how": {"nl": "Schrijf: eigenaar/naam", "en": "Write: owner/name"},
    "user_in_address": {
        "nl": "een gebruiker, wachtwoord of token hoort niet in een adres",
        "en": "a user, password or token does not belong in an address",
    },
    "user_in_address.how": {
        "nl": "Zet het token in KITOOLKIT_TOKEN, of laat het over aan de credential helper van git.",
        "en": "Put the token in KITOOLKIT_TOKEN, or leave it to git's credential helper.",
    },
    "not_encrypted": {
        "nl": "http://{host} is niet versleuteld: daar gaat geen token naartoe",
        "en": "http://{host} is not encrypted: no token is sent there",
    },
    "not_encrypted.how": {"nl": "Gebruik https.", "en": "Use https."},
    # tokens
    "no_such_token": {
        "nl": "wat in {source} staat kan geen token zijn: er staat niets, of een spatie of vreemd teken",
        "en": "what stands in {source} can be no token: it is empty, or holds a space or a strange character",
    },
    "no_token": {"nl": "geen token voor {host}", "en": "no token for {host}"},
    "no_token.how": {
        "nl": "Zet er een in een van deze variabelen: {names}. Of laat de credential helper van git het onthouden. "
        "Rechten die het token nodig heeft: {rights}.",
        "en": "Put one in one of these variables: {names}. Or let git's credential helper remember it. "
        "Rights that the token needs: {rights}.",
    },
    "wrong_token": {"nl": "{host} herkent het token niet{said}", "en": "{host} does not know the token{said}"},
    "wrong_token.how": {
        "nl": "Maak een token met deze rechten: {rights}. Zet het in KITOOLKIT_TOKEN. Je bestand is onveranderd.",
        "en": "Make a token with these rights: {rights}. Put it in KITOOLKIT_TOKEN. Your file is unchanged.",
    },
    "no_rights": {"nl": "het token mag dit niet op {host}{said}", "en": "the token may not do this on {host}{said}"},
    "no_rights.how": {
        "nl": "Maak een token met deze rechten: {rights}. Zet het in KITOOLKIT_TOKEN. Je bestand is onveranderd.",
        "en": "Make a token with these rights: {rights}. Put it in KITOOLKIT_TOKEN. Your file is unchanged.",
    },
    "no_user": {
        "nl": "het token mag niet schrijven in {name}, en hoort bij geen gebruiker die een fork kan hebben",
        "en": "the token may not write to {name}, and belongs to no user who can have a fork",
    },
    "no_user.how": {"nl": "Gebruik een token van een gebruiker.", "en": "Use a token of a user."},
    # answers of a forge
    "no_answer": {"nl": "geen antwoord van {host}: {said}", "en": "no answer from {host}: {said}"},
    "no_json": {
        "nl": "{host} antwoordde iets anders dan verwacht: klopt het adres van de API?",
        "en": "{host} answered something else than expected: is the address of the API right?",
    },
    "busy": {"nl": "{host} neemt nu geen verzoeken meer aan", "en": "{host} takes no more requests for now"},
    "busy.how": {
        "nl": "Je bestand is onveranderd. Wacht een uur en geef dezelfde opdracht opnieuw.",
        "en": "Your file is unchanged. Wait an hour and run the same command again.",
    },
    "busy_until": {"nl": "{host} neemt nu geen verzoeken meer aan", "en": "{host} takes no more requests for now"},
    "busy_until.how": {
        "nl": "Je bestand is onveranderd. Wacht tot {until} en geef dezelfde opdracht opnieuw.",
        "en": "Your file is unchanged. Wait until {until} and run the same command again.",
    },
    "out_of_order": {
        "nl": "{host} heeft een storing ({status}){said}",
        "en": "{host} is out of order ({status}){said}",
    },
    "refused": {"nl": "{host} weigerde dit ({status}){said}", "en": "{host} refused this ({status}){said}"},
    "no_repository": {
        "nl": "{name} is niet te vinden op {host}: het bestaat niet, of het token mag het niet zien",
        "en": "{name} is not to be found on {host}: it does not exist, or the token may not see it",
    },
    "no_repository.how": {
        "nl": "Kijk de naam na, en de rechten van het token.",
        "en": "Check the name, and the rights of the token.",
    },
    # the state of a repository
    "archived": {
        "nl": "{name} is gearchiveerd en neemt niets meer aan",
        "en": "{name} is archived and takes nothing any more",
    },
    "archived.how": {"nl": "Vraag de beheerders waar het nu woont.", "en": "Ask its maintainers where it lives now."},
    "empty": {"nl": "{name} heeft nog geen commit", "en": "{name} has no commit yet"},
    "empty.how": {"nl": "Zet er eerst een catalogus in.", "en": "Put a catalogue in it first."},
    "fork_waits": {"nl": "de fork {name} is nog niet klaar", "en": "the fork {name} is not ready yet"},
    "fork_waits.how": {
        "nl": "Wacht een paar minuten en geef dezelfde opdracht opnieuw.",
        "en": "Wait a few minutes and run the same command again.",
    },
    "fork_failed": {"nl": "de fork {name} kon niet worden gemaakt", "en": "the fork {name} could not be made"},
    "fork_failed.how": {
        "nl": "Verwijder die fork en geef dezelfde opdracht opnieuw.",
        "en": "Remove that fork and run the same command again.",
    },
    "fork_behind": {"nl": "je fork {name} loopt achter op {target}", "en": "your fork {name} is behind {target}"},
    "fork_behind.how": {
        "nl": "Werk de fork bij op zijn webpagina en geef dezelfde opdracht opnieuw.",
        "en": "Bring the fork up to date on its web page and run the same command again.",
    },
    "too_many_closed": {
        "nl": "van {branch} zijn al {count} pull requests gesloten",
        "en": "{count} pull requests from {branch} were closed already",
    },
    "too_many_closed.how": {
        "nl": "Vraag de beheerders waarom, of ruim oude takken op.",
        "en": "Ask the maintainers why, or remove old branches.",
    },
    "others_work": {
        "nl": "iemand anders heeft {entry} gewijzigd in {where}; dat zou verloren gaan",
        "en": "somebody else changed {entry} in {where}; that would be lost",
    },
    "others_work.how": {
        "nl": "Neem die wijziging eerst over in je bestand en geef de opdracht dan opnieuw met --overwrite.",
        "en": "Take that change over into your file first, then run the command again with --overwrite.",
    },
    "go_on": {
        "nl": "Je bestand is onveranderd. Geef later dezelfde opdracht opnieuw: die gaat verder waar deze ophield.",
        "en": "Your file is unchanged. Run the same command again later: it goes on where this one stopped.",
    },
    # what exists
    "your_fork": {"nl": "je fork {name}", "en": "your fork {name}"},
    "branch": {"nl": "de tak {branch} in {name}", "en": "the branch {branch} in {name}"},
    "pull": {"nl": "de pull request {url}", "en": "the pull request {url}"},
    # git
    "no_git": {"nl": "git is hier niet te vinden", "en": "git is not to be found here"},
    "no_git.how": {"nl": "Installeer git en probeer het opnieuw.", "en": "Install git and try again."},
    "no_commit": {"nl": "git kent hier geen {name!r}", "en": "git knows no {name!r} here"},
    "no_commit.how": {
        "nl": "Noem een tak, tag of commit, zoals origin/main.",
        "en": "Name a branch, tag or commit, such as origin/main.",
    },
    "git_slow": {
        "nl": "git {what} duurde langer dan {seconds:.0f} seconden",
        "en": "git {what} took longer than {seconds:.0f} seconds",
    },
    "git_failed": {"nl": "git {what} is mislukt: {said}", "en": "git {what} failed: {said}"},
    "git_failed.how": {
        "nl": "Je bestanden en takken zijn onveranderd. Los dit op en geef dezelfde opdracht opnieuw.",
        "en": "Your files and branches are unchanged. Mend this and run the same command again.",
    },
    "no_remote": {"nl": "dit is geen adres van een git-remote", "en": "this is no address of a git remote"},
    "no_author": {"nl": "git weet niet wie je bent", "en": "git does not know who you are"},
    "no_author.how": {
        "nl": 'Zet je naam en e-mailadres: git config --global user.name "…" en git config --global user.email "…"',
        "en": 'Set your name and e-mail address: git config --global user.name "…" and '
        'git config --global user.email "…"',
    },
}


def saying(name: str, /, **values: object) -> Text:
    """A text with its names filled in.

    >>> saying("pull", url="https://x.test/1")["en"]
    'the pull request https://x.test/1'
    """
    return {language: _SAYINGS[name][language].format(**values) for language in LANGUAGES}


def trouble(name: str, /, **values: object) -> ForgeError:
    """An error that says what went wrong, and how to go on."""
    how = saying(f"{name}.how", **values) if f"{name}.how" in _SAYINGS else None
    return ForgeError(saying(name, **values), how)
