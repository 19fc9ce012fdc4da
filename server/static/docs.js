// Shows /api/openapi.json as a page: what can be asked, with what, and what comes back.

const $ = (id) => document.getElementById(id);

function made(tag, text = '', ...children) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
}

/** A schema in one line: its name as a link, or its type. */
function shortly(schema) {
  if (!schema) return document.createTextNode('');
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1);
    const link = made('a', name);
    link.href = `#schema-${name}`;
    link.addEventListener('click', () => { $(`schema-${name}`).open = true; });
    return link;
  }
  if (schema.type === 'array') return made('span', 'list of ', shortly(schema.items));
  const several = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (several) return made('span', '', ...several.flatMap((one, place) => place ? [' or ', shortly(one)] : [shortly(one)]));
  if (schema.enum) return made('span', schema.enum.join(' | '));
  return made('span', [schema.type].flat().filter(Boolean).join(' or '));
}

function row(...cells) {
  return made('tr', '', ...cells.map((cell) => typeof cell === 'string' ? made('td', cell) : made('td', '', cell)));
}

function table(heads, rows) {
  return made('table', '', made('tr', '', ...heads.map((head) => made('th', head))), ...rows);
}

function operation(path, method, described) {
  const head = made('summary', '', made('b', method.toUpperCase()), made('code', path), made('span', described.summary ?? ''));
  const body = made('div');
  body.className = 'body';
  if (described.description) body.append(made('p', described.description));
  if (described.parameters?.length) {
    body.append(table(['parameter', 'in', 'type', 'meaning'], described.parameters.map((parameter) =>
      row(parameter.name, parameter.in, shortly(parameter.schema), parameter.description ?? ''))));
  }
  const sent = Object.entries(described.requestBody?.content ?? {});
  if (sent.length) body.append(table(['body', 'schema'], sent.map(([type, { schema }]) => row(type, shortly(schema)))));
  body.append(table(['status', 'type', 'schema', 'meaning'], Object.entries(described.responses ?? {}).map(([status, answer]) => {
    const [type, content] = Object.entries(answer.content ?? {})[0] ?? ['', {}];
    return row(status, type, shortly(content.schema), answer.description ?? '');
  })));
  const whole = made('details', '', head, body);
  whole.dataset.find = `${method} ${path} ${described.summary ?? ''}`.toLowerCase();
  return whole;
}

function schema(name, described) {
  const head = made('summary', '', made('code', name), made('span', described.description?.split('\n')[0] ?? ''));
  const whole = made('details', '', head);
  whole.id = `schema-${name}`;
  const fields = Object.entries(described.properties ?? {});
  whole.append(fields.length
    ? table(['field', 'type', 'meaning'], fields.map(([field, of]) => row(field, shortly(of), of.description ?? '')))
    : made('pre', JSON.stringify(described, null, 2)));
  return whole;
}

const answer = await fetch('/api/openapi.json');
const document_ = await answer.json();
$('title').textContent = `${document_.info.title} ${document_.info.version}`;
$('about').textContent = document_.info.description ?? '';
const groups = new Map((document_.tags ?? []).map((tag) => [tag.name, [tag.description, []]]));
for (const [path, methods] of Object.entries(document_.paths)) {
  for (const [method, described] of Object.entries(methods)) {
    const tag = described.tags?.[0] ?? 'other';
    if (!groups.has(tag)) groups.set(tag, ['', []]);
    groups.get(tag)[1].push(operation(path, method, described));
  }
}
for (const [tag, [description, operations]] of groups) {
  $('operations').append(made('h2', `${tag}${description ? ` · ${description}` : ''}`), ...operations);
}
for (const [name, described] of Object.entries(document_.components?.schemas ?? {})) $('schemas').append(schema(name, described));
$('find').addEventListener('input', () => {
  const wanted = $('find').value.toLowerCase();
  for (const whole of document.querySelectorAll('#operations details')) whole.hidden = !whole.dataset.find.includes(wanted);
});
