//! Speech as an MP3, encoded while it is heard: of what LINE plays as a sound, the one that every browser
//! can be made to make. Knows nothing of microphones.
//!
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#audio-message>

use rusty_mp3::{Mp3Encoder, Mp3EncoderConfig, encoder_header};

/// How much a second weighs, in thousands of bits: speech is clear, and a minute is half a megabyte.
const KBPS: u32 = 64;

/// The most samples a second that an MP3 can have.
const FASTEST: u32 = 48_000;

/// A recording that goes on.
pub struct Recording {
    encoder: Mp3Encoder,
    /// Samples a second, as they are encoded.
    rate: u32,
    /// So many that are heard become one.
    fold: usize,
    /// So many have been encoded.
    samples: u64,
}

impl Recording {
    /// Begins one of so many samples a second; none where an MP3 cannot hold it.
    pub fn at_rate(heard: u32) -> Option<Self> {
        let fold = heard.div_ceil(FASTEST).max(1);
        let rate = heard / fold;
        encoder_header(rate, 1, KBPS).ok()?;
        let config = Mp3EncoderConfig { bitrate_kbps: KBPS, ..Mp3EncoderConfig::default() };
        Some(Self { encoder: Mp3Encoder::new(config), rate, fold: fold as usize, samples: 0 })
    }

    /// Goes on with what was heard, from -1 to 1.
    pub fn hear(&mut self, piece: &[f32]) {
        let fold = u16::try_from(self.fold).unwrap_or(u16::MAX);
        let mean = |some: &[f32]| some.iter().sum::<f32>() / f32::from(fold);
        let piece: Vec<_> = piece.chunks_exact(self.fold).map(mean).collect();
        // Refuses only rates that no recording begins with.
        if self.encoder.push_pcm_f32(&piece, 1, self.rate).is_ok() {
            self.samples += piece.len() as u64;
        }
    }

    /// How long it is by now, in milliseconds.
    pub fn millis(&self) -> u32 {
        u32::try_from(self.samples * 1000 / u64::from(self.rate)).unwrap_or(u32::MAX)
    }

    /// The file; none where nothing was heard.
    pub fn finish(mut self) -> Option<Vec<u8>> {
        if self.samples == 0 {
            return None;
        }
        self.encoder.finish();
        let mut file = Vec::new();
        while let Ok(packet) = self.encoder.next_packet() {
            file.extend_from_slice(&packet);
        }
        Some(file)
    }
}

/// How loud a piece is, in hundredths: of what speech near a microphone comes to.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between nought and a hundred"
)]
pub fn loudness(piece: &[f32]) -> u8 {
    /// Speech at its loudest is some -10 dB of all that can be, a quiet room less than -60.
    const QUIET_DB: f32 = -60.0;
    const LOUD_DB: f32 = -10.0;
    let length = u16::try_from(piece.len()).unwrap_or(u16::MAX).max(1);
    let power = piece.iter().map(|sample| sample * sample).sum::<f32>() / f32::from(length);
    let decibels = 10.0 * power.max(f32::MIN_POSITIVE).log10();
    (100.0 * (decibels - QUIET_DB) / (LOUD_DB - QUIET_DB)).clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use std::f32::consts::TAU;

    use rusty_mp3::Mp3Decoder;

    use super::*;

    /// A tone of so many vibrations a second.
    fn tone(pitch: f32, rate: u16, seconds: u16) -> Vec<f32> {
        let count = u32::from(rate) * u32::from(seconds);
        let at = |n: u32| f32::from(u16::try_from(n % u32::from(rate)).unwrap());
        (0..count).map(|n| 0.5 * (TAU * pitch * at(n) / f32::from(rate)).sin()).collect()
    }

    fn recorded(heard: &[f32], rate: u32) -> (u32, Vec<u8>) {
        let mut recording = Recording::at_rate(rate).unwrap();
        heard.chunks(4096).for_each(|piece| recording.hear(piece));
        (recording.millis(), recording.finish().unwrap())
    }

    /// How often a second what is played crosses nought upwards, away from its ends; and its rate.
    fn pitch(file: &[u8]) -> (u32, usize) {
        let mut decoder = Mp3Decoder::new();
        decoder.push(file);
        decoder.flush();
        let (mut rate, mut played) = (0, Vec::new());
        while let Ok(frame) = decoder.next_frame() {
            rate = frame.sample_rate;
            played.extend(frame.samples);
        }
        let second = &played[rate as usize / 2..][..rate as usize];
        let rises = second.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        (rate, rises)
    }

    #[test]
    fn a_tone_stays_the_tone_that_it_was_at_every_rate_of_microphones() {
        for (heard, played) in
            [(48_000, 48_000), (44_100, 44_100), (16_000, 16_000), (24_000, 24_000), (8_000, 8_000)]
        {
            let (millis, file) = recorded(&tone(440.0, heard, 2), u32::from(heard));
            assert_eq!(millis, 2000, "{heard}");
            let (rate, rises) = pitch(&file);
            assert_eq!(rate, played, "{heard}");
            assert!(rises.abs_diff(440) <= 1, "{heard}: {rises}");
        }
    }

    #[test]
    fn a_studios_microphone_is_folded_into_what_an_mp3_can_hold() {
        let slow = tone(440.0, 48_000, 2);
        let fast: Vec<_> = slow.iter().flat_map(|sample| [*sample, *sample]).collect();
        let (millis, file) = recorded(&fast, 96_000);
        assert_eq!(millis, 2000);
        let (rate, rises) = pitch(&file);
        assert_eq!(rate, 48_000);
        assert!(rises.abs_diff(440) <= 1, "{rises}");
    }

    #[test]
    fn a_minute_weighs_half_a_megabyte() {
        let (millis, file) = recorded(&tone(300.0, 48_000, 6), 48_000);
        assert_eq!(millis, 6_000);
        assert!((47_000..50_000).contains(&file.len()), "{}", file.len());
    }

    #[test]
    fn nothing_heard_is_no_file_and_no_rate_is_no_recording() {
        assert!(Recording::at_rate(48_000).unwrap().finish().is_none());
        assert!(Recording::at_rate(0).is_none());
        assert!(Recording::at_rate(50_000).is_none());
    }

    #[test]
    fn loudness_is_nought_in_silence_and_full_in_noise() {
        assert_eq!(loudness(&[]), 0);
        assert_eq!(loudness(&[0.0; 4096]), 0);
        assert_eq!(loudness(&[1.0; 4096]), 100);
        let spoken = loudness(&tone(200.0, 8_000, 1).iter().map(|s| s / 5.0).collect::<Vec<_>>());
        assert!((40..90).contains(&spoken), "{spoken}");
    }
}
