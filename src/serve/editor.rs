//! The user's editor.
//!
//! In: the command of `$PASAPAS_EDITOR`, such as `code -g {file}:{line}`. Out: the editor, opened at a line of
//! a file. No shell takes part, so no character of a file's name is a command.

#![expect(
    clippy::disallowed_methods,
    reason = "the user's own command is the only program it starts"
)]

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// An editor that does not start says so in this time.
const AT_ONCE: Duration = Duration::from_millis(200);

/// A command with places for a file and a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    program: String,
    arguments: Vec<String>,
}

/// Reads a command; none if it is empty, or a quotation in it has no end. Without `{file}` the file comes
/// last.
#[must_use]
pub fn parse_editor(command: &str) -> Option<Editor> {
    let mut words = shell_words::split(command).ok()?.into_iter();
    let program = words.next()?;
    let mut arguments: Vec<String> = words.collect();
    if !arguments.iter().any(|argument| argument.contains("{file}")) {
        arguments.push("{file}".to_owned());
    }
    Some(Editor { program, arguments })
}

impl Editor {
    /// Opens `file` at `line`, and does not wait for its end, unless it fails at once.
    pub(super) fn open(&self, file: &Path, line: u32) -> io::Result<()> {
        let mut command = Command::new(&self.program);
        command.args(self.words(&file.to_string_lossy(), line));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Ctrl-C ends the preview, not the editor with what is not saved in it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        std::thread::sleep(AT_ONCE);
        if child.try_wait()?.is_some_and(|status| !status.success()) {
            return Err(io::Error::other("the editor failed"));
        }
        // Somebody must hear of its end.
        std::thread::spawn(move || child.wait());
        Ok(())
    }

    fn words(&self, file: &str, line: u32) -> Vec<String> {
        // The line first: a file may be named « {line} ».
        let number = line.to_string();
        let words = self.arguments.iter().map(|it| it.replace("{line}", &number));
        words.map(|word| word.replace("{file}", file)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &str, expected: &[&str]) {
        let editor = parse_editor(command).unwrap();
        assert_eq!(editor.words("/site/mon guide.md", 7), expected, "{command}");
    }

    #[test]
    fn file_and_line_stand_where_the_command_says() {
        check("code -g {file}:{line}", &["-g", "/site/mon guide.md:7"]);
        check("gedit +{line} '{file}'", &["+7", "/site/mon guide.md"]);
        check("nano", &["/site/mon guide.md"]);
        assert_eq!(
            parse_editor("\"/opt/my editor/run\" {file}").unwrap().program,
            "/opt/my editor/run"
        );
    }

    #[test]
    fn what_is_no_command_is_none() {
        for command in ["", "   ", "code 'x"] {
            assert_eq!(parse_editor(command), None, "{command}");
        }
    }
}
