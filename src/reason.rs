//! Why the system refused something, in words that a webmaster understands.
//!
//! In: an error of the system. Out: half a sentence in French. Nothing is read or written here.

use std::io::{Error, ErrorKind};

/// The reason behind `error`, to be put after a colon.
#[must_use]
pub fn reason(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "ce chemin n’existe pas",
        ErrorKind::PermissionDenied => "droits insuffisants",
        ErrorKind::StorageFull => "plus de place sur le disque",
        ErrorKind::QuotaExceeded => "quota de disque épuisé",
        ErrorKind::ReadOnlyFilesystem => "ce disque est en lecture seule",
        ErrorKind::FileTooLarge => "le fichier dépasse la taille permise par le système",
        ErrorKind::NotADirectory => "un fichier se trouve là où il faut un dossier",
        ErrorKind::IsADirectory => "un dossier se trouve là où il faut un fichier",
        ErrorKind::DirectoryNotEmpty => "le dossier n’est pas vide",
        ErrorKind::AlreadyExists => "ce nom est déjà pris",
        ErrorKind::CrossesDevices => "les deux dossiers sont sur des disques différents",
        ErrorKind::InvalidFilename => "le système refuse ce nom, peut-être trop long",
        ErrorKind::ResourceBusy => "une autre application s’en sert",
        ErrorKind::Interrupted => "l’opération a été interrompue",
        // What we say ourselves is a sentence already.
        ErrorKind::Other if error.raw_os_error().is_none() => return error.to_string(),
        _ => return in_the_system_s_words(error),
    };
    known.to_owned()
}

/// What the system says, without the number that Rust adds.
fn in_the_system_s_words(error: &Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    format!("le système répond « {words} »")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_reasons_are_french_and_others_keep_the_words_of_the_system() {
        assert_eq!(reason(&Error::from(ErrorKind::StorageFull)), "plus de place sur le disque");
        assert_eq!(reason(&Error::other("le disque dort")), "le disque dort");
        let strange = Error::from_raw_os_error(9);
        assert!(reason(&strange).starts_with("le système répond « "), "{}", reason(&strange));
        assert!(!reason(&strange).contains("os error"));
    }
}
