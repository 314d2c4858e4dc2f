"""The words of an empty portal, in each language: what every section is for."""

from typing import Any

HOME: dict[str, dict[str, Any]] = {
    "nb": {
        "title": "Noen har gjort det før deg.",
        "lead": "Finn ut hvem, hvordan og hva det ga – og hva du bør gjøre først.",
    },
    "nn": {
        "title": "Nokon har gjort det før deg.",
        "lead": "Finn ut kven, korleis og kva det gav – og kva du bør gjere først.",
    },
    "en": {
        "title": "Someone has done it before you.",
        "lead": "Find out who, how and what it gained – and what to do first.",
    },
}

SECTIONS: dict[str, dict[str, dict[str, Any]]] = {
    "beste-praksis": {
        "nb": {
            "title": "Beste praksis",
            "intro": "Veiledere fra kommuner som har gjort det: steg for steg, med maler og med det det ga.",
        },
        "nn": {
            "title": "Beste praksis",
            "intro": "Rettleiarar frå kommunar som har gjort det: steg for steg, med malar og med det det gav.",
        },
        "en": {
            "title": "Best practice",
            "intro": "Guides from municipalities that have done it: step by step, with templates and results.",
        },
    },
    "metode": {
        "nb": {"title": "Metode", "intro": "Arbeidsmåten fra idé til en tjeneste som blir bedre år for år."},
        "nn": {"title": "Metode", "intro": "Arbeidsmåten frå idé til ei teneste som blir betre år for år."},
        "en": {
            "title": "Method",
            "intro": "The way of working, from idea to a service that improves year by year.",
        },
    },
    "tema": {
        "nb": {
            "title": "Tema",
            "intro": "Redaksjonens innganger til det kommuner spør mest om, med alt nytt på hvert felt.",
        },
        "nn": {
            "title": "Tema",
            "intro": "Redaksjonens inngangar til det kommunar spør mest om, med alt nytt på kvart felt.",
        },
        "en": {
            "title": "Topics",
            "intro": "The editors’ ways into what municipalities ask about most, with all that is new in each field.",
        },
    },
    "aktuelt": {
        "nb": {"title": "Aktuelt", "intro": "Lanseringer, nye maler, samlinger og resultater."},
        "nn": {"title": "Aktuelt", "intro": "Lanseringar, nye malar, samlingar og resultat."},
        "en": {"title": "News", "intro": "Launches, new templates, gatherings and results."},
    },
}

TEXTS: dict[str, dict[str, str]] = {
    "om": {"nb": "Om portalen", "nn": "Om portalen", "en": "About the portal"},
    "personvern": {"nb": "Personvern", "nn": "Personvern", "en": "Privacy"},
    "tilgjengelighetserklaering": {
        "nb": "Tilgjengelighetserklæring",
        "nn": "Tilgjengelegheitserklæring",
        "en": "Accessibility statement",
    },
}
