#!/usr/bin/python3
"""postoffice.py FOLDER PORT - a real mail server for tests, on this machine only.

Encrypts the line (STARTTLS, a certificate of its own in FOLDER/cert.pem),
wants user "bedside" with password "pass word", and keeps each message it
takes as FOLDER/N.eml.  FOLDER/mode says how it behaves from now on: ok,
busy (4xx), nobody (550), full (552 after DATA), drop (closes the line after
DATA, having kept the message), slow (answers too late).  Prints "open" and goes when its input ends.
"""
import asyncio
import os
import ssl
import subprocess
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

FOLDER = os.path.abspath(sys.argv[1])


def mode():
    with open(os.path.join(FOLDER, 'mode')) as file:
        return file.read().strip()


class Desk:
    def __init__(self):
        self.count = 0

    def keep(self, envelope):
        self.count += 1
        path = os.path.join(FOLDER, '%d.eml' % self.count)
        with open(path + '.new', 'wb') as file:
            file.write(b'X-To: %s\r\n' % envelope.rcpt_tos[0].encode())
            file.write(envelope.original_content)
        os.rename(path + '.new', path)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if mode() == 'busy':
            return '451 please come back later'
        if mode() == 'nobody':
            return '550 nobody of that name'
        envelope.rcpt_tos.append(address)
        return '250 go on'

    async def handle_DATA(self, server, session, envelope):
        if mode() == 'full':
            return '552 the box is full'
        if mode() == 'slow':
            await asyncio.sleep(4)
        self.keep(envelope)
        if mode() == 'drop':
            server.transport.abort()
            await asyncio.sleep(0.2)
        return '250 taken'


def certificate():
    key, cert = (os.path.join(FOLDER, n) for n in ('key.pem', 'cert.pem'))
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048',
                    '-nodes', '-keyout', key, '-out', cert, '-days', '2',
                    '-subj', '/CN=localhost', '-addext',
                    'subjectAltName=DNS:localhost,IP:127.0.0.1'],
                   check=True, capture_output=True)
    os.chmod(cert, 0o644)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


def may_enter(server, session, envelope, mechanism, auth):
    return AuthResult(handled=False, success=(auth.login, auth.password)
                      == (b'bedside', b'pass word'))


def main():
    office = Controller(Desk(), hostname='127.0.0.1', port=int(sys.argv[2]),
                        tls_context=certificate(), require_starttls=True,
                        auth_required=True, auth_require_tls=True,
                        authenticator=may_enter)
    office.start()
    print('open', flush=True)
    sys.stdin.read()  # until whoever started us is gone
    office.stop()


if __name__ == '__main__':
    main()
