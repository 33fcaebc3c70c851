//! Tables of what is found, and of what is not.

use super::*;

fn check(text: &str, expected: &[(SuspectKind, &str)]) {
    let found = find_suspects(Source::new("a.md", text)).suspects;
    let found: Vec<_> = found.iter().map(|it| (it.kind, &*it.value)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn mail_addresses_are_found_and_nothing_like_them() {
    let email = SuspectKind::Email;
    check("Écrivez à camille.exemple@ac-lille.fr.", &[(email, "camille.exemple@ac-lille.fr")]);
    check("<c_e+x@a.b-c.fr>, d@e.org", &[(email, "c_e+x@a.b-c.fr"), (email, "d@e.org")]);
    check("M@gistère, @{{ mail_domain }}, a@b, @ac-lille.fr, x@1.2, x@.fr, @", &[]);
    check("camille@ac-lille.fr- est parti", &[(email, "camille@ac-lille.fr")]);
    check("*_camille@ac-lille.fr_*", &[(email, "camille@ac-lille.fr")]);
}

#[test]
fn a_value_may_be_the_host_of_a_mail_address() {
    let email = SuspectKind::Email;
    check("c.d@{{mail_domain}}.", &[(email, "c.d@{{mail_domain}}")]);
    check("<c.d@ac-{{ values.a }}.fr>", &[(email, "c.d@ac-{{ values.a }}.fr")]);
    check("c.d@{{ mail_domain", &[]);
}

#[test]
fn escapes_hide_nothing() {
    let email = SuspectKind::Email;
    for written in [
        "c.d%40e.fr",
        "c.d\\@e.fr",
        "c.d&#64;e.fr",
        "c.d&#x40;e&#46;fr",
        "c.d&commat;e.fr",
        "c.d\\u0040e.fr",
    ] {
        check(&format!("Écrivez à {written}, vite"), &[(email, "c.d@e.fr")]);
        let suspect = &find_suspects(Source::new("a.md", &format!("à {written}!"))).suspects[0];
        assert_eq!((suspect.span.start, suspect.span.end), (3, 3 + written.len() as u32));
    }
    check("50 %, %4, %zz, a\\nb, &amp;, &#9999999999;, \\u00", &[]);
}

#[test]
fn numens_are_found_in_any_case() {
    let numen = SuspectKind::Numen;
    check("(09X1234567XYZ) 09x1234567xyz", &[(numen, "09X1234567XYZ"), (numen, "09x1234567xyz")]);
    check("9X1234567XYZ 09X1234567XYZA A09X1234567XYZ 09X1234567XY", &[]);
    check("NUMEN-09X1234567XYZ", &[(numen, "09X1234567XYZ")]);
    check("a/capture_09X1234567XYZ.png", &[(numen, "09X1234567XYZ")]);
}

#[test]
fn phone_numbers_are_found_however_they_are_written() {
    let phone = SuspectKind::Phone;
    for number in [
        "03 20 00 00 00",
        "03.20.00.00.00",
        "0320000000",
        "+33 3 20 00 00 00",
        "06\u{A0}00\u{A0}00\u{A0}00\u{A0}00",
        "06-00-00-00-00",
        "03 - 20 - 00 - 00 - 00",
        "+33320000000",
        "+33 (0)3 20 00 00 00",
        "+33(0)3.20.00.00.00",
        "0033 3 20 00 00 00",
        "0033320000000",
    ] {
        let seen = number.split_whitespace().collect::<Vec<_>>().join(" ");
        check(&format!("Appelez le {number} !"), &[(phone, &seen)]);
    }
    check("a/capture_0612000000.png", &[(phone, "0612000000")]);
    check("le 03 20 11\n  00 00.", &[(phone, "03 20 11 00 00")]);
    check("2026-10-01 10:30 id=1234567890 00 33 1 03 20 00 00 0X 75 013 0123456789a", &[]);
}

#[test]
fn dates_and_counts_are_no_phone_numbers() {
    for text in [
        "Le 05-10-2026 14:30",
        "Le 05.10.2026 14:30",
        "Le 05 10 20 26 14:30",
        "Départements 01 02 03 04 05 06",
        "capture-2026-01-02-10-30-12.png",
        "Capture 2026-01-02 101530.png",
        "01 02.03 04 05",
        "012 345 67 89",
    ] {
        check(text, &[]);
    }
}

#[test]
fn secrets_are_found_in_addresses() {
    let secret = SuspectKind::Secret;
    check("?token=AbCdEfGhIjKlMnOp1234&x", &[(secret, "token=AbCdEfGhIjKlMnOp1234")]);
    check(";JSESSIONID=0123456789ABCDEF", &[(secret, "SESSIONID=0123456789ABCDEF")]);
    check("token=EXEMPLE ?id=2636 sesskey=abc", &[]);
    for written in [
        "token=3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "token=Ab-dEfGhIjKlMnOpQrSt_uvw",
        "ticket=ST-1234-AbCdEfGhIjKl",
        "key=0123456789abcdef0123456789abcdef",
        "code=Ab-c.d_e0123456789",
        "SAMLResponse=PHNhbWxwOlJlc3BvbnNl+/AbC=",
    ] {
        check(&format!("<https://x.fr/?{written}>"), &[(secret, written)]);
    }
    check(
        "?SAMLResponse=PHNhbWxwOlJlc3B%2BvbnNl",
        &[(secret, "SAMLResponse=PHNhbWxwOlJlc3B+vbnNl")],
    );
    check("?key=gestion-des-identifiants&code=0590001A&token=votre-jeton-personnel", &[]);
}

fn check_none(texts: &[&str]) {
    check_all(&[], texts);
}

fn check_each(kind: SuspectKind, texts: &[&str]) {
    check_all(&[kind], texts);
}

/// In each text, things of these kinds and no others.
fn check_all(expected: &[SuspectKind], texts: &[&str]) {
    let mut wrong = Vec::new();
    for text in texts {
        let found = find_suspects(Source::new("a.md", text)).suspects;
        let kinds: Vec<_> = found.iter().map(|it| it.kind).collect();
        if kinds != expected {
            wrong.push(format!("{text:?} {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{expected:?}:\n{}", wrong.join("\n"));
}

#[test]
fn numbers_from_overseas_and_abroad_are_phone_numbers() {
    check_each(
        SuspectKind::Phone,
        &[
            "0692 12 34 57",
            "0692 123 457",
            "0692.12.34.57",
            "0692-12-34-57",
            "+262 692 12 34 57",
            "+262692123457",
            "00262 692 12 34 57",
            "+262 (0)692 12 34 57",
            "(+262) 692 12 34 57",
            "+ 262 692 12 34 57",
            "(0692) 12 34 57",
            "0 692 12 34 57",
            "+590 690 12 34 57",
            "+594 694 12 34 57",
            "+596 696 12 34 57",
            "0639 12 34 57",
            "+508 41 12 34",
            "+687 12 34 57",
            "+687 123 457",
            "+689 40 12 34 57",
            "00689 40123457",
            "+681 72 12 34",
            "+32 470 12 34 57",
            "0032 470 12 34 57",
            "+41 79 123 45 67",
            "+41 (0)79 123 45 67",
            "+49 30 123456",
            "+1 (202) 555-0143",
            "+44 20 7946 0958",
            "+352 621 123 457",
            "+377 93 12 34 57",
            "tel:+33639981234",
            "[appelez](tel:+33-6-39-98-12-34)",
            "06 123 456 78",
            "0639 981 234",
            "06 3998 1234",
            "063 998 1234",
            "06_39_98_12_34",
            "06 39 98\n    12 34",
            "> 06 39 98\n> 12 34",
            "0 800 12 34 57",
        ],
    );
}

#[test]
fn what_hides_a_number_or_an_address_is_undone() {
    check_each(
        SuspectKind::Phone,
        &[
            "06\u{202F}39\u{2009}98\u{A0}12 34",
            "06&nbsp;39&#8239;98&#x202F;12&thinsp;34",
            "06&hyphen;39&hyphen;98&hyphen;12&hyphen;34",
            "06‑39‑98‑12‑34",
            "06−39−98−12−34",
            "０６ ３９ ９８ １２ ３４",
            "٠٦ ٣٩ ٩٨ ١٢ ٣٤",
            "𝟎𝟔 𝟑𝟗 𝟗𝟖 𝟏𝟐 𝟑𝟒",
            "06\u{200B}39\u{AD}98\u{2060}12\u{FEFF}34",
            "06&shy;39&ZeroWidthSpace;981234",
            "06 **39** 98 12 34",
            "06 *39* 98 `12` 34",
            "06 39 <b>98</b> 12 34",
            "06 39 <wbr>98 <!-- x -->12 34",
            "06\\-39\\-98\\-12\\-34",
            "06\\u00A039\\x2098\\u{20}12\\ 34",
            "06%2039%2098%2012%2034",
            "06•39•98•12•34",
            "&#48;6 39 98 12 34",
        ],
    );
    check_each(
        SuspectKind::Email,
        &[
            "camille.dupré@ac-lille.fr",
            "camille.dupre\u{301}@ac-lille.fr",
            "camille@académie.fr",
            "camille@xn--acadmie-dya.fr",
            "camille@exemple.xn--p1ai",
            "mailto:camille.dupr%C3%A9@ac-lille.fr",
            "camille.dupr&eacute;@ac-lille.fr",
            "camille＠ac-lille．fr",
            "\"camille dupont\"@ac-lille.fr",
            "camille.dupont [at] ac-lille.fr",
            "camille.dupont (arobase) ac-lille (point) fr",
            "camille.dupont(at)ac-lille[dot]fr",
            "camille.**dupont**@ac-lille.fr",
            "camille.<b>dupont</b>@ac-lille.fr",
            "camille\\_dupont\\@ac-lille\\.fr",
            "camille\u{200B}@ac-\u{AD}lille.fr",
            "camille%2540ac-lille.fr",
            "camille\\40 ac-lille.fr",
            "camille\\u{40}ac-lille.fr",
            "camille.\\\n   dupont@ac-lille.fr",
            "камила@пример.рф",
        ],
    );
}

#[test]
fn nobodys_addresses_are_not_found() {
    check_none(&[
        "nom@example.com",
        "nom@EXAMPLE.org",
        "nom@mail.example.net",
        "nom@service.example",
        "nom@a.test nom@b.invalid nom@www.localhost",
        "nom%40example.com",
        "https://nom:azerty12@example.com/",
    ]);
    let email = SuspectKind::Email;
    check_each(
        email,
        &["nom@exemple.fr", "nom@example.fr", "nom@notexample.com", "a@example.com.fr"],
    );
}

#[test]
fn numbers_that_stand_for_a_person_are_found_in_groups() {
    check_each(
        SuspectKind::Numen,
        &[
            "09 X 1234567 XYZ",
            "09X 1234567 XYZ",
            "09-X-1234567-XYZ",
            "09 x 123 45 67 xyz",
            "09\u{A0}X\u{202F}1234567\u{A0}XYZ",
            "09&nbsp;X&nbsp;1234567&nbsp;XYZ",
            "&#48;9X1234567XYZ",
            "09X**1234567**XYZ",
            "０９Ｘ１２３４５６７ＸＹＺ",
            "09X\u{200B}1234567\u{AD}XYZ",
        ],
    );
    check_each(
        SuspectKind::SocialSecurity,
        &["2 69 05 49 588 157 80", "269054958815780", "2 69 05 49 588 157 - 80"],
    );
    check_each(
        SuspectKind::Account,
        &[
            "FR14 2004 1010 0505 0001 3M02 606",
            "fr1420041010050500013M02606",
            "BE68 5390 0754 7034",
        ],
    );
    check_none(&["2 69 05 49 588 157 81", "FR15 2004 1010 0505 0001 3M02 606", "FR12345678901"]);
}

#[test]
fn secrets_are_found_wherever_they_are_sent() {
    check_each(
        SuspectKind::Secret,
        &[
            "https://x.fr/?user=c&password=Azerty12",
            "?pwd=s0leil-vert",
            "?mdp=Soleil42!",
            "?mot_de_passe=Soleil42",
            "password: \"Soleil42-vert\"",
            "?api_key=0123456789abcdef0123",
            "?access_token=AbCdEfGhIjKlMnOp1234",
            "\"access_token\": \"AbCdEfGhIjKlMnOp1234\"",
            "token%3DAbCdEfGhIjKlMnOp1234",
            "Authorization: Bearer AbCdEfGhIjKlMnOp1234",
            "Authorization: Basic Y2FtaWxsZTpzb2xlaWw0Mg==",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
            "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP",
            "-----BEGIN RSA PRIVATE KEY-----",
            "Cookie: MoodleSession=0123456789abcdefghij",
            "PHPSESSID=0123456789abcdef01",
            "https://camille:soleil42@ac-lille.fr/",
            "ftp://camille:s0leil@10.0.0.1/",
        ],
    );
    check_none(&[
        "?password=votre-mot-de-passe1",
        "?password=...",
        "?password=********",
        "?mdp=xxxxxxx1",
        "?token=votre-jeton-a-vous-12",
        "?token=<jeton>",
        "?token={{ values.jeton }}",
        "Authorization: Bearer votre-jeton-12345678",
        "Bearer AccessTokenOfTheSession",
        "Basic Authentication, basic understanding",
        "https://utilisateur:motdepasse@ac-lille.fr/",
        "mot de passe : 12 caractères",
        "password: min_length 12",
        "let key=event.target.getAttribute(name)",
        "const token = document.querySelector(x)",
        "code: 0590001A",
        "key: connexion-directe-2",
        "<label for=\"c1_motdepasse\">",
        "-----BEGIN CERTIFICATE-----",
    ]);
}

#[test]
fn what_is_no_number_of_a_person_is_left_alone() {
    check_none(&[
        "le 05/10/2026, 05 10 2026, 05.10.2026 14:30, 2026-10-01T10:30:00+02:00",
        "20261001103000, 1700000000000, 0.0612345678, 12.0639981234",
        "version 0.12.34.56, 3.10.2, v1.2.3-beta.4",
        "1 234 567,89 €, +10 000 000 €, +25 000 000, + 12 345 678 euros, 0 000 000",
        "48.856613, 2.352222 ; -21.115141",
        "SIRET 123 456 789 00012, SIREN 012 345 678, UAI 0590001A",
        "postes 01, 02, 59, 60, 62 ; 01 02 03 04 05 06",
        "box: [40, 60, 220, 24], crop: [0, 0, 1280, 720]",
        "M 0 100 200 300 l0 12 34 56 78",
        "- 01\n- 59\n- 62\n- 80\n- 02",
        "logo@2x.png, M@gistère.Ensuite, @media, vue@3.2.1",
        "10 h 30, 2 fois 7 jours, 3 x 1 000 000",
        "00 12 34, 0000 0000 00, 3640, 15, 112",
        "GMT +0200, UTC+02:00, (+2)",
        "36.0123456789 012 345 6789",
        "#0639981, 0x0639981234, sha 0639981234ab",
        "2025-2026, 09 2025 2026",
    ]);
}

#[test]
fn values_and_what_stands_around_them_become_addresses_and_numbers() {
    let value = |name: &str| {
        Some(match name {
            "values.nom" => "camille.dupont",
            "mail_domain" => "ac-lille.fr",
            "values.debut" => "06 39",
            "values.fin" => "98 12 34",
            "values.at" => "@",
            "values.numen" => "09X1234",
            "name" => "Lille",
            _ => return None,
        })
    };
    for (text, expected) in [
        ("à {{ values.nom }}@{{ mail_domain }}.", &["camille.dupont@ac-lille.fr"][..]),
        ("{{values.nom}}{{values.at}}{{mail_domain}}", &["camille.dupont@ac-lille.fr"]),
        ("{{ values.nom }}%40{{ mail_domain }}", &["camille.dupont@ac-lille.fr"]),
        ("mailto:{{ values.nom }}@ac-lille.fr", &["camille.dupont@ac-lille.fr"]),
        ("{{ values.nom }}-2@ac-lille.fr", &["camille.dupont-2@ac-lille.fr"]),
        ("le {{ values.debut }} {{ values.fin }}", &["06 39 98 12 34"]),
        ("le 06 39 {{ values.fin }}", &["06 39 98 12 34"]),
        ("le {{ values.debut }} 98 12 34", &["06 39 98 12 34"]),
        ("{{ values.numen }}567XYZ", &["09X1234567XYZ"]),
        ("l’académie de {{ name }} : {{ mail_domain }}, {{ values.nom }}", &[]),
        ("{{ values.inconnu }}@{{ mail_domain }}", &[]),
        ("https://{{ mail_domain }}/a", &[]),
    ] {
        let composites = find_suspects(Source::new("a.md", text)).composites;
        let found: Vec<_> = composites.iter().flat_map(|it| it.suspects(value)).collect();
        let found: Vec<&str> = found.iter().map(|(_, value)| &**value).collect();
        assert_eq!(found, expected, "{text}");
    }
}

/// What a text may repeat.
const UNITS: &[&str] = &[
    "=",
    "token=",
    "password=",
    "a=",
    ":",
    "\"",
    "@",
    "a@",
    ".",
    "a.",
    "@{{",
    "{{",
    "{{a}}",
    "{{a}}@",
    "0",
    "06",
    "0 ",
    "0692 12 34 5",
    "+",
    "+33",
    "+33 ",
    "1",
    "12 ",
    "&",
    "&#",
    "&#6",
    "%",
    "%25",
    "%4",
    "\\",
    "\\u",
    "\\\n ",
    "<",
    "<b",
    "(",
    "(at",
    "(at)",
    "*",
    "_",
    "`",
    "a",
    "é",
    "\u{A0}",
    "\u{200B}",
    "FR1",
    "eyJ",
    "eyJaaaaaaaaaa.",
    "Bearer ",
    "basic a",
    "-----BEGIN ",
    "://a:",
    "a:b@",
    "\"@",
    " ",
    "0\n",
    "[at] ",
    "{{a}} 0",
    "a@a.",
    "key: ",
];

#[test]
fn the_time_is_linear_whatever_stands_in_a_text() {
    let long = |unit: &str| unit.repeat((1 << 14) / unit.len());
    for unit in UNITS {
        let _ = find_suspects(Source::new("a.md", &long(unit)));
        let _ = find_suspects(Source::new("a.md", &format!("token={}", long(unit))));
    }
}
