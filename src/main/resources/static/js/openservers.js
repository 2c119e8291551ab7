// The FHIR servers that the service of this page asks without a token.

import { page } from './page.js';

let servers = [];

export async function loadOpenServers() {
  try {
    const response = await fetch('sandbox/open-servers', { headers: { Accept: 'application/json' } });
    if (response.ok) servers = await response.json();
  } catch { /* Then none is known to be open. */ }
}

/** The sandbox, by a name under which the service asks it without a token. */
export const anOpenServer = () => servers[0] ?? page.fhir.base;

export const isOpen = (fhirServer) => page.endpoint === page.ownEndpoint && servers.includes(String(fhirServer).replace(/\/$/, ''));
