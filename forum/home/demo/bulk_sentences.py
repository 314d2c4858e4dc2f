"""Sentences that bulk texts are put together from. Pure.

What stands in braces is filled in by ``bulk_text``: ``sak`` is the guide's own subject in its four forms, ``bisak``
another noun of the same kind; p people, k offices, s systems, h hindrances, v verbs, n numbers.
"""

# No sentence ends in what makes two titles alike: every title holds exactly one form of the subject.
TITLES = (
    "Slik fikk vi orden på {sakene}",
    "Fra papir til skjerm: {saker}",
    "{Saker} uten omveier",
    "Kortere vei fram med {sakene}",
    "Klart språk i {sakene}",
    "{Sakene} rett i arkivet",
    "Felles opplegg for {saker}",
    "Bedre {saker} på én måned",
    "{Saken} som ingen etterlyser",
    "Færre telefoner om {sakene}",
    "Mål tiden før dere endrer {sakene}",
    "Når {sakene} hoper seg opp",
    "Ett skjema for alle {saker}",
    "{Saker} som virker på mobil",
    "Test {sakene} med fem innbyggere",
    "Hvem eier {sakene}?",
    "Rydd i {sakene} før sommeren",
    "{Saken} fra søkerens side",
    "Deling av {saker} mellom kommuner",
    "Opplæring i {saker} på en time",
    "Trygg innlogging til {sakene}",
    "Gevinsten ved nye {saker}",
    "{Sakene} på flere språk",
    "Små grep for {sakene}",
)

SUMMARIES = (
    "{Sted} brukte {to1} uker på å samle {sakene} ett sted. Her står hva som virket, og hva dere kan hoppe over.",
    "Når {p1} må lete etter {sakene}, venter innbyggeren. Denne framgangsmåten fjerner letingen.",
    "En enkel måte å få ned tiden på {sakene}, prøvd på {k1} i {sted}.",
    "For kommuner der {h1} gjør {sakene} tyngre enn de trenger å være.",
    "{P1} og {p2} la {sakene} om uten nytt system. Veilederen forteller hvordan.",
    "Hvordan {sted} kuttet {h1} og fikk {sakene} ferdig samme uke.",
    "{Sakene} går gjennom {s1} fra første dag. Det krever mindre enn dere tror.",
    "Dere kan gjøre {sakene} forståelige for alle uten å vente på leverandøren.",
    "Erfaringer fra {to1} kommuner som la om {sakene} mellom {m1} og {m2}.",
    "Slik setter dere navn, frist og mål på {sakene} før dere endrer noe i {s1}.",
)

AUDIENCES = (
    "Kommuner der {p1} og {p2} deler ansvaret for {sakene}.",
    "Dere som arbeider på {k1} og møter innbyggere som spør om {sakene}.",
    "Ledere og saksbehandlere som skal flytte {sakene} til {s1}.",
    "Små kommuner der én person har {sakene} ved siden av mye annet.",
    "{P1}, {p2} og andre som får {sakene} på bordet.",
    "Prosjektgrupper som skal legge om {sakene} i løpet av et halvt år.",
    "Kommuner som samarbeider om {sakene}, eller tenker på å begynne.",
)

EFFORTS = (
    "{to1} dager", "{to1} uker", "{to2} møter", "{n1} timer", "Én ettermiddag", "{to1} dager på {to2} uker",
    "En halv dag i uken", "{to2} timer hver", "Ett kvartal", "{n1} arbeidstimer",
)  # fmt: skip

GAINS = (
    "{min1} minutter ble til {min2}", "{n1} færre telefoner i uken", "{prosent} % kortere ventetid",
    "{n2} timer spart i året", "{to1} av tolv feil borte", "Svar på {to1} dager", "{prosent} % færre mangelbrev",
    "{n2} ark mindre i året", "Én kø i stedet for {to1}", "{prosent} % sendes på nett",
)  # fmt: skip

SITUATIONS = (
    "I {sted} kom det inn {n3} {saker} i fjor, og {prosent} prosent av dem måtte sendes tilbake.",
    "Da {p1} telte over i {m1}, lå det {n2} {saker} som ingen hadde åpnet.",
    "Innbyggerne måtte innom {k1} for å få vite hvor langt {sakene} var kommet.",
    "{Sakene} ble ført i {s1}, men {p1} hadde sin egen liste ved siden av.",
    "Hos oss tok {hver} {sak} {min1} minutter, og {min2} av dem gikk med til leting.",
    "{P1} fikk de samme {to1} spørsmålene om {sakene} hver eneste uke.",
    "Ingen visste sikkert om {bisakene} hørte til {k1} eller {k2}.",
    "I {m1} sluttet den som kunne {sakene}, og kunnskapen ble med ut døra.",
    "{Sted} og {sted2} hadde hvert sitt skjema for {sakene}, og søkere som flyttet, måtte begynne forfra.",
    "{Bisakene} lå på nettsiden som et dokument til utskrift, {to1} klikk fra forsiden.",
    "Halvparten av dem som begynte på {en} {sak}, ga seg før siste side.",
    "Hver vår vokste bunken med {saker} forbi det {k1} rakk å lese.",
    "{P1} skrev inn opplysninger for hånd i {s1}, {n1} ganger om dagen.",
)

CAUSES = (
    "Grunnen var {h1}, og at ingen hadde fått i oppgave å gjøre noe med det.",
    "Mye kom av {h2}; resten skyldtes {h3}.",
    "Vi trodde det handlet om {s1}, men en uke med telling viste {h4}.",
    "{H5} forsinket arbeidet mer enn mangelen på folk.",
    "{P2} pekte tidlig på {h6}, uten at det fikk følger.",
    "Reglene krever mindre enn rutinen gjorde, og forskjellen besto av {h7}.",
    "Ordet «{bisak}» betydde én ting for {p1} og en annen for {p2}.",
    "Ansvaret skiftet hender {to1} ganger underveis, og ved hvert skifte oppsto {h8}.",
    "Leverandøren av {s1} hadde løst {bisakene}, men funksjonen var aldri slått på.",
    "Frem til {m2} hadde ingen spurt søkerne, og da de ble spurt, svarte de {h1}.",
    "Tallene fra {s2} viste at {prosent} prosent av tiden gikk til {h2}.",
    "Arkivkravene ble tolket strengere på {k1} enn på {k2}.",
)

AIMS = (
    "Målet er at {hver} {sak} skal få svar innen {to1} dager, også når {p1} har ferie.",
    "Dere skal ende med én oversikt over {sakene} som både {p1} og {p2} stoler på.",
    "Når dere er ferdige, ser søkeren selv hvor {saken} er.",
    "Veilederen hjelper dere å begynne med de {to1} enkleste og la resten vente.",
    "Det dere sparer, bør gå tilbake til {k1}, ellers mister dere folk på veien.",
    "Etter omleggingen skal {k1} kunne svare på spørsmål om {bisakene} uten å sette over.",
    "Ingen skal trenge å kjenne {s1} for å forstå hva som skjer med {sakene}.",
    "Framgangsmåten er prøvd i {sted} og {sted2}, og kan tilpasses kommuner av alle størrelser.",
    "Vi lover ikke færre {saker}, bare at de som kommer, er lettere å behandle.",
    "Til slutt har dere et tall for {sakene} før og etter, og en som eier tallet.",
)

# Title, and what is said under it in one guide or another.
STEPS = (
    (
        "Tell i to uker",
        "La {p1} sette en strek for {hver} {sak} som kommer inn. Skriv årsaken ved siden av når det er {h1}.",
    ),
    (
        "Finn den som eier arbeidet",
        "Uten et navn blir {sakene} liggende. Spør {p1} først, og få svaret skriftlig av {p2}.",
    ),
    ("Tegn veien på veggen", "Heng opp ett ark for hvert ledd fra {k1} til {s1}. {P1} forteller, {p2} tegner."),
    ("Snakk med fem søkere", "Ring fem som nylig har hatt {en} {sak}. Spør hva de lurte på, og hva de gjorde da."),
    ("Stryk det dere ikke bruker", "Gå gjennom feltene sammen med {p1}. Et felt som ingen leser i {s1}, skal bort."),
    ("Avklar arkivplikten", "{P2} avgjør hva som skal journalføres. Skriv svaret inn i rutinen for {sakene}."),
    ("Skriv teksten på nytt", "Begynn med det søkeren må gjøre. Les høyt for en på {k1} som ikke kjenner {bisakene}."),
    ("Lag et eksempel", "Fyll ut {en} {sak} slik det skal se ut. Legg eksemplet øverst, før forklaringene."),
    (
        "Sett opp i testmiljøet",
        "Bruk oppdiktede navn og {to1} vanlige tilfeller. La {p1} prøve å gjøre feil med vilje.",
    ),
    (
        "Prøv på én avdeling",
        "Velg {k1}, og hold på i {to2} uker. Samle det som skurrer i én liste, uten å rette underveis.",
    ),
    (
        "Bestem hva som er godt nok",
        "Avtal tallet på forhånd: {min2} minutter, eller {prosent} prosent uten mangler. Skriv det ned.",
    ),
    (
        "Rydd i tilgangene",
        "Be om en utskrift av hvem som ser {sakene} i {s1}. Fjern dem som har sluttet eller byttet jobb.",
    ),
    (
        "Koble til {s1}",
        "Start med å overføre tittel og dato. Vedleggene kan vente til {p1} har sett at det første kommer riktig fram.",
    ),
    ("Øv sammen", "Sett av en time i {m1}. Alle behandler den samme saken, og dere sammenligner etterpå."),
    ("Gi beskjed ut", "Legg nyheten der folk leter etter {sakene}. {P1} svarer på kommentarer den første uken."),
    ("Behold en vei uten nett", "Noen trenger papir eller hjelp på {k1}. Skriv hvor de får det, også på nettsiden."),
    ("Mål igjen", "Bruk samme strekliste som før. Sammenlign uke {uke} med samme uke i fjor, så jukser ikke sesongen."),
    (
        "Flytt tiden dit den trengs",
        "{P2} bestemmer hva de sparte timene skal brukes til. Fortell det til alle på {k1}.",
    ),
    ("Skriv rutinen på én side", "Én side holder for {sakene}. Det som ikke får plass, hører hjemme i opplæringen."),
    ("Del med naboene", "Send skjemaet og tallene til {sted2}. Be dem si hva som ikke passer hos dem."),
    (
        "Avslutt det gamle",
        "Steng den forrige veien inn fra første dag i {m2}. Sett opp en videresending de første {to1} ukene.",
    ),
    (
        "Sett dato for neste gjennomgang",
        "Se på {sakene} igjen etter et halvt år. {P1} kaller inn, {p2} tar med tallene.",
    ),
)

ADVICE = (
    "Sett av {min1} minutter til å {v1} {sakene}, ikke mer.",
    "{P3} bør være med når dere skal {v1} {bisakene}.",
    "Har dere {h2}, må det ryddes før dere kan {v2} resten.",
    "I {sted} holdt det å {v1} {n1} tilfeller for å se mønsteret.",
    "Vent med å {v2} {bisakene} til {p1} har svart.",
    "Skriv ned spørsmålene underveis, og la {p3} svare på dem samlet.",
    "{K1} merker endringen først, så spør der etter {to1} dager.",
    "Det er lov å {v1} bare halvparten av {sakene} i første omgang.",
    "Bruk {s2} slik det er; tilpasninger kan komme senere.",
    "Dukker det opp {h3}, noter det og gå videre.",
    "Et bilde av tavla er godt nok som referat.",
    "Den som skal {v1} {sakene}, må få tid til det i vaktplanen.",
    "{P3} kan {v2} {bisakene} mens dere andre fortsetter.",
    "Be {k2} om tallene for {m1}, de har dem som regel.",
    "Erfaringen fra {sted2} er at {h2} gir flest spørsmål.",
    "Ta med {en_bisak} som har gått galt, og snakk om hvorfor.",
    "Når dere er uenige, vinner den løsningen som {p4} kan forklare på telefon.",
    "Regn med at {prosent} prosent må gjøres om.",
    "Sjekk hos {p4} om noen andre allerede har begynt å {v3} {sakene}.",
    "Gjør det i {m2}, før ferien tømmer kontorene.",
    "To personer holder; flere gjør det vanskelig å {v3} noe i samme rom.",
    "Legg resultatet i {s1}, så slipper {p3} å lete.",
    "Si tydelig fra at {sakene} fortsatt kan leveres på {k1}.",
    "Har kommunen et eget utvalg for {bisakene}, bør det få en kort orientering.",
)

CHECKS = (
    "{P1} står oppført som eier av {sakene}",
    "Tallet for {m1} er skrevet ned",
    "{Sakene} kommer fram i {s1}",
    "Fem søkere har prøvd uten hjelp",
    "Teksten er lest høyt på {k1}",
    "{P2} har godkjent hva som journalføres",
    "Alle felter som ingen bruker, er strøket",
    "Tilgangene til {s1} er gjennomgått",
    "Det finnes en vei for dem som ikke bruker nett",
    "Kvitteringen sier når svaret kommer",
    "Den gamle ordningen er stengt",
    "{Bisakene} har fått samme ordlyd som resten",
    "Naboen i {sted2} har fått skjemaet",
    "Datoen for neste måling står i kalenderen",
    "Feil og {h3} er samlet i én liste",
    "Rutinen får plass på én side",
    "{P3} vet hva de sparte timene skal gå til",
    "Skjemaet er prøvd på mobil og med tastatur",
    "Personvernombudet har sett listen over opplysninger",
    "{K1} har fått svar på sine spørsmål",
)
