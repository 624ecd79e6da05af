//! Stickers: only those of the packages that LINE lists for bots can be sent.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::Findings;

const SENDABLE: [(&str, RangeInclusive<u32>); 15] = [
    ("446", 1_988..=2_027),
    ("789", 10_855..=10_894),
    ("1070", 17_839..=17_878),
    ("6136", 10_551_376..=10_551_399),
    ("6325", 10_979_904..=10_979_927),
    ("6359", 11_069_848..=11_069_871),
    ("6362", 11_087_920..=11_087_943),
    ("6370", 11_088_016..=11_088_039),
    ("6632", 11_825_374..=11_825_397),
    ("8515", 16_581_242..=16_581_265),
    ("8522", 16_581_266..=16_581_289),
    ("8525", 16_581_290..=16_581_313),
    ("11537", 52_002_734..=52_002_773),
    ("11538", 51_626_494..=51_626_533),
    ("11539", 52_114_110..=52_114_149),
];

/// Checks a `sticker`.
pub fn check(message: &Value, path: &str, findings: &mut Findings) {
    let package = message["packageId"].as_str().unwrap_or_default();
    let sticker: u32 = message["stickerId"].as_str().and_then(|id| id.parse().ok()).unwrap_or(0);
    let known =
        SENDABLE.iter().any(|(listed, stickers)| *listed == package && stickers.contains(&sticker));
    if !known {
        findings.add(path, "invalid sticker: not in the list of sendable stickers");
    }
}
