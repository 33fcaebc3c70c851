//! What authors mean by `\d`, `\w`, `\s`, `\b` and `(?i)`: digits and letters of ASCII.
//!
//! In: a regular expression. Out: its meaning, in which no digit of another script is a digit, and no sign
//! that only looks like a letter is that letter. Classes that name a script or a property (`\p{L}`), letters
//! with accents, and the dot stay as they are.

use regex_syntax::ast::{
    Ast, ClassAscii, ClassAsciiKind, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet,
    ClassSetItem, parse::Parser,
};
use regex_syntax::hir::translate::Translator;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

/// The long s and the sign of the kelvin, which Unicode takes for s and k in another case.
const ODD: [char; 2] = ['\u{17F}', '\u{212A}'];

/// Reads a pattern.
#[expect(clippy::result_large_err, reason = "the error of the library, once for each pattern")]
pub(super) fn read(pattern: &str) -> Result<Hir, regex_syntax::Error> {
    let mut ast = Parser::new().parse(pattern)?;
    replace(&mut ast);
    Ok(plain(Translator::new().translate(pattern, &ast)?))
}

fn replace(ast: &mut Ast) {
    match ast {
        Ast::ClassPerl(class) => {
            let kind = ClassSet::Item(ClassSetItem::Ascii(ascii(class)));
            *ast = Ast::class_bracketed(ClassBracketed { span: class.span, negated: false, kind });
        }
        Ast::ClassBracketed(class) => replace_set(&mut class.kind),
        Ast::Repetition(repetition) => replace(&mut repetition.ast),
        Ast::Group(group) => replace(&mut group.ast),
        Ast::Alternation(all) => all.asts.iter_mut().for_each(replace),
        Ast::Concat(all) => all.asts.iter_mut().for_each(replace),
        _ => {}
    }
}

fn replace_set(set: &mut ClassSet) {
    match set {
        ClassSet::Item(item) => replace_item(item),
        ClassSet::BinaryOp(op) => {
            replace_set(&mut op.lhs);
            replace_set(&mut op.rhs);
        }
    }
}

fn replace_item(item: &mut ClassSetItem) {
    match item {
        ClassSetItem::Perl(class) => *item = ClassSetItem::Ascii(ascii(class)),
        ClassSetItem::Bracketed(class) => replace_set(&mut class.kind),
        ClassSetItem::Union(union) => union.items.iter_mut().for_each(replace_item),
        _ => {}
    }
}

fn ascii(class: &ClassPerl) -> ClassAscii {
    let kind = match class.kind {
        ClassPerlKind::Digit => ClassAsciiKind::Digit,
        ClassPerlKind::Space => ClassAsciiKind::Space,
        ClassPerlKind::Word => ClassAsciiKind::Word,
    };
    ClassAscii { span: class.span, kind, negated: class.negated }
}

/// The same without odd letters, and with the edges of words where letters of ASCII have them.
fn plain(hir: Hir) -> Hir {
    match hir.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(Class::Unicode(mut class)) => {
            let odd = ODD.map(|char| ClassUnicodeRange::new(char, char));
            class.difference(&ClassUnicode::new(odd));
            Hir::class(Class::Unicode(class))
        }
        HirKind::Class(class) => Hir::class(class),
        HirKind::Look(look) => Hir::look(match look {
            Look::WordUnicode => Look::WordAscii,
            Look::WordUnicodeNegate => Look::WordAsciiNegate,
            Look::WordStartUnicode => Look::WordStartAscii,
            Look::WordEndUnicode => Look::WordEndAscii,
            Look::WordStartHalfUnicode => Look::WordStartHalfAscii,
            Look::WordEndHalfUnicode => Look::WordEndHalfAscii,
            look => look,
        }),
        HirKind::Repetition(mut repetition) => {
            repetition.sub = Box::new(plain(*repetition.sub));
            Hir::repetition(repetition)
        }
        HirKind::Capture(mut capture) => {
            capture.sub = Box::new(plain(*capture.sub));
            Hir::capture(capture)
        }
        HirKind::Concat(all) => Hir::concat(all.into_iter().map(plain).collect()),
        HirKind::Alternation(all) => Hir::alternation(all.into_iter().map(plain).collect()),
    }
}
