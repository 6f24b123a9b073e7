"""Finding names of people in a text: a given name with a family name, or two names after a title or a calling.

Made to be silent rather than wrong: a name that is also a word, a brand or a place is not in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kitoolkit.check.personal import Match

_GIVEN = """
Aad Aafke Aart Abdel Abdullah Abigail Achmed Adam Adriaan Adriana Agnes Ahmed Alan Albert Alejandro Aleksandr
Alessandro Alexander Alexandra Alfred Ali Alice Alicia Alison Allison Amanda Amina Amy Ana Andre André Andrea
Andreas Andrew Andrzej Angela Angelique Anita Ank Anke Ann Anna Annabel Anne Annelies Annemarie Annemiek Annette
Anouk Anthony Antoine Antonio Arie Arjan Arjen Arnold Arthur Astrid Barbara Bart Bas Bastiaan Ben Benjamin Bernard
Bianca Birgit Björn Boris Boudewijn Bram Brenda Brian Brigitte Bruce Bruno Carina Carl Carla Carlos Carmen Caroline
Cas Catherine Cecilia Cees Chantal Charles Chris Christiaan Christian Christina Christine Christoph Christopher
Cindy Clara Coen Colin Conny Cor Corien Corine Cornelis Daan Daniel Daniëlle Danielle Dave David Deborah Dennis
Diana Dick Diederik Dimitri Dirk Dominique Donald Dorien Douglas Eddy Edith Edward Edwin Eelco Elena Elisabeth Elise
Elizabeth Ella Ellen Els Elsbeth Emile Emily Emma Emmanuel Eric Erica Erik Ernst Esmee Esther Eva Evelien Evelyn
Fabian Fatima Felix Femke Ferdinand Fernando Fleur Floor Floris Francesca Francine Francis Francisco Frank François
Frans Fred Frederik Freek Frits Gabriel Geert Geertje George Gerard Gerben Gerda Gerrit Gert Gijs Giovanni Giulia
Govert Greet Gregory Greta Guido Guillaume Gunnar Guus Hamza Hanna Hannah Hanneke Hans Harm Harold Harriet Harry
Hassan Heather Heidi Heleen Helen Helena Helga Hendrik Henk Henri Henrik Henry Herman Hester Hilde Ibrahim Igor Ilse
Imke Ina Ineke Ingrid Irene Irma Isabel Isabelle Ivan Ivo Jaap Jack Jacob Jacqueline Jacques James Jan Jane Janet
Janine Janneke Jantje Jason Jean Jeanette Jeff Jeffrey Jelle Jelmer Jennifer Jeremy Jeroen Jesse Jessica Jet Jill
Jim Joan Joanna Job Jochem Joe Joep Johan Johanna Johannes John Jolanda Jonas Jonathan Joop Joost Jordi Jorge Joris
Jos José Josef Joseph Josephine Joshua Joyce Juan Judith Jürgen Juliette Justin Karel Karen Karim Karin Karl Kasper
Katharina Katherine Kathleen Katja Kees Keith Kelly Ken Kenneth Kevin Khalid Kim Klaas Klaus Koen Kristian Kristina
Kurt Lars Laura Laurens Lea Leen Leendert Lena Lennart Leo Leon Leonard Leonie Lianne Lieke Lies Liesbeth Lieve
Linda Lindsay Lisa Lisette Loes Lotte Louis Louise Luc Lucas Lucia Lucy Luigi Luis Luuk Maaike Maarten Machteld
Madeleine Manuel Marc Marcel Marco Margaret Margot Margriet Maria Marian Marianne Marie Marieke Marielle Marije
Marijke Marina Mario Marion Marit Marja Marjan Marjolein Marleen Marlies Marta Martha Martijn Martin Martine Mary
Mathias Mathieu Mathijs Matthew Matthias Matthijs Maud Maurice Maurits Mehmet Menno Merel Merijn Michael Michel
Michelle Michiel Miguel Mieke Mike Minke Mirjam Mohamed Mohammed Monica Monique Mustafa Nadia Nancy Natalie Natasha
Nathalie Nathan Neil Nick Nicholas Nicolas Nicole Niek Niels Nienke Nina Noor Nora Norbert Olaf Oliver Olivia Omar
Oscar Otto Pablo Pamela Paolo Pascal Patricia Patrick Paul Paula Pauline Pedro Peter Petra Philip Philippe Pierre
Piet Pieter Pim Quinten Rachel Rafael Ralf Ralph Raymond Rebecca Reinier Remco Renate Rens Ricardo Richard Rick Rik
Rinus Rob Robbert Robert Roberto Robin Roel Roeland Roelof Roger Roland Rolf Ron Ronald Roos Rosalie Ruben Rudolf
Rudy Ruth Ruud Ryan Saar Sabine Sacha Sam Samantha Samuel Sander Sandra Sanne Sara Sarah Saskia Sean Sebastiaan
Sebastian Serge Sergei Shannon Sharon Sheila Sigrid Silvia Simon Simone Sjoerd Sofie Sonja Sophia Sophie Stan Stefan
Stefanie Stephanie Stephen Steve Steven Stijn Stuart Susan Susanne Suzanne Sven Sylvia Tanja Tara Teun Teunis Thea
Theo Thijs Thomas Tijn Tim Timo Tineke Titia Tjitske Tobias Tom Tomas Ton Tony Toon Trudy Tyler Ursula Valerie
Vanessa Vera Vincent Vivian Vladimir Walter Wendy Werner Wessel Wieke Wilfred Wilhelm Willem Willemijn William Wim
Wolfgang Wouter Xander Yasmin Yolanda Youssef Yusuf Yvonne Yvette Zoë
"""
_CALLINGS = """
mevrouw meneer dhr. mevr. mw. drs. ir. ing. dr. prof. professor hoogleraar journalist journaliste redacteur redactrice
hoofdredacteur eindredacteur verslaggever verslaggeefster presentator presentatrice regisseur fotograaf onderzoeker
directeur minister staatssecretaris wethouder burgemeester premier woordvoerder Mr. Mrs. Ms. Dr. Prof. editor reporter
presenter journalist researcher director spokesperson photographer mayor
"""
_BETWEEN = r"(?:van|de|der|den|het|'t|te|ter|ten|von|di|da|du|la|le|el|al|bin|ibn)"
_PART = r"[A-ZÀ-ÖØ-Þ](?:['’][A-ZÀ-ÖØ-Þ])?[a-zà-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)?"
_FAMILY = rf"(?:{_BETWEEN}\s+){{0,3}}{_PART}(?:\s+{_PART})?"
_START = r"(?<![\w@#/.’'-])"
_BY_GIVEN = re.compile(
    rf"{_START}(?:{'|'.join(sorted(set(_GIVEN.split())))})(?:-{_PART})?\s+(?:[A-Z]\.\s*)*{_FAMILY}(?!\w)"
)
_BY_CALLING = re.compile(
    rf"{_START}(?:{'|'.join(re.escape(calling) for calling in sorted(set(_CALLINGS.split())))})\s+"
    rf"(?P<name>(?:[A-Z]\.\s*|{_PART}\s+)+{_FAMILY})(?!\w)"
)
_OF_MORE_THAN_ONE = re.compile(
    r"\W*(?:Stichting|Foundation|Institut\w*|Universit\w+|University|College|School|Fonds|Fund|Prijs|Prize|Award|Lab|Labs|"
    r"Huis|House|Museum|Group|Groep|Media|Center|Centre|Centrum|Press|Academy|Academie|Times|Post|Street|straat|Wet|Act)\b"
)
PATTERNS = {"by_given": _BY_GIVEN, "by_calling": _BY_CALLING, "of_more_than_one": _OF_MORE_THAN_ONE}
"""By name, for the form in the browser, which finds the same."""


def find(text: str) -> Iterator[Match]:
    """Names of people.

    >>> [match.text for match in find("Volgens Jan van der Berg van de Anne Frank Stichting klopt dat.")]
    ['Jan van der Berg']
    """
    seen: set[int] = set()
    for pattern, group in ((_BY_GIVEN, 0), (_BY_CALLING, "name")):
        for found in pattern.finditer(text):
            name, start = found[group], found.start(group)
            if start in seen or _OF_MORE_THAN_ONE.search(name) or _OF_MORE_THAN_ONE.match(text, found.end(group)):
                continue
            seen.add(start)
            yield Match("person", start, name)
