// What the script adds to pages that work without it. Each part looks for its own attributes, and
// is silent when it finds none. No text is written here: words come from the page.

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const visible = (element) => element.getClientRects().length > 0;

/* Announcing and focus (K4) */

function announce(text) {
  const region = one("#announce");
  region.textContent = "";
  // A region must be seen empty first: the same sentence twice would be read once.
  setTimeout(() => { region.textContent = text; }, 80);
}

function focusOn(element) {
  if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) {
    element.tabIndex = -1;
  }
  element.focus();
}

function within(elements, selector) {
  for (const element of elements) {
    const found = element.matches(selector) ? element : one(selector, element);
    if (found) return found;
  }
  return null;
}

document.addEventListener("htmx:after:settle", (event) => {
  const added = event.detail.newContent.filter((node) => node instanceof Element && node.isConnected);
  const wanted = within(added, "[data-focus]");
  const lost = document.activeElement === document.body;
  if (wanted) focusOn(wanted);
  else if (lost && added.length) focusOn(added[0]);
  const said = within(added, "[data-announce]");
  if (said) announce(said.dataset.announce || said.textContent.trim());
  added.forEach(enhance);
});

/* Answers that never came, and accidents of a server in front of ours */

function unanswered() {
  const notice = one("#notice");
  notice.replaceChildren(one("#note-unanswered").content.cloneNode(true));
}

document.addEventListener("htmx:error", unanswered);
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.response?.status >= 500 && !ctx.hx?.retarget) {
    event.preventDefault();
    unanswered();
  }
});
// Kept per request: an answer may have been sent elsewhere than to the region that waited for it.
const waiting = new WeakMap();
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  one("#notice").replaceChildren();
  if (!(ctx.target instanceof Element)) return;
  waiting.set(ctx, ctx.target);
  ctx.target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:finally:request", (event) => {
  waiting.get(event.detail.ctx)?.removeAttribute("aria-busy");
});

/* Rows of a form: what the server does on submit, done here at once */

function number(list) {
  all("[data-row]", list).forEach((row, index) => {
    const n = index + 1;
    const sign = one(".row-n", row);
    if (sign) sign.textContent = n;
    all("[data-label]", row).forEach((element) => {
      element.setAttribute("aria-label", element.dataset.label.replace("{n}", n));
      if (element.matches("input")) element.id = `${element.name}-${n}`;
      else element.value = index;
    });
  });
}

function emptied(row) {
  const input = one("input", row);
  input.value = "";
  input.removeAttribute("value");
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
  one(".err", row)?.remove();
  return row;
}

function addRow(group) {
  const list = one("[data-rows-list]", group);
  const rows = all("[data-row]", list);
  if (!rows.length || rows.length >= Number(group.dataset.limit)) return false;
  const row = emptied(rows[rows.length - 1].cloneNode(true));
  list.append(row);
  number(list);
  one("input", row).focus();
  return true;
}

function removeRow(group, row) {
  const list = row.parentElement;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  if (next) row.remove();
  else emptied(row);
  number(list);
  one("input", next ?? row).focus();
  group.dispatchEvent(new Event("change", { bubbles: true }));
}

/* Clicks */

function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const label = one("span", button);
  navigator.clipboard.writeText(source.value ?? source.textContent.trim()).then(() => {
    const before = label.textContent;
    label.textContent = button.dataset.copied;
    announce(button.dataset.copied);
    setTimeout(() => { label.textContent = before; }, 2500);
  }, () => source.select?.());
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const group = button?.closest("[data-rows]");
  if (button?.matches("[data-row-add]") && group && addRow(group)) event.preventDefault();
  if (button?.matches("[data-row-remove]") && group) {
    event.preventDefault();
    removeRow(group, button.closest("[data-row]"));
  }
  if (button?.matches("[data-copy]")) copy(button);
  if (button?.matches("[data-dismiss]")) {
    button.closest("#notice > *")?.remove();
    one("#c").focus();
  }
  all("[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

/* Keys: "/" to search, Escape to close a menu */

function typing(element) {
  return element.isContentEditable || element.matches("input, textarea, select");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest?.("[data-menu][open]");
    if (menu) {
      menu.open = false;
      one("summary", menu).focus();
    }
  }
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key !== "/" || modified || typing(event.target)) return;
  const field = one("main [data-search]") ?? all("[data-search]").find(visible);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

/* Counters of long texts */

function count(counter) {
  const field = document.getElementById(counter.dataset.countOf);
  const most = field.maxLength;
  counter.textContent = `${field.value.length} / ${most}`;
  counter.classList.toggle("near", field.value.length > most * 0.9);
}

document.addEventListener("input", (event) => {
  const counter = one(`[data-count-of="${CSS.escape(event.target.id)}"]`);
  if (counter) count(counter);
});

/* Once for the page, then for each part that htmx brings */

function enhance(root) {
  all("[data-count-of]", root).forEach(count);
  all("[data-dismiss]", root).forEach((button) => { button.hidden = !button.closest("#notice"); });
  if (navigator.clipboard) all("[data-copy]", root).forEach((button) => { button.hidden = false; });
}

enhance(document);
one(".error-summary")?.focus();
const confirmed = one("#flash .note");
if (confirmed) announce(confirmed.textContent.trim());
