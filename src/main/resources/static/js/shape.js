// Small questions about JSON that came from outside.

export const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** An id without the type in front of it. */
export const bareId = (id) => (typeof id === 'string' ? id.slice(id.lastIndexOf('/') + 1) : undefined);

/** A user for whom no card is written. */
export const isLay = (userId) => ['Patient', 'RelatedPerson'].includes(String(userId).split('/')[0]);
