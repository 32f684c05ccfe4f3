from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "goodword.server.tracking"
    label = "tracking"

    def ready(self) -> None:
        """Let the edge know a brand's new calendar: it dates events by it."""
        from goodword.server.accounts.facade import brand_changed

        from .publishing import publish_calendar_soon

        brand_changed.connect(publish_calendar_soon, dispatch_uid="calendar")
