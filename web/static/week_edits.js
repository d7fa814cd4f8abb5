// A seat opens beside the timetable, and an edit is carried out without leaving it. Without scripts, links and forms do.
(() => {
  "use strict";

  const panel = document.getElementById("panel");
  const spoken = document.getElementById("week-said");
  if (!panel || !spoken) return;
  let wanted = null; // the seats that may have the focus after an edit, the best first
  let busy = false;

  const week = () => document.getElementById("week");
  const seatOf = ([session, role, person]) => {
    const links = document.querySelectorAll(`[data-session="${CSS.escape(session)}"] a.seat`);
    return [...links].find((link) => link.dataset.role === role && (link.dataset.person || "") === person);
  };

  // --- a seat --------------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-board] a.seat");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || !window.htmx || event.defaultPrevented) return;
    event.preventDefault();
    htmx.ajax("GET", link.href, { source: link, target: "#panel", swap: "innerHTML" });
  });

  // --- an edit -------------------------------------------------------------------------------------------------
  const places = (sent) => {
    const here = [sent.get("session") || "", sent.get("role") || ""];
    const [session, role, person] = (sent.get("to") || sent.get("with") || "").split("|");
    const who = sent.get("person") || "";
    return {
      move: [[session, role, who]], swap: [[session, role, who]], fill: [[...here, who]], pin: [[...here, who]],
      unpin: [[...here, who]], empty: [[...here, ""]], ban: [[...here, ""]], lift_ban: [[...here, ""]],
    }[sent.get("do")] || [];
  };
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-edit]");
    if (!form || !window.htmx) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    const sent = new FormData(form, event.submitter);
    wanted = places(sent);
    week().setAttribute("aria-busy", "true");
    htmx.ajax("POST", form.action, {
      source: form, values: sent, target: "#week", swap: "outerHTML", select: "#week",
    }).finally(() => {
      busy = false;
      if (week()) week().removeAttribute("aria-busy");
    });
  });

  // A refusal is a notice, not a week: it goes where the seat stood, with a way to put it away.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "week" || event.detail.xhr.status < 400) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const close = document.createElement("button");
    Object.assign(close, { className: "second", textContent: panel.dataset.close });
    close.dataset.closePanel = "";
    panel.innerHTML = event.detail.xhr.responseText;
    panel.append(close);
    close.focus();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "week") return;
    panel.replaceChildren();
    spoken.textContent = [...week().querySelectorAll("[data-said]")].map((one) => one.textContent).join(" ");
    if (!wanted) return;
    const link = wanted.map(seatOf).find(Boolean)
      || week().querySelector("form.undo button") || document.getElementById("week-title");
    wanted = null;
    link.focus({ preventScroll: true });
    const { top, bottom } = link.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) link.scrollIntoView({ block: "center" });
  });
})();
