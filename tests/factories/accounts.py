"""People who sign in. The password of every user is ``PASSWORD``."""

import factory

from forum.accounts.models import User

PASSWORD = "en-lang-setning-som-passord"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"kari{n}@eksempel.no")
    full_name = factory.Sequence(lambda n: f"Kari Nordmann {n}")
    password = PASSWORD

    class Params:
        administrator = factory.Trait(is_staff=True, is_superuser=True)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)
