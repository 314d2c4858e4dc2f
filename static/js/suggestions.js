/* Suggestions below the portal's search box: a combobox with a list of its own (WAI-ARIA, list autocomplete with
   manual selection). The box works without it, and as before when an answer fails to come. All words that are
   shown come from the server: from the answer, and from data attributes on the form. */
(() => {
  "use strict";

  const PAUSE_MS = 150;
  const SHORTEST = 2;
  const GROUPS = { page: "pages", theme: "themes", word: "words" };

  const element = (name, attributes = {}, text = "") => {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
    made.textContent = text;
    return made;
  };

  /* Not from the page behind: what is opened from a suggestion is not a hit of the search that stands there. */
  const follow = (address) => {
    const link = element("a", { href: address, referrerpolicy: "no-referrer" });
    document.body.append(link);
    link.click();
    link.remove();
  };

  const suggest = (form) => {
    const field = form.querySelector("input[type=search]");
    const status = form.querySelector("[data-suggestions-status]");
    const words = form.dataset;
    const list = element("div", {
      id: `${field.id}-suggestions`,
      class: "suggestions",
      role: "listbox",
      "aria-label": words.label,
      "data-color-scheme": "auto",
    });
    list.hidden = true;
    form.append(list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");

    let options = [];
    let marked = -1;
    let shownFor = null; // the text that the list answers
    let pause = 0;
    let request = null;

    const isOpen = () => !list.hidden;

    const mark = (place) => {
      options[marked]?.setAttribute("aria-selected", "false");
      marked = place;
      const option = options[marked];
      if (!option) {
        field.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };

    const close = () => {
      mark(-1);
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      status.textContent = "";
    };

    const open = () => {
      if (!options.length || isOpen()) return;
      list.hidden = false;
      list.scrollTop = 0;
      field.setAttribute("aria-expanded", "true");
      status.textContent = options.length === 1 ? words.one : words.many.replace("{number}", options.length);
    };

    const forget = () => {
      clearTimeout(pause);
      request?.abort();
      request = null;
    };

    const optionOf = (suggestion, place) => {
      const option = element("div", {
        id: `${list.id}-${place}`,
        class: "suggestion",
        role: "option",
        "aria-selected": "false",
        "data-address": suggestion.url,
      });
      option.append(element("span", suggestion.lang ? { lang: suggestion.lang } : {}, suggestion.title));
      if (suggestion.type === "page") option.append(" ", element("span", { class: "kind-of-page" }, suggestion.kind));
      return option;
    };

    const fill = (suggestions) => {
      close();
      list.replaceChildren();
      options = [];
      Object.entries(GROUPS).forEach(([type, label]) => {
        const members = suggestions.filter((suggestion) => suggestion.type === type);
        if (!members.length) return;
        const heading = element("div", { id: `${list.id}-${label}`, class: "label", role: "presentation" }, words[label]);
        const group = element("div", { role: "group", "aria-labelledby": heading.id });
        group.append(heading);
        members.forEach((suggestion) => {
          const option = optionOf(suggestion, options.length);
          options.push(option);
          group.append(option);
        });
        list.append(group);
      });
    };

    const ask = async (text) => {
      forget();
      const mine = new AbortController();
      request = mine;
      let suggestions = [];
      try {
        const answer = await fetch(`${words.suggestions}?${new URLSearchParams({ q: text })}`, {
          signal: mine.signal,
          headers: { Accept: "application/json" },
        });
        if (answer.ok) ({ suggestions } = await answer.json());
      } catch {
        suggestions = []; // stopped, or the net is away: the box is then an ordinary one
      }
      if (request !== mine) return;
      request = null;
      shownFor = text;
      fill(suggestions ?? []);
      if (document.activeElement === field) open();
    };

    const typed = () => {
      mark(-1);
      const text = field.value.trim();
      forget();
      if (text.length < SHORTEST) {
        shownFor = null;
        fill([]);
      } else if (text === shownFor) {
        open();
      } else {
        pause = setTimeout(ask, PAUSE_MS, text);
      }
    };

    const step = (by) => {
      if (!isOpen()) {
        if (field.value.trim() !== shownFor) return;
        open();
      }
      if (!options.length) return;
      // From the field (-1) up to the last one, and from the last one down to the field again.
      const places = options.length + 1;
      mark(((marked + 1 + by + places) % places) - 1);
    };

    const KEYS = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Enter: () => {
        if (marked < 0) return false;
        const { address } = options[marked].dataset;
        close();
        follow(address);
        return true;
      },
      Escape: () => {
        forget();
        if (isOpen()) {
          close();
          return true;
        }
        if (!field.value) return false;
        field.value = "";
        typed();
        return true;
      },
      Tab: () => {
        forget();
        close();
        return false;
      },
      // In the field itself: the mark is left, and the cursor moves as it always does.
      Home: () => mark(-1),
      End: () => mark(-1),
      ArrowLeft: () => mark(-1),
      ArrowRight: () => mark(-1),
    };
    const MOVE_IN_FIELD = new Set(["Home", "End", "ArrowLeft", "ArrowRight"]);

    field.addEventListener("input", typed);
    field.addEventListener("keydown", (event) => {
      const act = KEYS[event.key];
      if (!act || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const done = act();
      if (done !== false && !MOVE_IN_FIELD.has(event.key)) event.preventDefault();
    });
    field.addEventListener("blur", () => {
      forget();
      close();
    });
    form.addEventListener("submit", () => {
      forget();
      close();
    });
    /* A press on the list must not take focus from the field, or the list would be gone before the click. */
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      close();
      follow(option.dataset.address);
    });
  };

  document.querySelectorAll("form[data-suggestions]").forEach(suggest);
})();
