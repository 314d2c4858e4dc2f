/* What the pages can do a little better with script. Everything works without it. */
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Ticks stay in this browser: no one else needs to know how far a municipality has come. */
  const storage = (() => {
    try {
      window.localStorage.getItem("");
      return window.localStorage;
    } catch {
      return null; // shut off by the reader: ticks then last as long as the page
    }
  })();

  const keepTicks = (list) => {
    const key = `kryss:${location.pathname}:${list.dataset.checklist}`;
    const boxes = all("input[type=checkbox]", list);
    const save = () => {
      const ticked = boxes.filter((box) => box.checked).map((box) => box.labels[0].textContent.trim());
      try {
        if (ticked.length) storage.setItem(key, JSON.stringify(ticked));
        else storage.removeItem(key);
      } catch {
        /* full: the tick is still on the page */
      }
    };
    let ticked = [];
    try {
      ticked = JSON.parse(storage.getItem(key)) ?? [];
    } catch {
      ticked = []; // written by something else
    }
    boxes.forEach((box) => {
      box.checked = ticked.includes(box.labels[0].textContent.trim());
    });
    list.addEventListener("change", save);
    all("[data-clear]", list).forEach((button) =>
      button.addEventListener("click", () => {
        boxes.forEach((box) => {
          box.checked = false;
        });
        save();
        boxes[0]?.focus();
      }),
    );
  };
  if (storage) all("[data-checklist]").forEach(keepTicks);

  all("[data-script]").forEach((part) => {
    part.hidden = !storage;
  });
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  /* On paper nothing can be opened. */
  const opened = new Set();
  window.addEventListener("beforeprint", () => {
    all("main details:not([open])").forEach((part) => {
      part.open = true;
      opened.add(part);
    });
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((part) => {
      part.open = false;
    });
    opened.clear();
  });

  /* A link into something folded opens it. */
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target?.closest?.("details"); part; part = part.parentElement.closest("details")) part.open = true;
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  /* The contents list marks the last heading that has passed the top third of the window. */
  const links = all(".contents a[href^='#']");
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let marked = null;
  const markPlace = () => {
    const line = window.innerHeight / 3;
    let place = headings.findLastIndex((heading) => heading && heading.getBoundingClientRect().top < line);
    const end = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    if (end && window.scrollY > 0) place = headings.length - 1;
    const link = links[Math.max(place, 0)];
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    marked = link;
  };
  if (links.length) {
    let waiting = false;
    const later = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        markPlace();
      });
    };
    window.addEventListener("scroll", later, { passive: true });
    window.addEventListener("resize", later, { passive: true });
    markPlace();
  }

  /* Where there is one column, what narrows a list would stand before it for a whole screen or three. */
  const wide = window.matchMedia("(width >= 62rem)");
  const foldWhenNarrow = () => all("details[data-when-wide]").forEach((part) => (part.open = wide.matches));
  wide.addEventListener("change", foldWhenNarrow);
  foldWhenNarrow();

  /* What went wrong is read first. */
  document.querySelector("[data-focus]")?.focus();
})();
