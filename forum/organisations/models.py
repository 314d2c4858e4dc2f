"""The register: organisations, municipalities, counties and regions (what is fact, not opinion)."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.organisations.alphabet import sort_key
from forum.organisations.querysets import MunicipalityQuerySet
from forum.organisations.register_file import is_organisation_number


def validate_organisation_number(value: str) -> None:
    """Raise ValidationError unless ``value`` is nine digits with a right check digit (modulus 11)."""
    if not is_organisation_number(value):
        raise ValidationError(
            _(
                "«%(value)s» er ikke et gyldig organisasjonsnummer. "
                "Det har ni siffer, og det siste er et kontrollsiffer."
            ),
            params={"value": value},
        )


class LanguageForm(models.TextChoices):
    """The municipality's own choice (målvedtak); «nøytral» municipalities use both."""

    BOKMAL = "nb", _("bokmål")
    NYNORSK = "nn", _("nynorsk")
    NEUTRAL = "neutral", _("nøytral")


class SizeGroup(models.TextChoices):
    """Municipalities of like size, by inhabitants: the groups readers compare themselves within."""

    SMALL = "under-5000", _("Under 5 000")
    MIDDLE = "5000-20000", _("5 000–20 000")
    LARGE = "20000-50000", _("20 000–50 000")
    CITY = "over-50000", _("Over 50 000")

    @classmethod
    def of(cls, population: int) -> "SizeGroup":
        """The group that ``population`` inhabitants fall in; the lower bound is inside."""
        for group, upper in ((cls.SMALL, 5_000), (cls.MIDDLE, 20_000), (cls.LARGE, 50_000)):
            if population < upper:
                return group
        return cls.CITY


class Organisation(models.Model):
    """Someone who stands behind content and people: a municipality, a supplier, an association."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        MUNICIPALITY = "municipality", _("kommune")
        COUNTY_AUTHORITY = "county_authority", _("fylkeskommune")
        STATE = "state", _("statlig virksomhet")
        ASSOCIATION = "association", _("forening eller samarbeid")
        SUPPLIER = "supplier", _("leverandør")

    number = models.CharField(
        _("organisasjonsnummer"), max_length=9, unique=True, validators=[validate_organisation_number]
    )
    name = models.CharField(_("navn"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    website = models.URLField(_("nettsted"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisasjon")
        verbose_name_plural = _("organisasjoner")

    def __str__(self) -> str:
        return self.name


class County(models.Model):
    """A fylke. Oslo is both a county and a municipality."""

    number = models.CharField(
        _("fylkesnummer"), max_length=2, primary_key=True, validators=[RegexValidator(r"^\d{2}$")]
    )
    name = models.CharField(_("navn"), max_length=100)
    slug = models.SlugField(_("adresse"), max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("fylke")
        verbose_name_plural = _("fylker")

    def __str__(self) -> str:
        return self.name


class CountyHelper(models.Model):
    """Someone in the county who helps its municipalities get going (the regional support network)."""

    county = models.ForeignKey(County, models.CASCADE, related_name="helpers", verbose_name=_("fylke"))
    name = models.CharField(_("navn"), max_length=120)
    email = models.EmailField(_("e-post"))
    about = models.CharField(_("hjelper med"), max_length=250)

    class Meta:
        ordering = ["county", "name"]
        verbose_name = _("hjelper i fylket")
        verbose_name_plural = _("hjelpere i fylkene")

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A kommune, now or formerly. Content is never moved when municipalities merge: the number redirects."""

    number = models.CharField(
        _("kommunenummer"), max_length=4, primary_key=True, validators=[RegexValidator(r"^\d{4}$")]
    )
    name = models.CharField(_("navn"), max_length=100, db_index=True)
    official_name = models.CharField(
        _("offisielt navn"), max_length=150, blank=True, help_text=_("Navnet på alle språkene kommunen har navn på.")
    )
    sort_key = models.CharField(max_length=160, editable=False, db_index=True)
    county = models.ForeignKey(County, models.PROTECT, related_name="municipalities", verbose_name=_("fylke"))
    organisation = models.OneToOneField(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="municipality",
        verbose_name=_("organisasjon"),
    )
    language_form = models.CharField(_("målform"), max_length=10, choices=LanguageForm.choices, blank=True)
    population = models.PositiveIntegerField(
        _("innbyggere"), default=0, help_text=_("0 for en kommune som ikke finnes lenger.")
    )
    size_group = models.CharField(
        _("størrelse"), max_length=12, choices=SizeGroup.choices, editable=False, blank=True, db_index=True
    )
    email = models.EmailField(_("e-postadresse"), blank=True)
    takes_part = models.BooleanField(_("deltar i programmet"), default=False, db_index=True)
    joined_on = models.DateField(_("deltar siden"), null=True, blank=True)
    coordinator = models.CharField(_("koordinator"), max_length=120, blank=True)
    valid_from = models.DateField(_("gyldig fra"), null=True, blank=True)
    valid_to = models.DateField(
        _("gyldig til"), null=True, blank=True, help_text=_("Den første dagen kommunen ikke lenger finnes.")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("etterfølger")
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="municipality_ends_after_it_begins",
                violation_error_message=_("Kommunen kan ikke slutte å gjelde før den begynner å gjelde."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep what follows from name and population true to them, whoever saves."""
        self.sort_key = sort_key(self.name)
        self.size_group = "" if self.is_former else SizeGroup.of(self.population)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    def clean(self) -> None:
        """Successors must lead somewhere: never back to where they began."""
        super().clean()
        step, seen = self.successor, {self.number}
        while step is not None:
            if step.number in seen:
                raise ValidationError({"successor": _("En kommune kan ikke følge etter seg selv.")})
            seen.add(step.number)
            step = step.successor

    @property
    def is_former(self) -> bool:
        """True from the day that ``valid_to`` names."""
        return self.valid_to is not None and self.valid_to <= timezone.localdate()


class Region(models.Model):
    """Municipalities that work together across municipal borders."""

    name = models.CharField(_("navn"), max_length=120, unique=True)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    about = models.CharField(_("om samarbeidet"), max_length=300, blank=True)
    municipalities = models.ManyToManyField(Municipality, related_name="regions", verbose_name=_("kommuner"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("region")
        verbose_name_plural = _("regioner")

    def __str__(self) -> str:
        return self.name
