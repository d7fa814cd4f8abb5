// What pages do beyond plain links and forms. Everything here is an addition: without it, pages still read and save.
(() => {
  "use strict";

  // A seat opens beside the timetable; focus moves to it, and back to the seat when it closes.
  let opener = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target && event.detail.target.id === "panel") opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "panel") return;
    const heading = event.target.querySelector("h2");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  });
  const closePanel = () => {
    const panel = document.getElementById("panel");
    if (!panel || !panel.firstElementChild) return;
    panel.replaceChildren();
    if (opener && opener.isConnected) opener.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closePanel();
  });
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-close-panel]");
    if (target && document.getElementById("panel")) {
      event.preventDefault();
      closePanel();
    }
  });

  // The strip of weeks: the week that is looked at in sight, and one stop of the keyboard instead of two dozen.
  const walkWeeks = () => {
    const strip = document.querySelector(".weeks ol");
    if (!strip || strip.dataset.walked) return;
    strip.dataset.walked = "yes";
    strip.closest("nav").setAttribute("aria-description", strip.closest("nav").dataset.keys);
    const weeks = [...strip.querySelectorAll("a")];
    const here = strip.querySelector("[aria-current]") || weeks[0];
    const seen = here.getBoundingClientRect(), frame = strip.getBoundingClientRect();
    strip.scrollLeft += seen.left + seen.width / 2 - frame.left - frame.width / 2;
    for (const week of weeks) week.tabIndex = week === here ? 0 : -1;
    const ahead = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    strip.addEventListener("keydown", (event) => {
      const now = weeks.indexOf(document.activeElement);
      const steps = { ArrowRight: ahead === "ArrowRight" ? 1 : -1, ArrowLeft: ahead === "ArrowLeft" ? 1 : -1, Home: -now, End: weeks.length - 1 - now };
      if (now < 0 || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const next = weeks[Math.min(weeks.length - 1, Math.max(0, now + steps[event.key]))];
      for (const week of weeks) week.tabIndex = week === next ? 0 : -1;
      next.focus();
    });
  };
  walkWeeks();
  document.addEventListener("htmx:afterSettle", walkWeeks);

  // Error answers are pages or notices too: show them where the answer was expected.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400 && event.detail.xhr.status !== 401) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // Without a connection an answer never comes: say so, instead of doing nothing.
  const offline = document.getElementById("offline");
  const tell = (gone) => {
    offline.hidden = !gone;
  };
  document.addEventListener("htmx:sendError", () => tell(true));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) tell(false);
  });
  window.addEventListener("offline", () => tell(true));
  window.addEventListener("online", () => tell(false));

  // Live progress comes as a stream; where that fails, the page asks every two seconds instead.
  const live = document.querySelector("[data-progress]");
  if (live) {
    let asking = null;
    const ask = () => {
      if (asking === null) asking = setInterval(() => htmx.trigger(live, "ask"), 2000);
    };
    const stop = () => {
      clearInterval(asking);
      live.removeAttribute("data-progress");
    };
    if (!window.EventSource) ask();
    document.addEventListener("htmx:sseError", ask);
    document.addEventListener("htmx:sseClose", stop);
    document.addEventListener("htmx:afterSwap", () => {
      if (live.querySelector("[data-ended]")) stop();
    });
  }

  // Copy an address; the button says that it did.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.done;
  });

  // Filters answer at once; without script the button next to them does.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form) form.requestSubmit();
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
