"""TLS: an answer over it is read and archived like any other, if the certificate is good."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Site, article
from tests.acquire.visits import bytes_of, captured, rejected


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "paper.example")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[Site]:
    """A site that speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Site({"/a": article("Ferry late")}, tls=context) as site:
        yield site


def test_a_page_over_tls_is_archived_as_plain_http(
    secure: Site, settings: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    source = Source(key="site", name="Site", feeds=(secure.url("/feed"),))
    capture = captured(source, settings, secure.url("/a"))
    assert capture.url_answered.startswith("https://")
    assert b"Ferry late" in bytes_of(settings, capture)
    assert secure.paths == ["/robots.txt", "/a"]


def test_a_certificate_that_nobody_vouches_for_ends_the_visit(
    secure: Site, settings: Settings
) -> None:
    source = Source(key="site", name="Site", feeds=(secure.url("/feed"),))
    rejection = rejected(source, settings, secure.url("/a"))
    assert rejection.reason == "connection-failed"
    assert "certificate" in rejection.detail
    assert secure.asked == []


def test_a_certificate_for_another_host_ends_the_visit(
    secure: Site, settings: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    url = f"https://localhost:{secure.port}/a"
    source = Source(key="site", name="Site", feeds=(url,))
    rejection = rejected(source, settings, url)
    assert rejection.reason == "connection-failed"
    assert "localhost" in rejection.detail
    assert secure.asked == []
