//! The command `pasapas`: arguments go in, an exit code comes out, and nothing else happens here.

use std::process::ExitCode;

/// A build makes millions of small values on all cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "the edge: where the arguments come from")]
    let arguments = std::env::args_os();
    pasapas::run::run(arguments)
}
