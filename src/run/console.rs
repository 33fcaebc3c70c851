//! The only place that prints.
//!
//! In: texts. Out: the same on the standard output or the standard error. A reader who has gone
//! away, as with `pasapas coverage | head`, is no error.

use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::Format;
use crate::report::Style;
use crate::report::prose::harmless;

/// The width when nobody knows it.
const USUAL_WIDTH: usize = 100;

/// What standard output and error are connected to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    /// Whether the standard error is a terminal.
    interactive: bool,
    color: bool,
    /// The width of the terminal that shows the standard output, if it is one.
    out_width: Option<usize>,
    err_width: usize,
}

impl Console {
    pub(super) fn of_process() -> Self {
        let interactive = io::stderr().is_terminal();
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let dumb = set("TERM").is_some_and(|terminal| terminal == "dumb");
        let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self {
            interactive,
            color: interactive && !dumb && set("NO_COLOR").is_none(),
            out_width: width.filter(|_| io::stdout().is_terminal()),
            err_width: width.unwrap_or(USUAL_WIDTH),
        }
    }

    /// Prints a result.
    #[expect(clippy::unused_self, reason = "whoever prints holds the console")]
    pub(super) fn out(self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match writeln!(out, "{}", harmless(text.trim_end_matches('\n'))).and_then(|()| out.flush())
        {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    }

    /// Says something about a result. If nobody can hear it, there is nobody left to tell.
    #[expect(clippy::unused_self, reason = "whoever prints holds the console")]
    pub(super) fn err(self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", harmless(text.trim_end_matches('\n')));
    }

    /// How diagnostics look on the standard error.
    pub(super) fn style(self) -> Style {
        if self.interactive {
            Style::Terminal { color: self.color, width: self.err_width }
        } else {
            Style::Plain
        }
    }

    /// How wide a table may be; as wide as it likes if it goes to a file.
    pub(super) fn table_width(self) -> usize {
        self.out_width.unwrap_or(usize::MAX)
    }

    /// A bar for `length` steps, where somebody can see it.
    pub(super) fn progress(self, format: Format, length: usize) -> ProgressBar {
        if !self.interactive || format == Format::Json {
            return ProgressBar::hidden();
        }
        let template = "{bar:30} {human_pos} sur {human_len}";
        let style = ProgressStyle::with_template(template).expect("the template is well formed");
        let target = ProgressDrawTarget::stderr();
        ProgressBar::with_draw_target(Some(length as u64), target).with_style(style)
    }
}
