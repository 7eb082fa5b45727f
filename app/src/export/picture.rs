//! A painted chart as a picture that stands alone: title, chart, and where the figures come from.

use super::Extract;
use crate::charts::{KeyEntry, Swatch};

/// Pixels around the chart.
const MARGIN: f64 = 24.0;
const TITLE_LINE: f64 = 26.0;
const NOTE_LINE: f64 = 17.0;
/// About so many pixels does a letter take.
const TITLE_LETTER: f64 = 12.6;
const NOTE_LETTER: f64 = 7.6;
const KEY_LINE: f64 = 24.0;
/// The hatching of what is withheld, as in the charts.
const HATCHING: &str = r##"<defs><pattern id="withheld" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1,1L1,-1M0,6L6,0M5,7L7,5" stroke="#757575" stroke-width="1.3" fill="none"/></pattern></defs>"##;

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
    /// Between title and chart: who is counted, and the finding.
    pub lines: Vec<String>,
    /// Below the chart: what colours and patterns mean.
    pub key: Vec<KeyEntry>,
    /// Below the key, one line each: source, link.
    pub foot: Vec<String>,
}

/// Puts a painted SVG into its frame; the notes travel as metadata. `None` when the chart is no SVG with a size.
pub fn framed(chart: &str, frame: &Frame, extract: &Extract) -> Option<(String, Size)> {
    let opening = chart.get(..chart.find('>')?)?;
    let (width, height) = (attribute(opening, "width")?, attribute(opening, "height")?);
    let inner = chart.get(chart.find("<svg")?..)?;
    let title = wrapped(&frame.title, width / TITLE_LETTER);
    let wrap_all =
        |lines: &[String]| lines.iter().flat_map(|line| wrapped(line, width / NOTE_LETTER)).collect::<Vec<_>>();
    let said = wrap_all(&frame.lines);
    let foot = wrap_all(&frame.foot);
    let mut y = MARGIN;
    let mut parts = lines(&title, &mut y, r##"font-size="20" font-weight="700" fill="#1a1a1a""##, TITLE_LINE);
    parts.extend(lines(&said, &mut y, r##"font-size="13" fill="#454545""##, NOTE_LINE));
    let chart_y = y + 12.0;
    parts.push(inner.replacen("<svg", &format!(r#"<svg x="{MARGIN}" y="{chart_y}""#), 1));
    y = chart_y + height + 4.0;
    parts.extend(key(&frame.key, &mut y, width));
    y += 8.0;
    parts.extend(lines(&foot, &mut y, r##"font-size="12" fill="#454545""##, NOTE_LINE));
    let body = parts.concat();
    let size = Size { width: width + 2.0 * MARGIN, height: y + MARGIN };
    let Size { width, height } = size;
    let notes: Vec<String> = extract.notes.iter().map(|(head, text)| format!("{head}: {text}")).collect();
    let svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-family="'IBM Plex Sans', system-ui, sans-serif"><title>{}</title><desc>{}</desc><metadata>{}</metadata><rect width="100%" height="100%" fill="#ffffff"/>{body}</svg>"##,
        escaped(&frame.title),
        escaped(&frame.lines.join(" ")),
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

/// Entries beside each other, as many as a line holds.
fn key(entries: &[KeyEntry], y: &mut f64, width: f64) -> Vec<String> {
    let mut parts = if entries.is_empty() { Vec::new() } else { vec![HATCHING.to_owned()] };
    let mut x = width;
    for entry in entries {
        let wide = 44.0 + count(&entry.text) * NOTE_LETTER;
        if x + wide > width {
            (x, *y) = (0.0, *y + KEY_LINE);
        }
        let (left, top) = (MARGIN + x, *y - 12.0);
        let look = match entry.swatch {
            Swatch::Fill(color) => format!(r##"width="22" height="14" fill="{color}" stroke="#757575""##),
            Swatch::Hatched => r##"width="22" height="14" fill="url(#withheld)" stroke="#757575""##.to_owned(),
            Swatch::Dashed => {
                r##"width="22" height="14" fill="#ffffff" stroke="#757575" stroke-dasharray="3 2""##.to_owned()
            }
            Swatch::Line => r##"width="3" height="14" fill="#1a1a1a""##.to_owned(),
        };
        let (text_x, text) = (left + 28.0, escaped(&entry.text));
        parts.push(format!(
            r##"<rect x="{left}" y="{top}" {look}/><text x="{text_x}" y="{y}" font-size="13" fill="#1a1a1a">{text}</text>"##
        ));
        x += wide;
    }
    parts
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
            lines: vec!["Flere end i 2023.".to_owned()],
            key: vec![
                KeyEntry { swatch: Swatch::Fill("#b3cae8"), text: "1–2".to_owned() },
                KeyEntry { swatch: Swatch::Hatched, text: "skjult & gemt".to_owned() },
            ],
            foot: vec!["Kilde: KPOS".to_owned()],
        };
        let (svg, size) = framed(chart, &frame, &extract()).unwrap();
        assert!(svg.contains("<title>Tryksår</title>") && svg.contains("Kilde: KPOS"));
        assert!(svg.contains("Udgivelse: 2026 &amp; &lt;1&gt;"));
        assert!(svg.contains(r#"<path d="M0,0"/>"#));
        assert!(
            svg.contains("fill=\"#b3cae8\"") && svg.contains("url(#withheld)") && svg.contains("skjult &amp; gemt")
        );
        assert!(size.width > 300.0 && size.height > 100.0);
    }

    #[test]
    fn what_is_no_picture_gives_none() {
        let frame = Frame { title: String::new(), lines: Vec::new(), key: Vec::new(), foot: Vec::new() };
        assert_eq!(framed("", &frame, &extract()), None);
        assert_eq!(framed("<svg>", &frame, &extract()), None);
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        assert_eq!(wrapped("en to tre fire", 7.0), ["en to", "tre", "fire"]);
    }
}
