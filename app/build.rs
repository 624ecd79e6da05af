//! Turns `locales/` into `crate::i18n`: every text becomes a checked name.

use std::{env, error::Error, path::PathBuf};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos, options::CodegenOptions};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let config = Config::new("en")?
        .add_locale("ja")?
        .add_namespaces([
            "admin",
            "attach",
            "blocking",
            "common",
            "connections",
            "contacts",
            "create",
            "details",
            "greeting",
            "lists",
            "login",
            "media",
            "messenger",
            "photo",
            "profile",
            "public",
            "quota",
            "settings",
            "stickers",
        ])?
        // Labels and titles are attributes: they need a text with values in it, not a view.
        .parse_options(ParseOptions::default().interpolate_display(true));
    let texts = TranslationsInfos::parse(config)?;
    texts.emit_diagnostics();
    texts.rerun_if_locales_changed();

    let attributes = r#"#![expect(missing_docs, unused_qualifications, clippy::all, clippy::pedantic,
        clippy::expect_used, reason = "written by a generator, whose style is not ours")]"#;
    let options = CodegenOptions::default().top_level_attributes(Some(attributes.parse()?));
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    texts.generate_i18n_module_with_options(PathBuf::from(out).join("i18n"), options)?;
    Ok(())
}
