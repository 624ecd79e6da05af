//! The few fixed words of a greeting card, and the greeting that nobody has written yet. They are for
//! LINE users, whose languages are more than those of the interface; so they stand here.

use app::domain::{GreetingLanguage, Language};

/// A language that a card speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardLanguage {
    /// English.
    English,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Thai.
    Thai,
    /// Chinese as it is written in Taiwan and Hong Kong.
    TraditionalChinese,
}

/// What a card says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The button that calls the member.
    pub call: &'static str,
    /// The button that opens the website.
    pub website: &'static str,
    /// The greeting, as members write theirs.
    pub greeting: &'static str,
    /// In place of a LINE user's name that is not known.
    pub somebody: &'static str,
    /// The button that opens a file that a member sent.
    pub open: &'static str,
}

impl CardLanguage {
    /// The language for a LINE user: their own, else the member's, else the company's. `tag` is
    /// LINE's word for theirs, such as `ja` or `zh-TW`.
    pub fn choose(tag: Option<&str>, member: Language, company: GreetingLanguage) -> Self {
        let own = tag.and_then(Self::of_tag);
        own.unwrap_or(match (member, company) {
            (Language::Ja, _) | (Language::Auto, GreetingLanguage::Japanese) => Self::Japanese,
            (Language::En, _) | (Language::Auto, GreetingLanguage::English) => Self::English,
        })
    }

    /// The language of a tag (BCP 47), where cards speak it.
    fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let (language, further) = tag.split_once('-').unwrap_or((&tag, ""));
        match language {
            "en" => Some(Self::English),
            "ja" => Some(Self::Japanese),
            "ko" => Some(Self::Korean),
            "th" => Some(Self::Thai),
            "zh" if further.split('-').any(|part| matches!(part, "tw" | "hk" | "mo" | "hant")) => {
                Some(Self::TraditionalChinese)
            }
            _ => None,
        }
    }

    /// The language as one that companies write greetings in.
    pub const fn written(self) -> Option<GreetingLanguage> {
        match self {
            Self::English => Some(GreetingLanguage::English),
            Self::Japanese => Some(GreetingLanguage::Japanese),
            Self::Korean | Self::Thai | Self::TraditionalChinese => None,
        }
    }

    /// What a card says of itself in it.
    pub const fn words(self) -> Words {
        match self {
            Self::English => ENGLISH,
            Self::Japanese => JAPANESE,
            Self::Korean => KOREAN,
            Self::Thai => THAI,
            Self::TraditionalChinese => TRADITIONAL_CHINESE,
        }
    }
}

const ENGLISH: Words = Words {
    call: "Call",
    website: "Website",
    greeting: "Thank you for adding me as a friend. I am {me}. Write to me here at any time.",
    somebody: "LINE user",
    open: "Open the file",
};

const JAPANESE: Words = Words {
    call: "電話をかける",
    website: "ウェブサイト",
    greeting: "友だち追加ありがとうございます。{me}です。ご用件がありましたら、いつでもこちらにメッセージをお送りください。",
    somebody: "LINEユーザー",
    open: "ファイルを開く",
};

const KOREAN: Words = Words {
    call: "전화하기",
    website: "웹사이트",
    greeting: "친구로 추가해 주셔서 감사합니다. {me}입니다. 언제든지 이곳으로 메시지를 보내 주세요.",
    somebody: "LINE 사용자",
    open: "파일 열기",
};

const THAI: Words = Words {
    call: "โทร",
    website: "เว็บไซต์",
    greeting: "ขอบคุณที่เพิ่มเราเป็นเพื่อน {me} ยินดีให้บริการ ส่งข้อความมาที่นี่ได้ทุกเมื่อ",
    somebody: "ผู้ใช้ LINE",
    open: "เปิดไฟล์",
};

const TRADITIONAL_CHINESE: Words = Words {
    call: "撥打電話",
    website: "網站",
    greeting: "感謝您加我為好友，我是{me}。歡迎隨時在這裡傳訊息給我。",
    somebody: "LINE 用戶",
    open: "開啟檔案",
};

#[cfg(test)]
mod tests {
    use app::domain::GreetingText;

    use super::*;

    const ALL: [CardLanguage; 5] = [
        CardLanguage::English,
        CardLanguage::Japanese,
        CardLanguage::Korean,
        CardLanguage::Thai,
        CardLanguage::TraditionalChinese,
    ];

    #[test]
    fn a_line_users_own_language_is_spoken_where_cards_know_it() {
        for (tag, language) in [
            ("ja", CardLanguage::Japanese),
            ("en-GB", CardLanguage::English),
            ("th", CardLanguage::Thai),
            ("ko", CardLanguage::Korean),
            ("zh-TW", CardLanguage::TraditionalChinese),
            ("zh-Hant-HK", CardLanguage::TraditionalChinese),
        ] {
            let chosen = CardLanguage::choose(Some(tag), Language::En, GreetingLanguage::English);
            assert_eq!(chosen, language, "{tag}");
        }
    }

    #[test]
    fn else_the_members_is_and_else_the_companys() {
        for tag in [None, Some("fr"), Some("zh-CN"), Some(""), Some("\u{0}-")] {
            let choose = |member, company| CardLanguage::choose(tag, member, company);
            let (english, japanese) = (GreetingLanguage::English, GreetingLanguage::Japanese);
            assert_eq!(choose(Language::Ja, english), CardLanguage::Japanese);
            assert_eq!(choose(Language::En, japanese), CardLanguage::English);
            assert_eq!(choose(Language::Auto, japanese), CardLanguage::Japanese);
            assert_eq!(choose(Language::Auto, english), CardLanguage::English);
        }
    }

    #[test]
    fn the_words_are_such_as_line_and_we_take() {
        for words in ALL.map(CardLanguage::words) {
            for label in [words.call, words.website] {
                assert!((1..=20).contains(&label.chars().count()), "{label}");
            }
            assert!(GreetingText::parse(words.greeting).unwrap().is_some());
            assert!(words.greeting.contains("{me}"), "{}", words.greeting);
        }
    }
}
