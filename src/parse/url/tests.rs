use super::*;
use crate::span::FileId;

fn place() -> Span {
    Span::start_of(FileId::of("a"))
}

fn check(address: &str, expected: Option<Code>) {
    assert_eq!(check_address(address, place()).map(|d| d.code), expected, "{address}");
}

/// The message and the help contain these words.
fn check_words(found: Option<Diagnostic>, written: &str, message: &str, help: &str) {
    let Some(found) = found else { panic!("{written} is accepted") };
    let told = found.help.clone().unwrap_or_default();
    assert!(found.message.contains(message) && told.contains(help), "{written}: {found:?}");
}

#[test]
fn only_harmless_schemes_pass() {
    for good in [
        "https://ac-lille.fr/",
        "HTTPS://AC-Lille.fr/~x/A_b--c/%C3%A9(1),@+;=&!$'*?q=1#x",
        "https://académie.exemple.fr/é",
        "https://xn--acadmie-eya.exemple.fr/",
        "https://a_b.exemple.fr:8443/",
        "https://[2001:db8::1]/",
        "https://192.0.2.1:80/",
        "https://exemple.fr./",
        "mailto:aide@ac-lille.fr",
        "tel:+33320000000",
    ] {
        check(good, None);
    }
    check("http://ac-lille.fr/", Some(Code::InsecureLink));
    for bad in [
        "javascript:alert(1)",
        "JavaScript:x",
        "data:text/html,x",
        "eduline.ac-lille.fr",
        "https://",
        "https:x",
        "guide.md",
        "file:///etc/passwd",
        "https:///x",
        "https://a..fr/",
        "https://a b.fr/",
        "https://exemple.fr:99999/",
        "https://[::g]/",
    ] {
        check(bad, Some(Code::BadLink));
    }
}

#[test]
fn what_is_wrong_with_an_address_is_said_as_it_is() {
    let words = |written: &str, message: &str, help: &str| {
        check_words(check_address(written, place()), written, message, help);
    };
    words("exemple.fr:8080/x", "pas une adresse complète", "« https://exemple.fr:8080/x »");
    words("www.exemple.fr", "pas une adresse complète", "« https://www.exemple.fr »");
    words("//exemple.fr/x", "pas une adresse complète", "« https://exemple.fr/x »");
    words("https:/exemple.fr", "pas une adresse complète", "« https://exemple.fr »");
    words("https:\\\\exemple.fr\\a", "pas une adresse complète", "« https://exemple.fr/a »");
    words("htps://exemple.fr", "« htps: »", "« https: »");
    words("<https://exemple.fr>", "entourée", "seule");
    words("« https://exemple.fr »", "entourée", "seule");
    words("[Portail](https://exemple.fr)", "sans texte", "« https://exemple.fr »");
    words("https://a.fr, https://b.fr", "espace", "une seule");
    words("tel:01 99 00 00 00", "espace", "sans espaces");
    words("aide@exemple.fr", "adresse électronique", "mailto:aide@exemple.fr");
    words("C:\\Users\\guide.pdf", "de votre ordinateur", "https://");
    words("\\\\serveur\\partage", "de votre ordinateur", "https://");
    words("https://exem\u{200B}ple.fr", "invisible (U+200B)", "tapez");
    words("https://exemple.fr:99999/", "port", "65535");
    words("https://256.1.1.1/", "IP", "Corrigez");
}

#[test]
fn a_site_may_be_published_at_every_address_of_the_web() {
    let base = |written: &str, expected: &str| match base_address(written, place()) {
        Ok((address, warning)) => {
            assert_eq!((&*address, warning), (expected, None), "{written}");
        }
        Err(refused) => panic!("{written}: {refused:?}"),
    };
    base("https://exemple.fr", "https://exemple.fr/");
    base("https://exemple.fr/guides", "https://exemple.fr/guides/");
    base("https://exemple.github.io/Mes-Guides/", "https://exemple.github.io/Mes-Guides/");
    base("https://perso.exemple.fr/~dupont/g/", "https://perso.exemple.fr/~dupont/g/");
    base("https://exemple.fr/a--b/_c_/v1.2/-/", "https://exemple.fr/a--b/_c_/v1.2/-/");
    base("https://exemple.fr/a%20b/(c)/@d+e,f;g=h/", "https://exemple.fr/a%20b/(c)/@d+e,f;g=h/");
    base("https://exemple.fr/d%C3%A9mo/", "https://exemple.fr/d%C3%A9mo/");
    base("https://exemple.fr/démo/", "https://exemple.fr/d%C3%A9mo/");
    base("HTTPS://Exemple.FR/A/", "https://exemple.fr/A/");
    base("https://académie.exemple.fr/", "https://xn--acadmie-eya.exemple.fr/");
    base("https://xn--acadmie-eya.exemple.fr/", "https://xn--acadmie-eya.exemple.fr/");
    base("https://exemple.fr:8443/x", "https://exemple.fr:8443/x/");
    base("https://exemple.fr:443/", "https://exemple.fr/");
    base("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x/");
    base("http://localhost:8000/guides", "http://localhost:8000/guides/");
    base("http://127.0.0.1/", "http://127.0.0.1/");
    base("http://[::1]/", "http://[::1]/");
    base("https://intranet/guides/", "https://intranet/guides/");
    base("https://a_b.exemple.fr/", "https://a_b.exemple.fr/");
    base("https://exemple.html/", "https://exemple.html/");
}

#[test]
fn what_keeps_a_site_from_its_address_is_said_as_it_is() {
    let refused = |written: &str, message: &str, help: &str| {
        check_words(base_address(written, place()).err(), written, message, help);
    };
    refused("https://exemple.fr/g/?a=b", "« ? » ni « # »", "« https://exemple.fr/g/ »");
    refused("https://exemple.fr/#x", "« ? » ni « # »", "« https://exemple.fr/ »");
    refused("https://camille:secret@exemple.fr/", "nom d’utilisateur", "« https://exemple.fr/ »");
    refused("https://exemple.fr\\guides", "barres obliques", "« https://exemple.fr/guides »");
    refused("mailto:aide@exemple.fr", "https://", "Par exemple");
    refused("guides.exemple.fr", "pas une adresse complète", "« https://guides.exemple.fr »");
    refused("/guides/", "pas une adresse complète", "entière");
    refused("https://exemple.fr/mes guides/", "espace", "%20");
    refused("https://", "pas une adresse complète", "entière");
    let warned = |written: &str, code: Code, help: &str| {
        let found = base_address(written, place()).ok().and_then(|(_, warning)| warning);
        assert_eq!(found.as_ref().map(|it| (it.code, it.is_error())), Some((code, false)));
        check_words(found, written, "", help);
    };
    warned("http://exemple.fr/", Code::InsecureLink, "https://");
    warned("https://exemple.fr/g/index.html", Code::BadValue, "« https://exemple.fr/g/ »");
}
