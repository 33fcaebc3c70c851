//! Tells cargo that the theme and the starter site are part of the program.

fn main() {
    println!("cargo::rerun-if-changed=themes/default");
    println!("cargo::rerun-if-changed=starter");
}
