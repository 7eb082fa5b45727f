// What must never happen while somebody reads: collected as plain sentences.

/** Starts to watch a page; returns the growing list of offences. */
export async function watch(page, address) {
  const offences = [];
  const home = new URL(address).origin;
  page.on("pageerror", (error) => offences.push(`uncaught error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") offences.push(`console error: ${message.text()} (${message.location().url})`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${home}/`) && !url.startsWith("blob:")) offences.push(`foreign request: ${url}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "unknown";
    // A navigation that overtakes a download is the reader's right.
    if (reason !== "net::ERR_ABORTED") offences.push(`failed request: ${request.url()} (${reason})`);
  });
  await page.exposeFunction("naerblikReportViolation", (text) => offences.push(`policy violation: ${text}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      const from = `${event.sourceFile ?? ""}:${event.lineNumber}`;
      globalThis.naerblikReportViolation(`${event.effectiveDirective} blocked ${event.blockedURI} (${from})`);
    });
  });
  return offences;
}
