from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    name = "goodword.server.measuring"
    label = "measuring"

    def ready(self) -> None:
        from goodword.server.tracking.facade import person_forgotten

        from .keeping import forget_measurements

        person_forgotten.connect(forget_measurements, dispatch_uid="measurements")
