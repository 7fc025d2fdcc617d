import { describe, expect, it } from "vitest";
import { readMail } from "./read-mail.ts";

const crlf = (lines: string[]) => lines.join("\r\n");

describe("readMail", () => {
  it("reads a plain message with a folded header", () => {
    const mail = readMail(crlf(["Subject: A", " folded subject", "X-Id: 7", "", "First", "Second"]));
    expect(mail).toEqual({
      subject: "A folded subject",
      headers: { subject: "A folded subject", "x-id": "7" },
      text: "First\nSecond",
      html: null,
      parts: ["text/plain"],
    });
  });

  it("decodes base64 and quoted words and joins neighbours", () => {
    const mail = readMail(crlf(["Subject: =?UTF-8?B?4pauIGxpdmU=?= =?UTF-8?Q?_caf=C3=A9?= plain", "", ""]));
    expect(mail.subject).toBe("▮ live café plain");
  });

  it("decodes quoted-printable over soft line breaks inside a character", () => {
    const mail = readMail(
      crlf(["Content-Transfer-Encoding: quoted-printable", "", "a =E2=96=", "=AE b =3D c=", "d"]),
    );
    expect(mail.text).toBe("a ▮ b = cd");
  });

  it("finds text and html in nested parts, in spite of preamble and epilogue", () => {
    const mail = readMail(
      crlf([
        'Content-Type: multipart/mixed; boundary="outer"',
        "",
        "preamble",
        "--outer",
        "Content-Type: multipart/alternative; boundary=inner",
        "",
        "--inner",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "words",
        "--inner",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        "PGI+d29yZHM8L2I+",
        "--inner--",
        "--outer",
        "Content-Type: image/png",
        "",
        "x",
        "--outer--",
        "epilogue",
      ]),
    );
    expect(mail).toMatchObject({
      text: "words",
      html: "<b>words</b>",
      parts: ["text/plain", "text/html", "image/png"],
    });
  });
});
