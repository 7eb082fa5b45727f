//! Modal dialogs; the browser keeps the focus inside and closes on Escape.

use web_sys::HtmlDialogElement;

/// Opens the dialog above the page; does nothing when it is open already.
pub fn open(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        // Fails only for an element that has left the page, and then there is nothing to open.
        drop(dialog.show_modal());
    }
}

/// Closes the dialog; the focus returns to where it was.
pub fn close(dialog: &HtmlDialogElement) {
    dialog.close();
}
