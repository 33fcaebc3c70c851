//! What is told of a line, and what is not.

use super::*;

#[track_caller]
fn check(piece: &str, expected: &[(&str, bool)]) {
    let found = almost(piece, true, true);
    let shown: Vec<_> = found.iter().map(|it| (&piece[it.range.clone()], it.sure)).collect();
    assert_eq!(shown, expected, "in {piece}");
}

#[test]
fn signs_that_readers_would_see_are_told() {
    check("Lisez [a](https://b.fr/c d.pdf)", &[("](", true)]);
    check("Lisez [le portail] (www.b.fr)", &[("] (", true)]);
    check(
        "[a][b] et [c]{https://d.fr} et (e)[https://f.fr]",
        &[("][", true), ("]{", true), (")[", true)],
    );
    check("[a] : https://b.fr", &[("] :", true)]);
    check("##Titre", &[("##", true)]);
    check("#Titre de la page", &[("#", false)]);
    check("Un mot ** gras** ou **gras **", &[("**", true)]);
    check("**gras**texte", &[("**", true)]);
    check("__gras__mot", &[("__", false)]);
    check("_italique _ mot", &[("_", false)]);
    check("!!! note", &[("!!!", true)]);
    check("[!NOTE] texte", &[("[!", true)]);
    check("Titre {#id} {.x}", &[("{#", true)]);
    check("{% if x %}", &[("{%", true)]);
    check("{ { x } }, {services.portal.url}", &[("{ ", true), ("{services.portal.url}", true)]);
    check(":procedure[x]", &[(":procedure", true)]);
    check("Voir ::contacts ici", &[("::contacts", true)]);
    check("==x== ++y++ 1^er^ ~~ z ~~", &[("==", false), ("^er^", false), ("~~", false)]);
    check("Bonjour :smile:", &[(":smile:", false)]);
    check("un&nbsp mot<<x>>", &[("&nbsp", false)]);
    check("une ligne\\nUne autre", &[("\\n", false)]);
    check("[b]gras[/b]", &[("[/b]", true)]);
    check("[ ] faire", &[("[ ]", false)]);
    check("1)Ouvrez", &[("1)", false)]);
    check("• premier", &[("•", false)]);
    check("| a | b |", &[("|", true)]);
    check("l`école", &[("`", false)]);
    check("guide]]", &[("]]", true)]);
}

#[test]
fn prose_is_left_alone() {
    for prose in [
        "Le C++ et le C#, 2 * 3 ** 4, a_b_c, snake_case et #hashtag",
        "Voir [1] (page 3), [...] et f(x)[0] : {a, b}.",
        "Champs obligatoires * ; mot de passe : ****",
        "À 10:30:45, C:\\nom\\note, R&D, AT&T, 5 $ et 10 $",
        "-5 °C, +33, 3.5, 1.2.3 !!! et ??? « Attention ! »",
        "\\*\\*littéral\\*\\* et \\[a](b)",
        "— Oui, dit-il. 2^10 ~ 1000 = 10^3",
    ] {
        check(prose, &[]);
    }
}
