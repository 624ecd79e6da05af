//! What LINE users of a room with several are told, in their own language. Names stand in the places
//! `{room}`, `{member}` (who alone reads them otherwise), `{by}` and `{people}`.

use app::domain::RoomId;

use super::{Button, Choice};
use crate::greeting::CardLanguage;

/// What there is to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Say {
    /// They were brought into the room.
    Invited,
    /// From now on they talk in the room.
    Here,
    /// From now on the member alone reads them.
    Alone,
    /// They have left the room, or were removed.
    Gone,
    /// Only text reaches the others.
    OnlyText,
}

/// A room and its people, by the names that LINE users know.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// Which room.
    pub room: RoomId,
    /// What it was called when it was made.
    pub name: &'a str,
    /// Who alone reads what is not for the room.
    pub member: &'a str,
    /// The member who brought them in.
    pub by: &'a str,
    /// Everybody else who takes part.
    pub people: &'a str,
}

impl Say {
    /// The words.
    pub fn words(self, language: CardLanguage, party: Party<'_>) -> String {
        let words = words(language);
        let text = match self {
            Self::Invited => words.invited,
            Self::Here => words.here,
            Self::Alone => words.alone,
            Self::Gone => words.gone,
            Self::OnlyText => words.only_text,
        };
        fill(text, party)
    }
}

/// The buttons that offer every choice.
pub fn buttons(language: CardLanguage, party: Party<'_>) -> Vec<Button> {
    let words = words(language);
    let button = |text, choice| Button { says: fill(text, party), choice };
    vec![
        button(words.talk, Choice::Talk(party.room)),
        button(words.only, Choice::Alone(party.room)),
        button(words.leave, Choice::Leave(party.room)),
    ]
}

/// Puts the names in. In one pass: a name that looks like a place stays a name.
fn fill(text: &str, party: Party<'_>) -> String {
    let mut filled = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, at) = rest.split_at(open);
        filled.push_str(before);
        let places = [
            ("{room}", party.name),
            ("{member}", party.member),
            ("{by}", party.by),
            ("{people}", party.people),
        ];
        let place = places.iter().find(|(place, _)| at.starts_with(place));
        let (skip, name) = place.map_or((1, "{"), |(place, name)| (place.len(), *name));
        filled.push_str(name);
        rest = &at[skip..];
    }
    filled.push_str(rest);
    filled
}

struct Words {
    invited: &'static str,
    here: &'static str,
    alone: &'static str,
    gone: &'static str,
    only_text: &'static str,
    talk: &'static str,
    only: &'static str,
    leave: &'static str,
}

const fn words(language: CardLanguage) -> &'static Words {
    match language {
        CardLanguage::English => &ENGLISH,
        CardLanguage::Japanese => &JAPANESE,
        CardLanguage::Korean => &KOREAN,
        CardLanguage::Thai => &THAI,
        CardLanguage::TraditionalChinese => &TRADITIONAL_CHINESE,
    }
}

const ENGLISH: Words = Words {
    invited: "{by} added you to “{room}”, with {people}. You will read here what is said in it. What you write goes to {member} alone until you choose “Talk in {room}” below.",
    here: "From now on, everybody in “{room}” reads what you write: {people}.",
    alone: "From now on, only {member} reads what you write.",
    gone: "You are no longer in “{room}”. Only {member} reads what you write.",
    only_text: "This was not passed on to the others in “{room}”: only text can be. The members of the company can see that you sent something.",
    talk: "Talk in {room}",
    only: "Only {member}",
    leave: "Leave {room}",
};

const JAPANESE: Words = Words {
    invited: "{by}さんがあなたを「{room}」に追加しました。参加者: {people}。この部屋のメッセージはここに届きます。あなたが書いたメッセージは、下の「{room}で話す」を選ぶまで、{member}さんだけに届きます。",
    here: "これからあなたが書くメッセージは「{room}」の全員に届きます: {people}。",
    alone: "これからあなたが書くメッセージは{member}さんだけに届きます。",
    gone: "「{room}」から退出しました。あなたが書くメッセージは{member}さんだけに届きます。",
    only_text: "「{room}」のほかの参加者には届いていません。ほかの参加者に届くのはテキストだけです。会社のメンバーには、送信があったことが表示されます。",
    talk: "{room}で話す",
    only: "{member}とだけ話す",
    leave: "{room}から退出",
};

const KOREAN: Words = Words {
    invited: "{by}님이 회원님을 “{room}”에 추가했습니다. 참가자: {people}. 이 방의 메시지는 여기로 전달됩니다. 아래의 “{room}에서 대화”를 선택하기 전까지 회원님의 메시지는 {member}님만 읽습니다.",
    here: "이제부터 “{room}”의 모든 사람이 회원님의 메시지를 읽습니다: {people}.",
    alone: "이제부터 {member}님만 회원님의 메시지를 읽습니다.",
    gone: "“{room}”에서 나왔습니다. {member}님만 회원님의 메시지를 읽습니다.",
    only_text: "“{room}”의 다른 참가자에게는 전달되지 않았습니다. 텍스트만 전달됩니다. 회사의 멤버에게는 무언가를 보냈다는 것이 표시됩니다.",
    talk: "{room}에서 대화",
    only: "{member}님과만 대화",
    leave: "{room} 나가기",
};

const THAI: Words = Words {
    invited: "{by} เพิ่มคุณเข้า “{room}” ร่วมกับ {people} ข้อความในห้องนี้จะส่งมาที่นี่ สิ่งที่คุณเขียนจะส่งถึง {member} เท่านั้น จนกว่าคุณจะเลือก “คุยใน {room}” ด้านล่าง",
    here: "จากนี้ไป ทุกคนใน “{room}” จะอ่านสิ่งที่คุณเขียน: {people}",
    alone: "จากนี้ไป {member} เท่านั้นที่อ่านสิ่งที่คุณเขียน",
    gone: "คุณไม่ได้อยู่ใน “{room}” แล้ว {member} เท่านั้นที่อ่านสิ่งที่คุณเขียน",
    only_text: "ข้อความนี้ไม่ได้ส่งต่อถึงคนอื่นใน “{room}” เพราะส่งต่อได้เฉพาะข้อความตัวอักษร สมาชิกของบริษัทเห็นว่าคุณส่งบางอย่าง",
    talk: "คุยใน {room}",
    only: "คุยกับ {member} เท่านั้น",
    leave: "ออกจาก {room}",
};

const TRADITIONAL_CHINESE: Words = Words {
    invited: "{by}將您加入「{room}」，成員有：{people}。這個聊天室的訊息會傳到這裡。在您選擇下方的「在{room}聊天」之前，您寫的訊息只有{member}會看到。",
    here: "從現在起，「{room}」的所有人都會看到您寫的訊息：{people}。",
    alone: "從現在起，只有{member}會看到您寫的訊息。",
    gone: "您已不在「{room}」。只有{member}會看到您寫的訊息。",
    only_text: "這則訊息沒有轉給「{room}」的其他人，只能轉送文字。公司的成員會看到您傳了訊息。",
    talk: "在{room}聊天",
    only: "只和{member}聊天",
    leave: "離開{room}",
};

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ALL: [CardLanguage; 5] = [
        CardLanguage::English,
        CardLanguage::Japanese,
        CardLanguage::Korean,
        CardLanguage::Thai,
        CardLanguage::TraditionalChinese,
    ];

    fn party() -> Party<'static> {
        let room = RoomId::new(Uuid::from_u128(7));
        Party { room, name: "{member}", member: "林 葵", by: "森", people: "A, B" }
    }

    #[test]
    fn everything_is_said_in_every_language_and_no_place_is_left_open() {
        for language in ALL {
            for say in [Say::Invited, Say::Here, Say::Alone, Say::Gone, Say::OnlyText] {
                let text = say.words(language, Party { name: "現場", ..party() });
                assert!(!text.contains('{') && !text.contains('}'), "{text}");
            }
            let says: Vec<_> = buttons(language, party()).into_iter().map(|b| b.choice).collect();
            let room = party().room;
            assert_eq!(says, [Choice::Talk(room), Choice::Alone(room), Choice::Leave(room)]);
        }
    }

    #[test]
    fn who_is_told_that_they_talk_to_a_room_is_told_its_name_and_who_reads_them() {
        for language in ALL {
            let here = Say::Here.words(language, Party { name: "現場", ..party() });
            assert!(here.contains("現場") && here.contains("A, B"), "{here}");
            let alone = Say::Alone.words(language, party());
            assert!(alone.contains("林 葵"), "{alone}");
        }
    }

    #[test]
    fn a_room_that_is_named_like_a_place_keeps_its_name() {
        let here = Say::Gone.words(CardLanguage::English, party());
        assert_eq!(here, "You are no longer in “{member}”. Only 林 葵 reads what you write.");
    }
}
