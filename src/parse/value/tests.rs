//! What is masked, and that nothing else is.

use super::*;

fn check(text: &str, expected: &[Run<'_>]) {
    let masked = mask(text);
    assert_eq!(masked.text.len(), text.len());
    assert_eq!(masked.runs(&masked.text).collect::<Vec<_>>(), expected);
    assert_eq!(masked.unmask(&masked.text), text);
}

#[test]
fn values_are_found_and_offsets_kept() {
    check(
        "a {{ b.c }} d",
        &[Run::Text("a "), Run::Spot(Spot::Value("b.c"), 2..11), Run::Text(" d")],
    );
    check("{{a}}{{b}}", &[Run::Spot(Spot::Value("a"), 0..5), Run::Spot(Spot::Value("b"), 5..10)]);
}

#[test]
fn what_is_no_value_is_malformed_or_text() {
    check("{{ a b }}", &[Run::Spot(Spot::Malformed, 0..9)]);
    check("{{ é", &[Run::Spot(Spot::Malformed, 0..5)]);
    check("{{}}", &[Run::Spot(Spot::Malformed, 0..4)]);
    check("{ a } {{", &[Run::Text("{ a } {{")]);
    check("\u{F0000}", &[Run::Spot(Spot::Private('\u{F0000}'), 0..4)]);
    check("&#xF0001;", &[Run::Spot(Spot::Private('\u{F0001}'), 0..9)]);
    check("\\&#xF0001;", &[Run::Text("\\&#xF0001;")]);
}

#[test]
fn four_braces_mean_two() {
    check("{{{{ a }}", &[Run::Spot(Spot::Braces("{{"), 0..4), Run::Text(" a }}")]);
    let both = [Spot::Braces("{{"), Spot::Braces("}}")];
    let [open, close] = both;
    check("{{{{a}}}}", &[Run::Spot(open, 0..4), Run::Text("a"), Run::Spot(close, 5..9)]);
    check("a }}}}", &[Run::Text("a }}}}")]);
}

#[track_caller]
fn check_bare(text: &str, expected: &str) {
    let masked = mask(text);
    let address = masked.runs(&masked.text).find_map(|run| match run {
        Run::Spot(Spot::Address, range) => Some(&text[range]),
        _ => None,
    });
    assert_eq!(address.unwrap_or_default(), expected, "in {text}");
    assert_eq!(masked.unmask(&masked.text), text);
}

#[test]
fn bare_addresses_end_where_the_sentence_goes_on() {
    for (text, expected) in [
        ("Ouvrez https://a.fr/b, puis", "https://a.fr/b"),
        ("(voir www.a.fr/b_(c)).", "www.a.fr/b_(c)"),
        ("HTTPS://A.fr/?b=1&amp;c;", "HTTPS://A.fr/?b=1&amp;c"),
        ("https://a.fr/x&copy;", "https://a.fr/x"),
        ("**https://a.fr**", "https://a.fr"),
        ("«https://a.fr»", "https://a.fr"),
        ("`curl https://a.fr`", "https://a.fr"),
        ("https://{{ a.b }}/c {{ d }}", "https://{{ a.b }}/c"),
        ("[^1]: https://a.fr", "https://a.fr"),
    ] {
        check_bare(text, expected);
    }
    for text in [
        "https://",
        "https://…",
        "https://a",
        "www.",
        "xhttps://a.fr",
        "<https://a.fr>",
        "[a](https://a.fr)",
        "[a]( https://a.fr/?u=https://b.fr)",
        "[a]: https://a.fr",
        "`https://a.fr`",
        "\\https://a.fr",
        "a@www.b.fr",
    ] {
        check_bare(text, "");
    }
}
