//! What the parser's complaint means to somebody who writes YAML rarely.
//!
//! In: a complaint that no slip explains, and where it was made. Out: a sentence, and what to try.

use granit_parser::ErrorKind;

use super::surface::Found;

const GENERAL_HELP: &str = "Vérifiez le retrait (des espaces, jamais de tabulation) et mettez entre \
    guillemets droits les textes qui contiennent « : » ou « # », ou qui commencent par « { », \
    « [ », « * », « & », « ! », « % » ou « @ ».";

/// Explains a complaint made at the byte `at` of `text`.
pub(super) fn explain(kind: &ErrorKind, text: &str, at: usize) -> Found {
    let (message, help) = match kind {
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => (
            "Un crochet ou une accolade n’est pas refermé.",
            "Ajoutez « ] » ou « } », ou mettez entre guillemets droits un texte qui commence par « [ » ou « { ».",
        ),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => (
            "Plus haut, un guillemet droit n’est pas refermé.",
            "Ajoutez le même à la fin du texte.",
        ),
        ErrorKind::UnexpectedCharacter { .. } => {
            ("Un texte ne peut pas commencer par ce signe.", "Mettez-le entre guillemets droits.")
        }
        ErrorKind::SimpleKeyExpected => {
            ("Il manque « : » et une valeur après cette clé.", "Écrivez « clé: valeur ».")
        }
        ErrorKind::CommentInterceptedScalar => (
            "Un commentaire coupe ce texte en deux.",
            "Déplacez le commentaire avant la clé, ou mettez le texte entre guillemets droits.",
        ),
        ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::MappingValueNotAllowed => (
            "Cette ligne n’est pas alignée sur celles qui la précèdent.",
            "Donnez-lui le même retrait, en espaces, qu’aux lignes de son niveau.",
        ),
        _ => ("Ce YAML ne peut pas être lu.", GENERAL_HELP),
    };
    // A complaint may be made within a character.
    let at = text.floor_char_boundary(at.min(text.len()));
    Found::new(at..text.ceil_char_boundary((at + 1).min(text.len())), message, help)
}
