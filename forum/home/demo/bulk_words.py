"""Words that bulk texts are made of: municipal nouns to compound and inflect, verbs, people and places. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Noun:
    """A noun in the four forms that sentences need, and its gender."""

    one: str
    the_one: str
    several: str
    the_several: str
    neuter: bool

    def after(self, first: str) -> "Noun":
        """The compound; three like consonants in a row are written as two."""
        if len(first) > 1 and first[-1] == first[-2] == self.one[0]:
            first = first[:-1]
        return Noun(first + self.one, first + self.the_one, first + self.several, first + self.the_several, self.neuter)


def _nouns(words: str, endings: str, *, neuter: bool) -> list[Noun]:
    the_one, several, the_several = endings.split("/")
    return [Noun(word, word + the_one, word + several, word + the_several, neuter) for word in words.split()]


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


# A plus sign stands before the letter that links the word to the next.
FIRST_PARTS = _split(
    """
    barnehage skole SFO+- leksehjelp kulturskole bibliotek idrett+s svømmehall idrettslag+s ungdom+s
    senior eldre omsorg+s sykehjem+s hjemmetjeneste hjelpemiddel ledsager transport skoleskyss parkering+s
    vei gatelys brøyte park friluft+s vilt jakt fiske landbruk+s skogbruk+s
    jord miljø støy forurensning+s avfall+s gjenvinning+s kompost kolonihage gravplass vigsel+s
    skjenke servering+s salg+s torg arrangement+s festival utleie bolig bostøtte startlån+s
    flyktning+e integrering+s introduksjon+s språk tolke norskkurs voksenopplæring+s lærling+e praksis kvalifisering+s
    helsestasjon+s jordmor vaksine smittevern legevakt fastlege psykolog rus barnevern+s foreldre
    familie fosterhjem+s avlastning+s støttekontakt dagsenter middag+s trygghet+s velferd+s rehabilitering+s fysioterapi
    permisjon+s ferie reise lønn+s sykefravær+s ansettelse+s rekruttering+s tillitsvalgt vernerunde HMS+-
    innkjøp+s anbud+s inkasso skatt+e eiendom+s eiendomsskatt+e regnskap+s økonomi post IKT+-
    innsyn+s personvern sikkerhet+s beredskap+s krise valg stemme folkevalgt politiker kommunestyre
    regulering+s kommuneplan oppmåling+s seksjonering+s matrikkel adresse grunn tomt+e bygge byggesak+s
    vann avløp+s vannmåler slam drikkevann+s badeplass havn+e småbåt kai sykkel
    trafikk gangvei buss næring+s etablerer turist kultur museum+s kino kunst
    frivillighet+s forening+s medlem+s innbygger servicekontor nettside chat ombud+s statistikk
    brann feie skorstein+s renovasjon+s hytte hundehold+s skadedyr leirskole skolemat svangerskap+s
    """
)

SECOND_PARTS = (
    *_nouns(
        """
        søknad melding betaling bestilling registrering godkjenning behandling veiledning ordning løsning
        rapport oversikt portal logg regning attest fullmakt bevilling dispensasjon konsesjon
        innmelding påmelding avmelding tildeling vurdering kartlegging måling plan oppfølging levering
        utredning prosess gjennomgang dialog høring erklæring kvittering frist sats takst
        garanti plikt rettighet forskrift instruks mal plakat film samling test
        pilot enhet avdeling vakt telefon app prioritering fordeling beregning justering
        endring overføring flytting innkreving refusjon opplæring faktura journal kontroll konto
        modell strategi revisjon evaluering invitasjon
        """,
        "en/er/ene",
        neuter=False,
    ),
    *_nouns(
        """
        klage avtale rutine oppgave tjeneste liste venteliste base undersøkelse henvendelse
        oppsigelse tillatelse uttalelse innsigelse bekreftelse bestemmelse kampanje brosjyre konferanse samtale
        gruppe fornyelse forlengelse avgjørelse ytelse sone rute analyse annonse nøkkelliste
        """,
        "n/r/ne",
        neuter=False,
    ),
    *_nouns(
        """
        vedtak tilbud tilskudd tilsyn kart kurs råd utvalg brev vilkår
        krav opptak uttak oppdrag avslag bilag vedlegg skilt kort bevis
        nettverk verktøy opplegg anlegg forslag innspill svar spørsmål avvik uttrekk
        sammendrag utkast grunnlag oppslag oppgjør regelverk mål bord årshjul bidrag
        """,
        "et//ene",
        neuter=True,
    ),
    *_nouns(
        """
        system prosjekt notat budsjett referat abonnement honorar skjema mandat tema
        konsept dokument gebyr arkiv kontor intervju punkt fond
        """,
        "et/er/ene",
        neuter=True,
    ),
    *_nouns("møte hefte område merke", "t/r/ne", neuter=True),
    Noun("veileder", "veilederen", "veiledere", "veilederne", neuter=False),
    Noun("kalender", "kalenderen", "kalendere", "kalenderne", neuter=False),
    Noun("håndbok", "håndboken", "håndbøker", "håndbøkene", neuter=False),
    Noun("register", "registeret", "registre", "registrene", neuter=True),
    Noun("varsel", "varselet", "varsler", "varslene", neuter=True),
    Noun("nummer", "nummeret", "numre", "numrene", neuter=True),
    Noun("program", "programmet", "programmer", "programmene", neuter=True),
    Noun("senter", "senteret", "sentre", "sentrene", neuter=True),
)

PEOPLE = _split(
    """
    saksbehandleren arkivlederen prosjektlederen tjenesteeieren kommunedirektøren økonomisjefen
    oppvekstsjefen helsesjefen kultursjefen personalsjefen kommunikasjonsrådgiveren personvernombudet
    digitaliseringsrådgiveren innbyggerveilederen superbrukeren verneombudet virksomhetslederen
    avdelingslederen enhetslederen rektoren styreren bibliotekaren byggesaksbehandleren landbruksrådgiveren
    miljørådgiveren vaktmesteren driftslederen brannsjefen helsesykepleieren hjemmesykepleieren kommunelegen
    ergoterapeuten fysioterapeuten barnevernslederen boligrådgiveren næringssjefen planleggeren landmåleren
    jordmoren ruskonsulenten skjemaredaktøren nettredaktøren systemeieren informasjonssikkerhetslederen
    innkjøpsrådgiveren regnskapskonsulenten lønnskonsulenten beredskapskoordinatoren frivillighetskoordinatoren
    flyktningkonsulenten integreringsrådgiveren kulturskolelæreren idrettskonsulenten møtesekretæren
    kommunekoordinatoren ordføreren gruppelederen utvalgslederen
    """
)

OFFICES = _split(
    """
    servicekontoret dokumentsenteret opptakskontoret lønnskontoret oppmålingskontoret tildelingskontoret
    helsestasjonen biblioteket rådhuset kulturhuset frivilligsentralen brannstasjonen driftssentralen
    personalavdelingen økonomiavdelingen planavdelingen byggesaksavdelingen oppvekstkontoret landbrukskontoret
    boligkontoret flyktningkontoret innkjøpskontoret ungdomshuset voksenopplæringen kommunearkivet
    """
)

SYSTEMS = _split(
    """
    fagsystemet sakssystemet arkivkjernen skjemaløsningen meldingsboksen innbyggerportalen intranettet
    økonomisystemet lønnssystemet kartløsningen bestillingssystemet telefonsentralen regnearket fellesmappen
    kundeloggen vaktplanen integrasjonen påloggingen betalingsløsningen testmiljøet varslingstjenesten
    møteportalen personalportalen tjenestekatalogen svarloggen
    """
)

HINDRANCES = _phrases(
    """
    manglende vedlegg|gamle adresser|uklare frister|dobbel registrering|ulike satser|håndskrevne lapper|
    lange brev|stumme felter|uleselige skannede sider|bortkomne fullmakter|utgåtte lenker|feil mottaker|
    for mange avkrysningsbokser|ukjente forkortelser|ventetid på telefonen|svar uten avsender|
    purringer ingen leser|tre ulike maler|tilganger som ikke er fjernet|regler som er endret|
    opplysninger kommunen allerede har|underskrifter ingen krever|kvitteringer som uteblir|
    saker uten eier|ferie i den samme uken|vedlegg i feil format|en mappe på skrivebordet|
    skjemaer fra før kommunesammenslåingen|delt bosted|søkere uten elektronisk ID
    """
)

VERBS = _phrases(
    """
    gå gjennom|telle opp|sortere|merke|fordele|kvalitetssikre|følge opp|arkivere|oppdatere|forenkle|samle|
    dokumentere|etterprøve|registrere|kontrollere|prioritere|digitalisere|journalføre|rydde i|slå sammen|
    skille ut|gi ny ordlyd til|sette navn på|lage eksempler på|prøve ut|sammenligne|tidfeste|overføre|
    publisere|avslutte|varsle om|oversette|tegne opp|beskrive|måle|hente fram|beregne kostnaden ved|
    gjøre ferdig|avklare ansvaret for|vise fram
    """
)

_PLACE_STARTS = _split(
    "Lyng Furu Bjørk Einer Hegg Rogn Alm Osp Selje Kvann Mjød Tyri Storm Stille Skarv Ærfugl Rype Trane"
)
_PLACE_ENDS = _split("nesbygd vikeidet dalsgrend stadmark fjærabygd fjellmo moheim åsgrend")
# Made up, and tested against the register: invented figures must not be about a municipality that exists.
PLACES = tuple(start + end for start in _PLACE_STARTS for end in _PLACE_ENDS)

MONTHS = _split("januar februar mars april mai juni august september oktober november desember")
SMALL_NUMBERS = _split("to tre fire fem seks sju åtte ni ti elleve tolv")
TOPICS = _split(
    """
    klarspråk integrasjon gevinst skjema arkiv opplæring prosess risiko samarbeid innbyggerdialog innlogging
    personvern måling forenkling brukertest anskaffelse selvbetjening datadeling tilgjengelighet mobil
    """
)
