"""Mails as files, as a Japanese mail program writes them."""

import email.header
import email.message
from email import charset, encoders, policy
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

charset.add_charset("iso-2022-jp", charset.SHORTEST, charset.BASE64, "iso-2022-jp")


def jis(body, sub="plain"):
    m = MIMEText("", sub)
    del m["Content-Type"]
    del m["Content-Transfer-Encoding"]
    del m["MIME-Version"]
    m["MIME-Version"] = "1.0"
    m["Content-Type"] = f'text/{sub}; charset="iso-2022-jp"'
    m["Content-Transfer-Encoding"] = "7bit"
    m.set_payload(body.encode("iso-2022-jp").decode("ascii"))
    return m


def attach(name, data):
    a = MIMEBase("application", "octet-stream")
    a.set_payload(data)
    encoders.encode_base64(a)
    if name.isascii():
        a.add_header("Content-Disposition", "attachment", filename=name)
    else:
        a.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return a


def hdr(m, subject, to="office@k01.example.jp", frm="madoguchi@city.aomine.example.jp", n=1):
    m["From"] = frm
    m["To"] = to
    m["Subject"] = email.header.Header(subject, "iso-2022-jp").encode()
    m["Date"] = "Tue, 24 Nov 2026 09:10:00 +0900"
    m["Message-ID"] = f"<{n}.20261124@city.aomine.example.jp>"
    return m


def multi(parts, b="=_aomine_1", sub="mixed"):
    m = MIMEMultipart(sub, boundary=b)
    for p in parts:
        m.attach(p)
    return m


def weml(path, m):
    path.write_bytes(m.as_bytes(policy=policy.compat32.clone(linesep="\r\n", max_line_length=None)))


def rfc822(m):
    return MIMEMessage(m)


def csvb(g, enc="utf-8-sig"):
    return ("\r\n".join(",".join(str(c) for c in r) for r in g) + "\r\n").encode(enc)
