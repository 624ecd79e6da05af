//! What stands in a `<textarea>` of a page that the server draws.

/// A text as `inner_html` of a `<textarea>`. Its children are not escaped for us, unlike those of every
/// other element: whatever is put there otherwise may end the field and begin a script. A parser drops
/// the first line end.
pub fn textarea_content(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("\n{text}")
}

#[cfg(test)]
mod tests {
    use super::textarea_content;

    #[test]
    fn a_text_neither_ends_its_field_nor_loses_a_line() {
        let content = textarea_content("\n</textarea><script>&amp;");
        assert_eq!(content, "\n\n&lt;/textarea&gt;&lt;script&gt;&amp;amp;");
    }
}
