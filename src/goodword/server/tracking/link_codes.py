"""The QR code of a link, for a poster or a parcel."""

import qrcode  # type: ignore[import-untyped]
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]


def qr_code(address: str) -> str:
    """Return the QR code of an address as an SVG (ISO/IEC 18004, error correction M), black on white.

    >>> qr_code("https://go.ada.example/r/bcdf2345").startswith("<svg")
    True
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(address)
    code.make(fit=True)
    text = code.make_image(image_factory=SvgPathFillImage).to_string(encoding="unicode")
    return str(text)
