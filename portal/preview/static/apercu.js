"use strict";
// Reloads a page of the preview when the site changed, and lists what is wrong in it, each problem at its line.
(() => {
  const here = document.currentScript.src;
  const key = "apercu-ferme";
  let version = -1;

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = here.replace(".js", ".css");
  document.head.append(style);

  const panel = document.createElement("details");
  panel.className = "apercu";
  const title = document.createElement("summary");
  const list = document.createElement("ol");
  panel.append(title, list);
  const aside = document.createElement("aside");
  aside.append(panel);
  let closed = sessionStorage.getItem(key) === "1";
  panel.addEventListener("toggle", () => {
    closed = !panel.open;
    sessionStorage.setItem(key, closed ? "1" : "0");
  });

  const show = (news) => {
    const grave = news.problems.filter((p) => p.severity === "error");
    const told = grave.length ? grave : news.problems.filter((p) => p.severity === "warning");
    title.textContent = `${news.words.title} · ${told.length || news.words.none}`;
    list.replaceChildren(...told.slice(0, 50).map((p) => {
      const item = document.createElement("li");
      const place = document.createElement("code");
      place.textContent = `${p.file}:${p.line}:${p.column}`;
      item.append(place, ` ${p.message}${p.hint ? `, ${p.hint}` : ""}`);
      return item;
    }));
    panel.classList.toggle("apercu--faux", grave.length > 0);
    panel.open = grave.length > 0 && !closed;
    aside.lang = news.lang;
    aside.setAttribute("aria-label", news.words.title);
    if (!aside.isConnected) document.body.append(aside);
  };

  const news = new EventSource(new URL("nouvelles", here));
  news.addEventListener("message", (event) => {
    const told = JSON.parse(event.data);
    if (version >= 0 && told.version !== version) {
      news.close();
      location.reload();
      return;
    }
    version = told.version;
    show(told);
  });
})();
