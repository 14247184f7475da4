// Runs in the printing browser: sets a document, breaks it into pages, and says where every word and every marked value went.
// Called as paper.lay(html, css); the answer is JSON, boxes in page fractions (one text is many times faster to hand over than its parts). See printer.py for what templates may rely on.
window.paper = (() => {
  "use strict";
  const ASCENT = 0.74, DESCENT = 0.22, TOUCHING_PX = 0.6, SLACK_PX = 0.75;
  const canvas = document.createElement("canvas").getContext("2d");
  const ascents = new Map();

  function set(html, css) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const style = parsed.createElement("style");
    style.textContent = css;
    parsed.head.prepend(style);
    document.replaceChild(document.adoptNode(parsed.documentElement), document.documentElement);
  }

  // --- page breaks -----------------------------------------------------------------------------------------------------------

  const bottomOf = (element) => element.getBoundingClientRect().bottom;
  const units = (block) => block.tagName === "TABLE" ? [...block.tBodies] : [...block.children].filter((c) => !c.dataset.head);

  function breakPages() {
    let stuck = false;
    for (const first of [...document.querySelectorAll("section.page")]) {
      let flow = first.querySelector(".flow");
      while (flow && flow.scrollHeight > flow.clientHeight + SLACK_PX) {
        const rest = tail(flow);
        if (!rest.length) { stuck = true; break; }
        flow = nextFlow(flow);
        flow.append(...rest);
      }
    }
    return stuck;
  }

  // What has to leave `flow`, taken out of it; nothing where not even the first thing fits.
  function tail(flow) {
    const limit = flow.getBoundingClientRect().top + flow.clientHeight + SLACK_PX;
    const children = [...flow.children];
    let index = children.findIndex((child) => bottomOf(child) > limit);
    if (index < 0) index = children.length - 1;
    const piece = "splits" in children[index].dataset ? split(children[index], limit) : null;
    if (piece) return [piece, ...detach(children.slice(index + 1))];
    while (index > 0 && "keep" in children[index - 1].dataset) index -= 1;
    return index > 0 ? detach(children.slice(index)) : [];
  }

  function detach(elements) {
    for (const element of elements) element.remove();
    return elements;
  }

  function split(block, limit) {
    const out = block.querySelector(":scope > template.carry-out"), into = block.querySelector(":scope > template.carry-in");
    const all = units(block);
    const room = limit - (out ? Number(out.dataset.height || 26) : 0);
    let index = all.findIndex((unit) => bottomOf(unit) > room);
    if (index < 0) index = all.length - 1;
    while (index > 0 && "keep" in all[index - 1].dataset) index -= 1;
    if (index < 1) return null;
    if (block.tagName === "TABLE") freeze(block);
    const rest = block.cloneNode(false);
    for (const part of block.children) if (isRepeated(part)) rest.append(part.cloneNode(true));
    if (into) rest.append(carried(into, all[index - 1]));
    rest.append(...detach(all.slice(index)));
    if (block.tFoot) rest.append(block.tFoot);
    if (out) block.append(carried(out, all[index - 1]));
    return rest;
  }

  const isRepeated = (part) =>
    part.tagName === "TEMPLATE" || part.tagName === "COLGROUP" || ((part.tagName === "THEAD" || part.dataset.head) && part.dataset.repeat !== "none");

  // Columns stay as wide on the next page as on this one.
  function freeze(table) {
    if (table.dataset.frozen) return;
    const plain = [...table.rows].filter((row) => [...row.cells].every((cell) => cell.colSpan === 1));
    if (!plain.length) return;
    const row = plain.reduce((a, b) => (b.cells.length > a.cells.length ? b : a));
    const group = document.createElement("colgroup");
    for (const cell of row.cells) {
      const col = document.createElement("col");
      col.style.width = `${cell.getBoundingClientRect().width}px`;
      group.append(col);
    }
    table.style.width = `${table.getBoundingClientRect().width}px`;
    for (const old of table.querySelectorAll(":scope > colgroup")) old.remove();
    table.prepend(group);
    table.style.tableLayout = "fixed";
    table.dataset.frozen = "1";
  }

  function carried(template, unit) {
    const made = template.content.firstElementChild.cloneNode(true);
    for (const slot of made.querySelectorAll(".running")) slot.textContent = unit.dataset.running || "";
    return made;
  }

  function nextFlow(flow) {
    const here = flow.closest("section.page"), model = document.querySelector("template.next-page");
    const page = model ? model.content.firstElementChild.cloneNode(true) : here.cloneNode(false);
    if (!model) page.innerHTML = '<div class="flow"></div>';
    here.after(page);
    return page.querySelector(".flow");
  }

  function fillPageNumbers() {
    const pages = [...document.querySelectorAll("section.page")];
    pages.forEach((page, index) => {
      const isLast = index === pages.length - 1;
      for (const part of page.querySelectorAll('[data-on="last"]')) if (!isLast) part.remove();
      for (const part of page.querySelectorAll('[data-on="not-last"]')) if (isLast) part.remove();
      for (const slot of page.querySelectorAll(".page-number")) slot.textContent = String(index + 1);
      for (const slot of page.querySelectorAll(".page-next")) slot.textContent = String(index + 2);
      for (const slot of page.querySelectorAll(".page-count")) slot.textContent = String(pages.length);
    });
    return pages;
  }

  // --- words and places ------------------------------------------------------------------------------------------------------

  function ascentOf(style) {
    if (!ascents.has(style.font)) {
      canvas.font = style.font;
      const size = canvas.measureText("Hg");
      ascents.set(style.font, size.fontBoundingBoxAscent / (size.fontBoundingBoxAscent + size.fontBoundingBoxDescent));
    }
    return ascents.get(style.font);
  }

  function collect(pages) {
    const found = { words: [], places: [], marks: [], cut: 0 };
    const numbers = new Map(), lookups = new Map();
    const number = (element) => {
      if (!numbers.has(element)) {
        numbers.set(element, found.marks.length);
        const data = element.dataset;
        found.marks.push([data.field, data.value === undefined ? element.textContent.trim() : data.value, data.line === undefined ? null : Number(data.line)]);
      }
      return numbers.get(element);
    };
    const about = (element) => {
      if (!lookups.has(element)) {
        const style = getComputedStyle(element), marks = [];
        for (let at = element; at && at.dataset !== undefined; at = at.parentElement) if (at.dataset.field) marks.push(number(at));
        const isTurned = style.writingMode !== "horizontal-tb" || element.closest("[data-turned]") !== null;
        lookups.set(element, { marks, isTurned, size: parseFloat(style.fontSize), rise: ascentOf(style), transform: style.textTransform });
      }
      return lookups.get(element);
    };
    pages.forEach((page, index) => walk(page, index, about, number, found));
    return found;
  }

  function walk(page, index, about, number, found) {
    const origin = page.getBoundingClientRect(), runs = new Map();
    const fraction = (box) => [(box[0] - origin.left) / origin.width, (box[1] - origin.top) / origin.height,
                               (box[2] - origin.left) / origin.width, (box[3] - origin.top) / origin.height];
    const words = [];
    let last = null;
    const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim()) { last = null; continue; }
      const facts = about(node.parentElement);
      for (const match of node.data.matchAll(/\S+/g)) {
        const from = match.index, to = from + match[0].length;
        for (const [text, rect] of pieces(node, from, to, match[0])) {
          const box = facts.isTurned ? [rect.left, rect.top, rect.right, rect.bottom] : tight(rect, facts);
          for (const mark of facts.marks) grow(runs, mark, box);
          const isGlued = last && from === 0 && Math.abs(box[0] - last.box[2]) < TOUCHING_PX && box[1] < last.box[3] && last.box[1] < box[3];
          if (isGlued) {
            last.text += cased(text, facts.transform);
            last.box = joined(last.box, box);
            if (last.mark === null && facts.marks.length) last.mark = facts.marks[0];
          } else {
            last = { text: cased(text, facts.transform), box, mark: facts.marks.length ? facts.marks[0] : null };
            words.push(last);
          }
        }
        if (to < node.data.length) last = null;
      }
    }
    for (const drawn of page.querySelectorAll("[data-field][data-drawn]")) {
      const rect = drawn.getBoundingClientRect(), box = [rect.left, rect.top, rect.right, rect.bottom], mark = number(drawn);
      grow(runs, mark, box);
      if (drawn.dataset.drawn) words.push({ text: drawn.dataset.drawn, box, mark });
    }
    for (const word of words) {
      const box = fraction(word.box);
      if (box[0] < -0.001 || box[1] < -0.001 || box[2] > 1.001 || box[3] > 1.001) found.cut += 1;
      found.words.push([word.text, index, ...box, word.mark]);
    }
    for (const [mark, boxes] of runs) for (const box of boxes) found.places.push([mark, index, ...fraction(box)]);
  }

  // The rows that one word is broken into, mostly one: [text, rectangle].
  function pieces(node, from, to, text) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
    if (rects.length < 2) return rects.map((rect) => [text, rect]);
    const rows = [];
    for (let at = from; at < to; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const rect = [...range.getClientRects()].find((r) => r.width > 0);
      if (!rect) continue;
      const row = rows.at(-1);
      if (row && Math.abs(row.rect.top - rect.top) < rect.height / 2) {
        row.text += node.data[at];
        row.rect = new DOMRect(row.rect.left, row.rect.top, rect.right - row.rect.left, row.rect.height);
      } else rows.push({ text: node.data[at], rect });
    }
    return rows.map((row) => [row.text, row.rect]);
  }

  function tight(rect, facts) {
    const baseline = rect.top + rect.height * facts.rise;
    return [rect.left, baseline - ASCENT * facts.size, rect.right, baseline + DESCENT * facts.size];
  }

  const cased = (text, transform) => transform === "uppercase" ? text.toUpperCase() : transform === "lowercase" ? text.toLowerCase() : text;
  const joined = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];

  // One place a row of text: a wrapped value has several.
  function grow(runs, mark, box) {
    if (!runs.has(mark)) runs.set(mark, []);
    const boxes = runs.get(mark), middle = (box[1] + box[3]) / 2;
    const at = boxes.findIndex((known) => known[1] < middle && middle < known[3]);
    if (at < 0) boxes.push(box);
    else boxes[at] = joined(boxes[at], box);
  }

  function lay(html, css) {
    set(html, css);
    const stuck = breakPages();
    const pages = fillPageNumbers();
    return JSON.stringify({ ...collect(pages), stuck, pages: pages.length });
  }

  return { lay };
})();
