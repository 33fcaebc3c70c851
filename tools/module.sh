#!/usr/bin/env bash
# Builds the checker as WebAssembly: tools/module.sh [FILE], by default checker/module/checker.wasm, which
# the program embeds. Takes rustup's wasm32 target where it is installed, else Debian's compiler
# (rustc-web, rust-web-src), whose standard library it builds as well. The compiler's version is written
# beside it: the same compiler gives the same bytes anywhere.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-checker/module/checker.wasm}
target=wasm32-unknown-unknown

if [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
  std=()
else
  # Debian has the compiler of this target, rustup the linker.
  RUSTC=/usr/bin/rustc
  host=$(rustc --version --verbose | sed -n 's/^host: //p')
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$(rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld"
  export RUSTC CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER RUSTC_BOOTSTRAP=1
  std=(-Zbuild-std=core,panic_abort)
fi
cargo rustc --quiet --locked --package pasapas-checker --lib --crate-type cdylib --profile module \
  --target "$target" "${std[@]}"
install -m 644 "${CARGO_TARGET_DIR:-target}/$target/module/pasapas_checker.wasm" "$out"
"${RUSTC:-rustc}" --version | tee "${out%.wasm}.txt"
