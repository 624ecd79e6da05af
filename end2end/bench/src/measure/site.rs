//! What a browser loads before the messenger works: wasm, script and style, compressed as served.

use std::{fs, path::Path};

use crate::{
    error::BenchError,
    figure::{Bound, Figure, Unit},
};

const AT_MOST_KIB: f64 = 400.0;
const KINDS: [&str; 3] = [".wasm.br", ".js.br", ".css.br"];

/// The sizes in a built site; none when it was not built for release.
pub fn measure(site: &Path) -> Result<Vec<Figure>, BenchError> {
    let pkg = site.join("pkg");
    let mut bytes = 0;
    if pkg.is_dir() {
        for entry in fs::read_dir(pkg)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if KINDS.iter().any(|kind| name.ends_with(kind)) {
                bytes += entry.metadata()?.len();
            }
        }
    }
    let kib = u32::try_from(bytes).map_or(f64::NAN, f64::from) / 1024.0;
    let figure = Figure::new("client: wasm, js and css in Brotli", kib, Unit::Kibibytes);
    let built = (bytes > 0).then(|| figure.bound(Bound::AtMost(AT_MOST_KIB)));
    Ok(built.into_iter().collect())
}
