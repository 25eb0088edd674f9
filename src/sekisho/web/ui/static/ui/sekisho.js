/* What a page does more quickly with a script than without one. Every page works without it. */
"use strict";
(() => {
  const KEPT = "sekisho-kept";
  const TYPES_KEPT = new Set(["text", "textarea", "search", "number", "date", "datetime-local", "time", "select-one"]);
  const away = () => document.getElementById("away");

  /* ── focus: after an answer has come into the page, on its heading or on what was refused ── */
  const FIRST = "[data-focus], .refused h1, [role='alert'] h1, [role='alert'] h2, h1";
  function focusOn(element) {
    if (!element.matches("a, button, input, select, textarea, [tabindex]")) element.setAttribute("tabindex", "-1");
    element.focus();
  }
  document.addEventListener("htmx:afterSettle", (event) => {
    const { target, requestConfig } = event.detail;
    if (requestConfig && requestConfig.elt.matches("[data-poll]")) return; // nobody asked for it: the focus stays
    const field = document.querySelector("[data-scan]");
    const first = target.isConnected ? target : document.getElementById("main");
    const heading = first.matches(FIRST) ? first : first.querySelector(FIRST);
    if (field) field.focus();
    else if (heading) focusOn(heading);
  });

  /* ── poll: hx-trigger="every …" asks; not where nobody looks, and not where somebody writes ── */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.matches("[data-poll]")) event.detail.headers["Sekisho-Poll"] = "1";
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const element = event.detail.elt;
    if (!element.matches("[data-poll]")) return;
    const writing = element.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
    if (document.hidden || writing) event.preventDefault();
  });

  /* ── a lost connection: what was typed stays, in this tab alone, until the next page comes ── */
  function lost(isLost) {
    if (away()) away().hidden = !isLost;
  }
  function kept(form) {
    return [...form.elements].filter(
      (field) => field.name && TYPES_KEPT.has(field.type) && !field.closest("[data-private]"),
    );
  }
  function keep(form) {
    const values = kept(form).map((field) => [field.name, field.value]);
    if (values.length) sessionStorage.setItem(KEPT, JSON.stringify({ page: location.pathname, form: form.id || form.action, values }));
  }
  function giveBack() {
    if (document.querySelector("[data-unavailable]")) return; // not an answer: what was typed is for the page before it
    const text = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    const [came] = performance.getEntriesByType("navigation");
    // Come in any other way, the page is the answer, and nothing was lost.
    if (!text || !came || came.type === "navigate") return;
    const { page, form: name, values } = JSON.parse(text);
    const form = page === location.pathname && [...document.forms].find((one) => (one.id || one.action) === name);
    if (!form) return;
    for (const [key, value] of values) {
      const field = kept(form).find((one) => one.name === key);
      if (field && !field.value) field.value = value;
    }
  }
  // The browser itself must not give it back either.
  for (const field of document.querySelectorAll("[data-private], [data-private] input, [data-private] textarea")) {
    field.setAttribute("autocomplete", field.getAttribute("autocomplete") || "off");
  }
  /* ── a double click: what is sent again within a second was sent once ── */
  const sent = new WeakMap();
  document.addEventListener(
    "submit",
    (event) => {
      if (performance.now() - (sent.get(event.target) ?? -Infinity) < 1000) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (navigator.onLine) sent.set(form, performance.now());
    if (form.method !== "post" || form.matches("[hx-post], [data-private]")) return;
    if (navigator.onLine) {
      keep(form);
      return;
    }
    event.preventDefault();
    lost(true);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => lost(true));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && lost(false));
  addEventListener("offline", () => lost(true));
  addEventListener("online", () => lost(false));

  /* ── scanner: a keyboard that types digits and Enter, wherever the focus is ── */
  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("[data-scan]");
    if (!field) return;
    if (event.key === "Enter" && event.isComposing) {
      event.preventDefault();
    } else if (event.key === "Escape" && document.activeElement === field) {
      field.value = "";
    } else if (/^[0-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      if (!document.activeElement.matches("input, select, textarea")) field.focus();
    }
  });

  /* ── how many are chosen: said only where it follows each tick ── */
  function tell() {
    for (const line of document.querySelectorAll("[data-chosen]")) {
      const there = line.closest("form").querySelectorAll("[name=chosen]");
      const count = [...there].filter((one) => one.checked || one.type === "hidden").length;
      const words = line.dataset.chosen.replace("{count}", count);
      line.hidden = false;
      if (line.textContent !== words) line.textContent = words;
    }
  }
  document.addEventListener("change", tell);

  /* ── OK and NG are heard: one high tone, three low ones; where the browser lets a page sound ── */
  const TONES = { ok: [[1320, 0]], ng: [[220, 0], [220, 0.25], [220, 0.5]] };
  function sound() {
    const verdict = document.querySelector(".verdict.ok, .verdict.ng");
    if (!verdict || !window.AudioContext) return;
    const audio = new AudioContext();
    if (audio.state !== "running") {
      audio.close(); // not later, when it would mean another pair
      return;
    }
    for (const [pitch, after] of TONES[verdict.matches(".ng") ? "ng" : "ok"]) {
      const tone = audio.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(audio.destination);
      tone.start(audio.currentTime + after);
      tone.stop(audio.currentTime + after + 0.15);
    }
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
  addEventListener("pageshow", () => {
    giveBack();
    tell();
    sound();
    document.querySelector("[data-scan]")?.focus();
  });
})();
