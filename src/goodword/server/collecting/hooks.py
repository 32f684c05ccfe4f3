"""Where other systems send what they have: signed, for anybody who knows the source's secret."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from goodword.connectors.protocol import PullError
from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import public_view

from .pushing import do_receive


@csrf_exempt  # the signature says who sent it
@public_view("POST")
def hook(request: HttpRequest, source_id: int) -> HttpResponse:
    """Take in one signed event."""
    try:
        came = do_receive(source_id, request.body, dict(request.headers.items()))
    except (PullError, GoodwordError) as error:
        return JsonResponse({"detail": str(error)}, status=400)
    return JsonResponse(asdict(came))
