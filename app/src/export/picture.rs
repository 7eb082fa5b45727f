//! A painted chart as a picture that stands alone: title, chart, and where the figures come from.

use super::Extract;

/// Pixels around the chart.
const MARGIN: f64 = 24.0;
const TITLE_LINE: f64 = 26.0;
const NOTE_LINE: f64 = 17.0;
/// About so many pixels does a letter take.
const TITLE_LETTER: f64 = 9.6;
const NOTE_LETTER: f64 = 6.4;

/// Size of a picture in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// What stands around a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Above the chart.
    pub title: String,
    /// Between title and chart: the finding.
    pub sentence: String,
    /// Below the chart, one line each: key of patterns, source, link.
    pub foot: Vec<String>,
}

/// Puts a painted SVG into its frame; the notes travel as metadata. `None` when the chart is no SVG with a size.
pub fn framed(chart: &str, frame: &Frame, extract: &Extract) -> Option<(String, Size)> {
    let opening = chart.get(..chart.find('>')?)?;
    let (width, height) = (attribute(opening, "width")?, attribute(opening, "height")?);
    let inner = chart.get(chart.find("<svg")?..)?;
    let title = wrapped(&frame.title, width / TITLE_LETTER);
    let sentence = wrapped(&frame.sentence, width / NOTE_LETTER);
    let foot: Vec<String> = frame.foot.iter().flat_map(|line| wrapped(line, width / NOTE_LETTER)).collect();
    let mut y = MARGIN;
    let mut parts = lines(&title, &mut y, r##"font-size="20" font-weight="700" fill="#1a1a1a""##, TITLE_LINE);
    parts.extend(lines(&sentence, &mut y, r##"font-size="13" fill="#454545""##, NOTE_LINE));
    let chart_y = y + 12.0;
    parts.push(inner.replacen("<svg", &format!(r#"<svg x="{MARGIN}" y="{chart_y}""#), 1));
    y = chart_y + height + 12.0;
    parts.extend(lines(&foot, &mut y, r##"font-size="12" fill="#454545""##, NOTE_LINE));
    let body = parts.concat();
    let size = Size { width: width + 2.0 * MARGIN, height: y + MARGIN };
    let Size { width, height } = size;
    let notes: Vec<String> = extract.notes.iter().map(|(head, text)| format!("{head}: {text}")).collect();
    let svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-family="'IBM Plex Sans', system-ui, sans-serif"><title>{}</title><desc>{}</desc><metadata>{}</metadata><rect width="100%" height="100%" fill="#ffffff"/>{body}</svg>"##,
        escaped(&frame.title),
        escaped(&frame.sentence),
        escaped(&notes.join("\n")),
    );
    Some((svg, size))
}

fn lines(lines: &[String], y: &mut f64, style: &str, step: f64) -> Vec<String> {
    let mut placed = Vec::with_capacity(lines.len());
    for line in lines {
        *y += step;
        placed.push(format!(r#"<text x="{MARGIN}" y="{y}" {style}>{}</text>"#, escaped(line)));
    }
    placed
}

fn attribute(opening: &str, name: &str) -> Option<f64> {
    let (_, after) = opening.split_once(&format!(" {name}=\""))?;
    after.split('"').next()?.trim_end_matches("px").parse().ok()
}

/// Breaks a text into lines of about so many letters.
fn wrapped(text: &str, letters: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let fits = |line: &String| count(line) + 1.0 + count(word) <= letters;
        match lines.last_mut().filter(|line| fits(line)) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn count(text: &str) -> f64 {
    f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn extract() -> Extract {
        Extract {
            stem: String::new(),
            language: Language::Danish,
            title: String::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            link: String::new(),
            citation: String::new(),
            notes: vec![("Udgivelse".to_owned(), "2026 & <1>".to_owned())],
        }
    }

    #[test]
    fn a_picture_carries_title_source_and_notes() {
        let chart = r#"<svg width="300" height="100" xmlns="x"><path d="M0,0"/></svg>"#;
        let frame = Frame {
            title: "Tryksår".to_owned(),
            sentence: "Flere end i 2023.".to_owned(),
            foot: vec!["Kilde: KPOS".to_owned()],
        };
        let (svg, size) = framed(chart, &frame, &extract()).unwrap();
        assert!(svg.contains("<title>Tryksår</title>") && svg.contains("Kilde: KPOS"));
        assert!(svg.contains("Udgivelse: 2026 &amp; &lt;1&gt;"));
        assert!(svg.contains(r#"<path d="M0,0"/>"#));
        assert!(size.width > 300.0 && size.height > 100.0);
    }

    #[test]
    fn what_is_no_picture_gives_none() {
        let frame = Frame { title: String::new(), sentence: String::new(), foot: Vec::new() };
        assert_eq!(framed("", &frame, &extract()), None);
        assert_eq!(framed("<svg>", &frame, &extract()), None);
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        assert_eq!(wrapped("en to tre fire", 7.0), ["en to", "tre", "fire"]);
    }
}
