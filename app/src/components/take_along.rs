//! Files, pictures, link and citation of what the open tab shows.

use std::sync::Arc;

use crate::reactive::{Derived, part_when};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    browser::download,
    charts::Snapshot,
    export::{Extract, Format, picture},
    i18n::{Language, Saying},
    state::Tab,
    view_model::{Page, extract::extract},
};

/// The formats of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PictureFormat {
    Png,
    Svg,
}

/// One button for each way to take a figure along; a status line says how it went.
#[component]
pub(crate) fn TakeAlong(
    /// The page.
    page: Derived<Arc<Page>>,
    /// The open tab.
    open: Derived<Tab>,
    /// The picture of the open tab.
    snapshot: Snapshot,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let outcome = RwSignal::new(String::new());
    let made = move || page.with_untracked(|page| extract(&page.source.0, language, &download::page_address()));
    let said =
        move |done: Option<String>| outcome.set(done.unwrap_or_else(|| Saying::NotSaved.say(language).to_owned()));
    let take = move |format: Format| {
        let done = made().and_then(|extract| {
            let name = format!("{}.{}", extract.stem, format.ending());
            download::save(&name, format.media_type(), &format.write(&extract)?)?;
            Some(format!("{} {name}", Saying::Saved.say(language)))
        });
        said(done);
    };
    let draw = move |format: PictureFormat| {
        let chart = snapshot.svg();
        let frame = page.with_untracked(|page| frame(page, open.get_untracked(), language));
        spawn_local(async move { said(save_picture(made(), chart, frame, format, language).await) });
    };
    let copy = move |what: fn(&Extract) -> String| {
        let text = made().as_ref().map(what);
        spawn_local(async move {
            let copied = match text {
                Some(text) => download::copy(&text).await,
                None => None,
            };
            said(copied.map(|()| Saying::Copied.say(language).to_owned()));
        });
    };
    let file = move |(format, name): (Format, Saying)| {
        view! { <button type="button" on:click=move |_| take(format)>{name.say(language)}</button> }
    };
    let drawn = move |(format, name): (PictureFormat, Saying)| {
        view! {
            {part_when(move || snapshot.is_there(), move || view! {
                <button type="button" on:click=move |_| draw(format)>{name.say(language)}</button>
            })}
        }
    };
    view! {
        <details class="about-details take">
            <summary>{Saying::TakeAlong.say(language)}</summary>
            <div class="take-buttons">
                {[(Format::Csv, Saying::AsCsv), (Format::Xlsx, Saying::AsXlsx)].map(file)}
                {[(PictureFormat::Png, Saying::AsPng), (PictureFormat::Svg, Saying::AsSvg)].map(drawn)}
                {[(Format::Arrow, Saying::AsArrow)].map(file)}
                <button type="button" on:click=move |_| copy(link_of)>{Saying::CopyLink.say(language)}</button>
                <button type="button" on:click=move |_| copy(citation_of)>{Saying::CopyCitation.say(language)}</button>
            </div>
            <p class="take-note">{Saying::FilesHold.say(language)}</p>
        </details>
        <p class="take-status" role="status">{outcome}</p>
    }
}

fn link_of(extract: &Extract) -> String {
    extract.link.clone()
}

fn citation_of(extract: &Extract) -> String {
    extract.citation.clone()
}

/// What stands around the picture.
fn frame(page: &Page, tab: Tab, language: Language) -> picture::Frame {
    let fictive = page.source.0.manifest.fictive.as_ref().map(|fictive| language.of(fictive).to_owned());
    picture::Frame {
        title: page.heading.title.clone(),
        lines: vec![page.heading.line.clone(), page.sentence_of(tab).to_owned()],
        key: page.key_of(tab),
        foot: fictive.into_iter().chain([page.about.line.clone()]).collect(),
    }
}

async fn save_picture(
    extract: Option<Extract>,
    chart: Option<String>,
    frame: picture::Frame,
    format: PictureFormat,
    language: Language,
) -> Option<String> {
    let extract = extract?;
    let (svg, size) = picture::framed(&chart?, &frame, &extract)?;
    let name = match format {
        PictureFormat::Png => format!("{}.png", extract.stem),
        PictureFormat::Svg => format!("{}.svg", extract.stem),
    };
    match format {
        PictureFormat::Png => download::save_png(&name, &svg, size).await?,
        PictureFormat::Svg => download::save(&name, "image/svg+xml;charset=utf-8", svg.as_bytes())?,
    }
    Some(format!("{} {name}", Saying::Saved.say(language)))
}
