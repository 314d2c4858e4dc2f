"""The user: signs in with an e-mail address and belongs to an organisation."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from forum.organisations.models import Organisation


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address; addresses that differ only in case are the same person's."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address without regard to case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password the account can not be signed in to with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    """A person. No user name: the address is what people remember."""

    username = None  # type: ignore[assignment]  # Django's field is taken away
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-postadresse"), unique=True)
    full_name = models.CharField(_("fullt navn"), max_length=150)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("organisasjon")
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="one_account_an_address", violation_error_message=_("Adressen er alt i bruk.")
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        """Addresses are kept in lower case, so that unique means unique."""
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        """Django's name for the person's name."""
        return self.full_name

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.full_name.split(" ")[0]
