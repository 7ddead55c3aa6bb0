/* Keeps an open page of the preview up to date with what the editor saves. */
(() => {
  const bar = document.createElement("div");
  bar.setAttribute("role", "status");
  bar.style.cssText =
    "position:fixed;left:0;right:0;bottom:0;max-height:40vh;overflow:auto;margin:0;padding:.5rem 1rem;z-index:9;" +
    "font:.9rem/1.4 system-ui,sans-serif;background:#1b1f24;color:#fff;white-space:pre-wrap";
  bar.hidden = true;
  document.body.append(bar);
  const say = (text, links = []) => {
    bar.textContent = text;
    links.forEach(({ title, path }, place) => {
      const link = document.createElement("a");
      link.href = path;
      link.textContent = title;
      link.style.color = "#9cc8f0";
      bar.append(place ? ", " : " ", link);
    });
    bar.hidden = !text;
  };
  const changed = (briefs) =>
    say(briefs.length ? `The last save changed ${briefs.length} brief${briefs.length > 1 ? "s" : ""}:` : "The last save changed no brief's content.", briefs);
  const events = new EventSource("/preview/events?page=" + encodeURIComponent(location.pathname));
  events.onmessage = ({ data }) => {
    const told = JSON.parse(data);
    if (told.reload) location.reload();
    else if (told.error) say(told.error + "\n(The page shows the state before.)");
    else if (told.changed) changed(told.changed);
    else say("");
  };
  events.onerror = () => say("The preview has ended; start it again with: pactbook serve");
})();
