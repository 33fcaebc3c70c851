// The kinds of pages, and every page of the site.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { site } from './browser.mjs';

export const guides = {
  'guide with a recommended option': '/creteil/se-connecter/',
  'guide in the frame of a browser': '/lille/se-connecter/',
  'guide with many screenshots': '/besancon/connexion-directe/',
  'guide with several procedures and choices': '/grenoble/rejoindre-une-eformation/',
  'guide with a checker': '/lille/choisir-un-mot-de-passe/',
  'guide with a table': '/besancon/reconnaitre-le-message/',
};

export const kinds = {
  home: '/',
  academy: '/lille/',
  ...guides,
  'guide for all académies': '/guides/se-connecter/',
  glossary: '/glossaire/',
  'site map': '/plan-du-site/',
  'legal page': '/mentions-legales/',
  'accessibility statement': '/accessibilite/',
  'unknown address': '/lile/se-connecter/',
};

export async function everyPage() {
  const map = await readFile(join(site, 'sitemap.xml'), 'utf8');
  const addresses = [...map.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => new URL(address).pathname);
  return [...addresses, kinds['unknown address']];
}

// Where the site says it is.
export async function published() {
  const map = await readFile(join(site, 'sitemap.xml'), 'utf8');
  return new URL(map.match(/<loc>([^<]*)</)[1]);
}
